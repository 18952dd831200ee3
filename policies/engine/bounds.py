"""Bounds exactly as documents write them.

以上, 以下, 以内 and 届满 include the number; 不满, 超过 and 以外 exclude it (Civil Code, article
1259). A provision stores the number only; whether it is included is part of the rule, because it
is part of its words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

Number = int | Decimal


@dataclass(frozen=True)
class Bound:
    """A lower bound on a count."""

    number: int

    @property
    def lowest(self) -> int:
        """The smallest whole number that is enough."""
        raise NotImplementedError

    @property
    def most(self) -> int | None:
        """The largest number that is allowed; None where any is."""
        return None

    def admits(self, value: Number) -> bool:
        """Whether the value is enough."""
        return value >= self.lowest

    def shortfall(self, value: int) -> int:
        """How many are missing; 0 when the value is enough."""
        return max(self.lowest - value, 0)

    def words(self, amount: str) -> str:
        """The bound in words, around the amount with its unit."""
        raise NotImplementedError

    def told(self, show: Callable[[int], str]) -> str:
        """The bound in words, with `show` giving a number its unit."""
        return self.words(show(self.number))


@dataclass(frozen=True)
class AtLeast(Bound):
    """以上: the number itself is enough."""

    @property
    def lowest(self) -> int:
        return self.number

    def words(self, amount: str) -> str:
        return _("%(amount)s or more") % {"amount": amount}


@dataclass(frozen=True)
class MoreThan(Bound):
    """超过: the number itself is not enough."""

    @property
    def lowest(self) -> int:
        return self.number + 1

    def admits(self, value: Number) -> bool:
        return value > self.number

    def words(self, amount: str) -> str:
        return _("more than %(amount)s") % {"amount": amount}


@dataclass(frozen=True)
class AtMost(Bound):
    """以下: the number itself is still allowed."""

    @property
    def lowest(self) -> int:
        return 0

    @property
    def most(self) -> int:
        return self.number

    def admits(self, value: Number) -> bool:
        return 0 <= value <= self.number

    def words(self, amount: str) -> str:
        return _("%(amount)s or fewer") % {"amount": amount}

    def told(self, show: Callable[[int], str]) -> str:
        if self.number == 0:  # "0 or fewer" is nothing that anybody says
            return _("none (%(amount)s)") % {"amount": show(0)}
        return super().told(show)


@dataclass(frozen=True)
class Between(Bound):
    """x 至 y: both numbers are included. `number` is the lower one."""

    highest: int

    @property
    def lowest(self) -> int:
        return self.number

    @property
    def most(self) -> int:
        return self.highest

    def admits(self, value: Number) -> bool:
        return self.number <= value <= self.highest

    def told(self, show: Callable[[int], str]) -> str:
        if self.number == self.highest:
            return _("exactly %(amount)s") % {"amount": show(self.number)}
        amounts = {"lowest": show(self.number), "highest": show(self.highest)}
        return _("%(lowest)s to %(highest)s") % amounts


@dataclass(frozen=True)
class Percent:
    """A whole percentage, 0 to 100, that has to be reached."""

    number: int


@dataclass(frozen=True)
class Rate:
    """So many percent, whole ones, of some base."""

    number: int


@dataclass(frozen=True)
class Years:
    """x 年内: a time limit of whole years; its last day still counts."""

    number: int

    def words(self) -> str:
        """The limit in words."""
        return _("within %(years)s year(s)") % {"years": self.number}

    def after(self, start: date) -> date:
        """The corresponding day so many years later; without one, the last day of that month.

        民法典 art. 202: 2024-02-29 and one year give 2025-02-28. What never began never ends.
        """
        year = start.year + self.number
        if year > date.max.year:
            return date.max
        try:
            return start.replace(year=year)
        except ValueError:
            return start.replace(year=year, day=28)


class Natural(int):
    """A whole number, 1 or more: something is divided by it or given out."""


@dataclass(frozen=True)
class Yuan:
    """An amount of money that a document names."""

    amount: Decimal
