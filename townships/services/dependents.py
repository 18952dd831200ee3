"""What apps above this one keep for a union: it moves with the union, or keeps it from closing.

This app knows none of them. Each registers a `Dependents` when it starts.
"""

from datetime import date
from typing import Any, Protocol

from townships.models import Union


class Dependents(Protocol):
    """Records of another app that belong to a union, for example its members."""

    def count(self, union: Union) -> int:
        """How many would be left behind if the union closed today."""

    def describe(self, number: int) -> str:
        """The number in words: “231 members”."""

    def largest_unit(self, union: Union) -> int | None:
        """The largest number of them who work for one employer of the union; None: not known."""

    def last_day(self, union: Union) -> date | None:
        """The last day on which one of them began or ended in the union; None: no such day."""

    def move_all(self, *, from_union: Union, to_union: Union, on: date, user: Any) -> None:
        """Move all of them to another union of the same county, from the day `on`."""

    def close(self, *, union: Union, on: date, user: Any) -> None:
        """The union was closed, dissolved or merged, on the day `on`: end what ends with it."""

    def relocate(self, *, county_code: str, union_ids: list[int], township_key: str | None) -> None:
        """The unions now lie in this township (None: in none): repeat that on the records."""


class EndsWithUnion:
    """Records that end when the union closes: none stands in the way, none moves to another."""

    def count(self, union: Union) -> int:
        """None is left behind."""
        return 0

    def describe(self, number: int) -> str:
        """Never asked for: nothing is left behind."""
        return ""

    def largest_unit(self, union: Union) -> int | None:
        """They say nothing about employers."""
        return None

    def move_all(self, *, from_union: Union, to_union: Union, on: date, user: Any) -> None:
        """A merger moves nothing: they end when the union closes."""


def largest_unit(union: Union) -> int | None:
    """The largest number of members that one employer has in the union; None when unknown."""
    numbers = [dependents.largest_unit(union) for dependents in _registered]
    return max((number for number in numbers if number is not None), default=None)


def last_day_of(union: Union) -> date | None:
    """The last day on which something of another app began or ended in the union."""
    days = [dependents.last_day(union) for dependents in _registered]
    return max((day for day in days if day is not None), default=None)


_registered: list[Dependents] = []


def register(dependents: Dependents) -> None:
    """Have `dependents` asked. Called once by an app when it starts."""
    if dependents not in _registered:
        _registered.append(dependents)


def all_dependents() -> tuple[Dependents, ...]:
    """Everything registered."""
    return tuple(_registered)
