"""The goal for unionisation and joining rates (R-ORG-30)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from policies.engine import Book, read_parameters
from policies.rules.goals import RateGoals
from policies.selectors.book import load_book, place_of_division

if TYPE_CHECKING:
    from townships.models import Division


GOALS = "R-ORG-30"


@dataclass(frozen=True)
class GoalRate:
    """Both goals in whole percent, with the clause they come from and its first day."""

    build_percent: int
    membership_percent: int
    document: str
    clause: str
    key_phrase: str
    since: date

    @property
    def build(self) -> Fraction:
        """The goal of the unionisation rate as an exact fraction."""
        return Fraction(self.build_percent, 100)

    @property
    def membership(self) -> Fraction:
        """The goal of the joining rate as an exact fraction."""
        return Fraction(self.membership_percent, 100)


def joining_goals(on: date, *, book: Book | None = None) -> dict[str, int]:
    """The goal of the joining rate in whole percent by place (registry key, "" for the nation)."""
    found = (book or load_book(GOALS)).everywhere(GOALS, on)
    goals = {p.place: read_parameters(RateGoals, p.parameters) for p in found}
    return {place: goal.membership_percent.number for place, goal in goals.items()}


def goal_rate(division: "Division", on: date, *, book: Book | None = None) -> GoalRate | None:
    """The goals in force in a division on a day (总工发〔2016〕28号 一), or None.

    Compare with `policies.engine.rate_met(part, whole, goal.build_percent)`, never with a rounded
    rate.
    """
    place = place_of_division(division)
    found = (book or load_book(GOALS)).in_force(GOALS, place, on)
    if not found:
        return None
    goals = read_parameters(RateGoals, found[0].parameters)
    return GoalRate(
        build_percent=goals.build_percent.number,
        membership_percent=goals.membership_percent.number,
        document=found[0].document,
        clause=found[0].clause,
        key_phrase=found[0].key_phrase,
        since=found[0].valid_from,
    )
