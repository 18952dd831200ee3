"""What holds at a place on a day, by rule: what overrides what and why, and what is to come.

Works on a book that was read once; nothing here asks the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policies.engine import Book, Place, Precedence, ProvisionFacts
from policies.selectors.contradictions import Contradiction
from policies.selectors.states import parameters_in_words
from policies.topics import SECTIONS, rule_name, section_of


@dataclass(frozen=True)
class Line:
    """A provision in words. `overrides` are those that give way to it, `adds_up` says that it holds
    beside others of its rule."""

    facts: ProvisionFacts
    overrides: tuple[ProvisionFacts, ...] = ()
    adds_up: bool = False

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """Label and value of each parameter."""
        return parameters_in_words(self.facts.rule_id, self.facts.parameters)

    @property
    def text(self) -> str:
        """Everything that a search looks into."""
        facts = self.facts
        parts = [facts.rule_id, rule_name(facts.rule_id), facts.document, facts.clause]
        parts += [facts.key_phrase, facts.reading, facts.place_name]
        parts += [f"{label} {value}" for label, value in self.numbers]
        parts += [other.document for other in self.overrides]
        return " ".join(parts).lower()


@dataclass(frozen=True)
class RuleLines:
    """One rule with what holds of it here."""

    rule_id: str
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Section:
    """A section of the catalogue with its rules."""

    name: str
    key: str
    rules: list[RuleLines] = field(default_factory=list)


@dataclass(frozen=True)
class Overview:
    """What holds, what will, and what is practice elsewhere and off here."""

    sections: list[Section]
    to_come: list[RuleLines]
    elsewhere: list[RuleLines]

    @property
    def count(self) -> int:
        """How many provisions hold."""
        rules = [rule for section in self.sections for rule in section.rules]
        return sum(len(rule.lines) for rule in rules)

    def searched(self, query: str) -> "Overview":
        """Only the provisions in which every word of the query stands."""
        words = query.lower().split()
        sections = [
            Section(section.name, section.key, _fitting(section.rules, words))
            for section in self.sections
        ]
        kept = [section for section in sections if section.rules]
        return Overview(kept, _fitting(self.to_come, words), _fitting(self.elsewhere, words))


def overview(book: Book, place: Place, on: date) -> Overview:
    """All provisions that concern the place on the day."""
    by_section: dict[str, Section] = {
        key: Section(str(name), key) for key, name in SECTIONS.items()
    }
    to_come: list[RuleLines] = []
    elsewhere: list[RuleLines] = []
    for rule_id in sorted(rule.rule_id for rule in book.rules):
        _keep(by_section[section_of(rule_id)].rules, rule_id, _holding(book, rule_id, place, on))
        _keep(to_come, rule_id, map(Line, book.to_come(rule_id, place, on)))
        _keep(elsewhere, rule_id, map(Line, _practice(book, rule_id, place, on)))
    return Overview([one for one in by_section.values() if one.rules], to_come, elsewhere)


def _keep(found: list[RuleLines], rule_id: str, lines: Iterable[Line]) -> None:
    if every := list(lines):
        found.append(RuleLines(rule_id, rule_name(rule_id), every))


def _holding(book: Book, rule_id: str, place: Place, on: date) -> list[Line]:
    """What holds; the provisions of higher places that give way are told at the first line."""
    standing = book.in_force(rule_id, place, on)
    given_way = book.overridden(rule_id, place, on)
    together = len(standing) > 1 and book.rules.get(rule_id).precedence is Precedence.ALL
    return [
        Line(facts, given_way if number == 0 else (), together)
        for number, facts in enumerate(standing)
    ]


def _practice(book: Book, rule_id: str, place: Place, on: date) -> list[ProvisionFacts]:
    """Local practice of other places, which an office may take over for its own."""
    found = [facts for facts in book.everywhere(rule_id, on) if facts.practice]
    return [facts for facts in found if facts.place not in place]


def _fitting(rules: list[RuleLines], words: list[str]) -> list[RuleLines]:
    found = []
    for rule in rules:
        lines = [line for line in rule.lines if all(word in line.text for word in words)]
        if lines:
            found.append(RuleLines(rule.rule_id, rule.name, lines))
    return found


@dataclass(frozen=True)
class Clash:
    """A contradiction with the names of its documents; `here`: it concerns the place."""

    contradiction: Contradiction
    documents: list[str]
    here: bool


def clashes(
    every: Iterable[Contradiction], documents: dict[str, Any], holding: set[int]
) -> list[Clash]:
    """The contradictions, those that concern the place first.

    `documents` are (id, label) by shipped key, `holding` the ids of those in force at the place.
    A place is concerned when two sides hold there: two documents, or one beside a law.
    """
    found = []
    for one in every:
        known = [documents[key] for key in one.documents if key in documents]
        sides = sum(key in holding for key, _label in known) + bool(one.laws)
        holds_here = any(key in holding for key, _label in known)
        labels = [label for _key, label in known] + list(one.laws)
        found.append(Clash(one, labels, holds_here and sides > 1))
    return sorted(found, key=lambda clash: not clash.here)
