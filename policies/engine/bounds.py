"""Bounds exactly as documents write them.

以上, 以下, 以内 and 届满 include the number; 不满, 超过 and 以外 exclude it (Civil Code, article
1259). A provision stores the number only; whether it is included is part of the rule, because it
is part of its words.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Bound:
    """A lower bound on a count."""

    number: int

    @property
    def lowest(self) -> int:
        """The smallest whole number that is enough."""
        raise NotImplementedError

    def admits(self, value: int) -> bool:
        """Whether the value is enough."""
        return value >= self.lowest

    def shortfall(self, value: int) -> int:
        """How many are missing; 0 when the value is enough."""
        return max(self.lowest - value, 0)

    def words(self, amount: str) -> str:
        """The bound in words, around the amount with its unit."""
        raise NotImplementedError


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

    def words(self, amount: str) -> str:
        return _("more than %(amount)s") % {"amount": amount}


@dataclass(frozen=True)
class Percent:
    """A whole percentage, 0 to 100."""

    number: int


@dataclass(frozen=True)
class Years:
    """x 年内: a time limit of whole years; its last day still counts."""

    number: int

    def words(self) -> str:
        """The limit in words."""
        return _("within %(years)s year(s)") % {"years": self.number}
