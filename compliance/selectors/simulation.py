"""Trying a change of policy out: the same subjects, judged by two laws. Nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from compliance.collectors import Case, Collector, Scope
from compliance.selectors.areas import Area
from compliance.selectors.regions import Region
from policies.engine import Book, Place, ProvisionFacts, Rule, Status, Verdict
from townships.models import Division


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
    county: Division

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
    """All subjects of an area, or of several counties, with both verdicts."""

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
    def by_county(self) -> dict[str, tuple[Division, "Simulation"]]:
        """The same of each county alone, by its key, in their order."""
        found: dict[str, tuple[Division, list[Line]]] = {}
        for line in self.lines:
            found.setdefault(line.county.key, (line.county, []))[1].append(line)
        return {
            key: (county, Simulation(self.rule, self.subject, tuple(lines)))
            for key, (county, lines) in found.items()
        }

    @cached_property
    def old_counts(self) -> Counter[Status]:
        """How many have which status by the law as it stands."""
        return Counter(line.old_status for line in self.lines)

    @cached_property
    def new_counts(self) -> Counter[Status]:
        """How many have which status by the law that is tried."""
        return Counter(line.new_status for line in self.lines)


def basis(book: Book, rule_id: str, area: Area | Region, law: Law) -> ProvisionFacts | None:
    """The provision whose parameters are the present ones; None where none is in force."""
    place = law.like or area.place_of(area.division.key)
    return next(iter(book.in_force(rule_id, place, law.on)), None)


def simulate(
    collector: Collector, areas: Iterable[Area], book: Book, *, old: Law, new: Law
) -> Simulation:
    """Judge every subject of the areas twice.

    One read of the subjects of each area for each day that is asked about; no query besides. Raises
    `policies.engine.BadParameters` when the parameters do not fit the rule.
    """
    court = Court(collector.rule_id, book, (old, new))
    lines = [line for area in areas for line in _lines(collector, area, court)]
    rule = book.rules.get(collector.rule_id)
    return Simulation(rule, str(collector.subject), tuple(lines))


def _lines(collector: Collector, area: Area, court: "Court") -> Iterator[Line]:
    old, new = court.laws
    before = _cases(collector, area, old.on)
    after = before if new.on == old.on else _cases(collector, area, new.on)
    for key in dict.fromkeys([*before, *after]):
        yield court.line(area, (before.get(key), after.get(key)))


def _cases(collector: Collector, area: Area, on: date) -> dict[str, Case]:
    past = on < timezone.localdate()
    scopes = (Scope(code, on, area.township_keys, past) for code in area.place.codes)
    return {case.key: case for scope in scopes for case in collector.collect(scope)}


@dataclass
class Court:
    """Judges the subjects of one rule by two laws; what is the same in many is judged once."""

    rule_id: str
    book: Book
    laws: tuple[Law, Law]
    _standing: dict[object, object] = field(default_factory=dict)
    _answers: dict[object, Verdict] = field(default_factory=dict)

    def line(self, area: Area, cases: tuple[Case | None, Case | None]) -> Line:
        """Both verdicts about a subject, as it is on the day of the one and of the other law."""
        old = self._judged(area, cases[0], self.laws[0])
        untried = self.laws[0] == self.laws[1] and cases[0] is cases[1]
        new = old if untried else self._judged(area, cases[1], self.laws[1])
        case = self._shown_case(area, cases)
        return Line(case, area.lies_in(case.township_key).name, old, new, area.county)

    def _shown_case(self, area: Area, cases: tuple[Case | None, Case | None]) -> Case:
        """The case whose measures are shown: of the trial, else of the day that has a provision.

        On a day before the rule there may be no figures yet; those of the other day were judged.
        """
        old, new = cases
        if old is None or new is None or old is new:
            case = new or old
            assert case is not None  # noqa: S101 - it exists on one of the two days at least
            return case
        before, after = (
            bool(self._holding(self._place(area, case, law), law))
            for case, law in ((old, self.laws[0]), (new, self.laws[1]))
        )
        return old if before and not after else new

    def _place(self, area: Area, case: Case, law: Law) -> Place:
        return law.like or area.place_of(case.township_key)

    def _holding(self, place: Place, law: Law) -> object:
        """The ids of the provisions that hold there: places under the same ones judge alike."""
        key = (place, law.on)
        if key not in self._standing:
            standing = self.book.in_force(self.rule_id, place, law.on)
            self._standing[key] = tuple(one.provision_id for one in standing)
        return self._standing[key]

    def _judged(self, area: Area, case: Case | None, law: Law) -> Verdict | None:
        if case is None:
            return None
        place = self._place(area, case, law)
        same = (law is self.laws[0], self._holding(place, law), tuple(case.values.items()))
        if same not in self._answers:
            self._answers[same] = self.book.evaluate(
                self.rule_id,
                place=place,
                on=law.on,
                measures=case.values,
                parameters=law.parameters,
            )
        return self._answers[same]
