"""Rows and columns of the comparison tables: sorting by any column, the worst first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

Row = TypeVar("Row")
Key = Callable[[Any], Any]


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: how it is called in the address, its title, and what it is sorted by.

    `key` gives None for a row that has no value: such rows come last in both directions, as a
    spreadsheet does it. A column without `key` cannot be sorted.
    """

    name: str
    label: str | Promise
    key: Key | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Head:
    """A column's head: its link sorts by it, or turns the order round."""

    column: Column[Any]
    query: str
    state: str

    @property
    def aria(self) -> str:
        """The value of aria-sort."""
        return self.state or "none"


@dataclass(frozen=True)
class Order:
    """The order asked for in the address (`sort=joining`, `sort=-workers`)."""

    column: Column[Any]
    descending: bool

    @property
    def text(self) -> str:
        """As it stands in the address."""
        return f"-{self.column.name}" if self.descending else self.column.name

    def apply(self, rows: Sequence[Row]) -> list[Row]:
        """The rows in this order, those without a value last, in their own order."""
        key = self.column.key
        if key is None:
            return list(rows)
        with_value = [row for row in rows if key(row) is not None]
        without = [row for row in rows if key(row) is None]
        return sorted(with_value, key=key, reverse=self.descending) + without

    def heads(self, columns: Sequence[Column[Any]]) -> list[Head]:
        """The heads of all columns in this order."""
        return [self._head(column) for column in columns]

    def _head(self, column: Column[Any]) -> Head:
        if column.key is None:
            return Head(column, "", "")
        if column.name != self.column.name:
            return Head(column, f"sort={column.name}", "")
        turned = column.name if self.descending else f"-{column.name}"
        return Head(column, f"sort={turned}", "descending" if self.descending else "ascending")


def order(asked: str, columns: Sequence[Column[Any]], default: str) -> Order:
    """The order in the address, or the default one for anything that cannot be sorted by."""
    sortable: Mapping[str, Column[Any]] = {c.name: c for c in columns if c.key is not None}
    name = asked.removeprefix("-")
    if name not in sortable:
        return order(default, columns, default)
    return Order(sortable[name], asked.startswith("-"))
