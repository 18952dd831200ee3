"""Trying a change of policy out: the same subjects, judged by two laws. Nothing is stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from compliance.collectors import Case, Collector, Scope
from compliance.selectors.areas import Area
from policies.engine import Book, Place, ProvisionFacts, Rule, Status, Verdict


@dataclass(frozen=True)
class Law:
    """By what is judged: what is in force on the day `on` where the subject lies.

    `like`: as if it lay in that place instead. `parameters` replace those of the provisions.
    """

    on: date
    like: Place | None = None
    parameters: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Line:
    """One subject with both verdicts; None on a side on whose day it does not exist.

    `case` has the measures that are shown beside them.
    """

    case: Case
    place_name: str
    old: Verdict | None
    new: Verdict | None

    @property
    def old_status(self) -> Status:
        """The status by the law as it stands."""
        return self.old.status if self.old else Status.NOT_APPLICABLE

    @property
    def new_status(self) -> Status:
        """The status by the law that is tried."""
        return self.new.status if self.new else Status.NOT_APPLICABLE

    @property
    def changed(self) -> bool:
        """Whether the verdict becomes another one, or what it calculates."""
        values = [verdict.value if verdict else None for verdict in (self.old, self.new)]
        return self.old_status is not self.new_status or values[0] != values[1]


@dataclass(frozen=True)
class Simulation:
    """All subjects of an area with both verdicts."""

    rule: Rule[Any]
    subject: str
    lines: tuple[Line, ...]

    @cached_property
    def changed(self) -> tuple[Line, ...]:
        """The subjects whose verdict changes."""
        return tuple(line for line in self.lines if line.changed)

    @cached_property
    def unknown(self) -> tuple[Line, ...]:
        """The subjects that the law that is tried cannot judge."""
        return tuple(line for line in self.lines if line.new_status is Status.UNKNOWN)

    @cached_property
    def old_counts(self) -> Counter[Status]:
        """How many have which status by the law as it stands."""
        return Counter(line.old_status for line in self.lines)

    @cached_property
    def new_counts(self) -> Counter[Status]:
        """How many have which status by the law that is tried."""
        return Counter(line.new_status for line in self.lines)


def basis(book: Book, rule_id: str, area: Area, law: Law) -> ProvisionFacts | None:
    """The provision whose parameters are the present ones; None where none is in force."""
    place = law.like or area.place_of(area.division.key)
    return next(iter(book.in_force(rule_id, place, law.on)), None)


def simulate(collector: Collector, area: Area, book: Book, *, old: Law, new: Law) -> Simulation:
    """Judge every subject of the area twice.

    One read of the subjects for each day that is asked about; no query besides. Raises
    `policies.engine.BadParameters` when the parameters do not fit the rule.
    """
    before = _cases(collector, area, old.on)
    after = before if new.on == old.on else _cases(collector, area, new.on)
    lines = [
        _line(collector.rule_id, area, book, (before.get(key), after.get(key)), (old, new))
        for key in dict.fromkeys([*before, *after])
    ]
    rule = book.rules.get(collector.rule_id)
    return Simulation(rule, str(collector.subject), tuple(lines))


def _cases(collector: Collector, area: Area, on: date) -> dict[str, Case]:
    past = on < timezone.localdate()
    scopes = (Scope(code, on, area.township_keys, past) for code in area.place.codes)
    return {case.key: case for scope in scopes for case in collector.collect(scope)}


def _line(
    rule_id: str,
    area: Area,
    book: Book,
    cases: tuple[Case | None, Case | None],
    laws: tuple[Law, Law],
) -> Line:
    old = _judged(rule_id, area, book, cases[0], laws[0])
    untried = laws[0] == laws[1] and cases[0] is cases[1]
    new = old if untried else _judged(rule_id, area, book, cases[1], laws[1])
    case = _shown_case(rule_id, area, book, cases, laws)
    return Line(case, area.lies_in(case.township_key).name, old, new)


def _shown_case(
    rule_id: str,
    area: Area,
    book: Book,
    cases: tuple[Case | None, Case | None],
    laws: tuple[Law, Law],
) -> Case:
    """The case whose measures are shown: that of the trial, else of the day that has a provision.

    On a day before the rule there may be no figures yet; those of the other day were judged.
    """
    old, new = cases
    if old is None or new is None or old is new:
        case = new or old
        assert case is not None  # noqa: S101 - it exists on one of the two days at least
        return case
    before, after = (
        bool(book.in_force(rule_id, law.like or area.place_of(case.township_key), law.on))
        for case, law in ((old, laws[0]), (new, laws[1]))
    )
    return old if before and not after else new


def _judged(rule_id: str, area: Area, book: Book, case: Case | None, law: Law) -> Verdict | None:
    if case is None:
        return None
    return book.evaluate(
        rule_id,
        place=law.like or area.place_of(case.township_key),
        on=law.on,
        measures=case.values,
        parameters=law.parameters,
    )
