"""The rule book from the database."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from policies.engine import Book, Place, Verdict, measures, place_of, rules
from policies.selectors.facts import read_facts

if TYPE_CHECKING:
    from townships.models import Division


def load_book(*rule_ids: str) -> Book:
    """All provisions, or those of some rules, as a `Book`.

    One query, however many places and rows it then judges.
    """
    found = read_facts(rule_id__in=rule_ids) if rule_ids else read_facts()
    return Book(found, rules=rules, measures=measures)


def place_of_division(division: "Division") -> Place:
    """The division and those above it, nearest first, by registry key.

    Keys and not codes: a provision for 海门市 320684 goes on holding for 海门区 320614.
    """
    return place_of(*(place.key for place in division.chain()))


def evaluate(
    rule_id: str,
    *,
    division: "Division",
    on: date,
    values: Mapping[str, object],
    parameters: Mapping[str, object] | None = None,
    book: Book | None = None,
) -> Verdict:
    """The verdict of one rule for a division on a day, from the given measures (None = unknown).

    `parameters` replace those of the provision for this once. Raises
    `policies.engine.UnknownRule`, `UnknownMeasure`, `BadValue`, `BadParameters`, `PolicyError`.
    """
    place = place_of_division(division)
    return (book or load_book()).evaluate(
        rule_id, place=place, on=on, measures=values, parameters=parameters
    )
