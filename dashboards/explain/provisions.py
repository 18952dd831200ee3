"""Which provisions look at a figure at a place today, what they demand, and what they answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance.selectors.verdicts import Answer, answers_about, count_answers
from dashboards.explain.readings import Reading
from dashboards.explain.registry import Figure
from policies.engine import Book, ProvisionFacts, Status, Verdict
from policies.engine.verdicts import ConditionResult
from policies.selectors.states import parameters_in_words
from policies.topics import rule_name


@dataclass(frozen=True)
class Clause:
    """A provision of a rule at the place: in force, given way to a nearer one, or yet to begin."""

    facts: ProvisionFacts
    overridden_by: ProvisionFacts | None = None
    to_come: bool = False

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """What it demands: label and value of each parameter."""
        return parameters_in_words(self.facts.rule_id, self.facts.parameters)


@dataclass(frozen=True)
class RuleHere:
    """One rule that looks at the figure: its provisions here, and the answers it has given.

    `tally`: how many subjects below have which answer; `answers` are those that are few enough to
    be named, `own` the stored one about the place itself.
    """

    rule_id: str
    name: str
    clauses: list[Clause]
    tally: dict[str, int] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    own: Answer | None = None

    @property
    def holds(self) -> bool:
        """Whether anything of it is in force here."""
        return any(not one.to_come and one.overridden_by is None for one in self.clauses)


def rules_here(figure: Figure, reading: Reading, book: Book, user: Any) -> list[RuleHere]:
    """The rules that look at a figure, those in force at the place first. One query or two."""
    known = [rule for rule in figure.rules if rule in book.rules]
    answers = _answers(known, reading, user)
    tallies = count_answers(user, known, reading.codes) if reading.several else {}
    found = [
        RuleHere(
            rule_id=rule,
            name=rule_name(rule),
            clauses=list(_clauses(book, rule, reading)),
            tally=tallies.get(rule) or _tally(answers.get(rule, ())),
            answers=_named(answers.get(rule, ()), reading),
            own=_own(answers.get(rule, ()), reading),
        )
        for rule in known
    ]
    return sorted(found, key=lambda rule: not rule.holds)


def _answers(rules: Iterable[str], reading: Reading, user: Any) -> Mapping[str, list[Answer]]:
    """Today's answers about the townships of a county, or about the one township."""
    if reading.several:
        return {}
    return answers_about(user, rules, reading.codes, reading.township_keys)


def _named(answers: Iterable[Answer], reading: Reading) -> list[Answer]:
    return [] if reading.township_keys else list(answers)


def _own(answers: Iterable[Answer], reading: Reading) -> Answer | None:
    return next(iter(answers), None) if reading.township_keys else None


def _tally(answers: Iterable[Answer]) -> dict[str, int]:
    return dict(Counter(answer.status for answer in answers))


def _clauses(book: Book, rule: str, reading: Reading) -> Iterator[Clause]:
    place, day = reading.place, reading.day
    standing = book.in_force(rule, place, day)
    yield from map(Clause, standing)
    for facts in book.overridden(rule, place, day):
        yield Clause(facts, overridden_by=standing[0])
    for facts in book.to_come(rule, place, day):
        yield Clause(facts, to_come=True)


def verdict_of(figure: Figure, reading: Reading, book: Book) -> Verdict | None:
    """What the goals say about the numbers of the place; None where no goal is in force."""
    if not figure.measure or not figure.is_rate:
        return None
    numbers = reading.numbers
    measures = {
        "units_with_union": numbers["unionised_counted"],
        "legal_person_units": numbers["units"],
        "member_count": numbers["members_counted"],
        "worker_count": numbers["workers"],
    }
    verdict = book.evaluate(figure.rules[0], place=reading.place, on=reading.day, measures=measures)
    return None if verdict.status is Status.NOT_APPLICABLE else verdict


def condition_of(figure: Figure, verdict: Verdict | None) -> ConditionResult | None:
    """The condition that speaks of this figure alone."""
    conditions = verdict.conditions if verdict else ()
    return next((one for one in conditions if one.measure == figure.measure), None)
