"""A rate against the goal in force, by exact whole numbers (R-ORG-30, 总工发〔2016〕28号 一)."""

from dataclasses import dataclass, replace
from fractions import Fraction

from policies.engine import Met, rate_met, rate_shortfall
from unionreg.ui import percent


@dataclass(frozen=True)
class Rate:
    """`part` of `whole` (both counts; None = not recorded) against a goal in whole per cent.

    Nothing is divided before it is compared: 799 of 1,000 fails a goal of 80, 800 meets it. With an
    unknown part, an unknown or empty whole, or no goal in force there is no judgement.
    """

    part: int | None
    whole: int | None
    goal: int | None

    def against(self, goal: int | None) -> "Rate":
        """The same counts against another goal, that of another day for example."""
        return replace(self, goal=goal)

    @property
    def known(self) -> bool:
        """Whether there is a rate at all."""
        return self.part is not None and bool(self.whole)

    @property
    def excessive(self) -> bool:
        """Whether the part is more than the whole: one of the figures is wrong or out of date."""
        return self.part is not None and bool(self.whole) and self.part > (self.whole or 0)

    @property
    def met(self) -> Met:
        """Whether the goal is reached; None when it cannot be said."""
        return None if self.goal is None else rate_met(self.part, self.whole, self.goal)

    @property
    def short(self) -> int | None:
        """How many are missing to reach the goal; None when it cannot be said."""
        if self.met is None or self.part is None or self.whole is None or self.goal is None:
            return None
        return rate_shortfall(self.part, self.whole, self.goal)

    @property
    def rest(self) -> int | None:
        """What of the whole is not in the part, never below 0."""
        if self.part is None or self.whole is None:
            return None
        return max(self.whole - self.part, 0)

    @property
    def text(self) -> str:
        """In per cent with one digit, cut and not rounded; a dash when there is no rate."""
        return percent(self.part, self.whole)

    @property
    def figure(self) -> str:
        """`text` without its sign, for the large figure."""
        return self.text.removesuffix("%")

    @property
    def tenths(self) -> int | None:
        """The rate in tenths of a per cent, cut, for drawing; None when there is none."""
        if self.part is None or not self.whole:
            return None
        return self.part * 1000 // self.whole

    @property
    def exact(self) -> Fraction | None:
        """The rate as an exact fraction, for sorting."""
        if self.part is None or not self.whole:
            return None
        return Fraction(self.part, self.whole)


def total(rates: "list[Rate]", goal: int | None) -> Rate:
    """The rate of several places together, over those of which both numbers are known."""
    known = [(r.part, r.whole) for r in rates if r.part is not None and r.whole]
    if not known:
        return Rate(None, None, goal)
    return Rate(sum(part for part, _ in known), sum(whole for _, whole in known), goal)
