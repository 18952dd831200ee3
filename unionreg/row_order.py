"""Orders of rows that one index serves, and the rows on either side of a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self, TypeVar

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

Row = TypeVar("Row", bound=Model)


class Beside(Func):
    """`(a, b) < (1, 2)`: what lies on one side of a row, as one condition on an index."""

    def __init__(self, columns: Sequence[str], values: Sequence[Any], sign: str) -> None:
        expressions = (*map(F, columns), *map(Value, values))
        super().__init__(*expressions, output_field=BooleanField())
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Both sides as rows, which PostgreSQL and SQLite compare column by column."""
        parts = [compiler.compile(each) for each in self.source_expressions]
        sql = [part for part, _params in parts]
        half = len(sql) // 2
        left, right = ", ".join(sql[:half]), ", ".join(sql[half:])
        return f"({left}) {self.sign} ({right})", [p for _sql, params in parts for p in params]


@dataclass(frozen=True)
class RowOrder:
    """Columns that are sorted by, all in one direction, the last one unique.

    The county comes first: then `county_code = …` and `county_code IN (…)` are read from an index
    in this order. Other columns sort within each county.
    """

    columns: tuple[str, ...]
    descending: bool

    def applied(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows in this order."""
        return rows.order_by(*self.names())

    def names(self) -> list[str]:
        """As `order_by` takes them."""
        return [f"-{name}" if self.descending else name for name in self.columns]

    def reverse(self) -> Self:
        """The same order from its end."""
        return type(self)(self.columns, not self.descending)

    def following(self, rows: QuerySet[Any], row: Sequence[Any], size: int) -> list[Any]:
        """At most `size` rows that follow the one with these values, for orders that `can_follow`.

        First those of its county, then those of the next ones. In one statement PostgreSQL, which
        takes the county for settled where it is the only one, might read the counties beyond it to
        find where to begin.
        """
        ordered, place = self.applied(rows), self._place(row)
        found = _read(ordered.filter(place.inside), size)
        if len(found) < size:
            found += _read(ordered.filter(place.beyond), size - len(found))
        return found

    def _place(self, row: Sequence[Any]) -> "_Place":
        sign, lookup = ("<", "lt") if self.descending else (">", "gt")
        county = self.columns[0]
        beside = Q(Beside(self.columns[1:], row[1:], sign))
        return _Place(Q(**{county: row[0]}) & beside, Q(**{f"{county}__{lookup}": row[0]}))

    def can_follow(self, model: type[Model]) -> bool:
        """Whether every column is the model's own and never empty, so that rows can be compared."""
        fields: list[Any] = [model._meta.get_field(name) for name in self.columns]
        return not any(field.null or field.is_relation for field in fields)


class _Place(NamedTuple):
    """What follows a row: inside its county, and in the counties beyond."""

    inside: Q
    beyond: Q


NEWEST = RowOrder(("county_code", "id"), descending=True)
OLDEST = NEWEST.reverse()


def in_blocks(
    rows: QuerySet[Any, tuple[Any, ...]], order: RowOrder, size: int
) -> Iterator[list[tuple[Any, ...]]]:
    """All rows, `size` at a time; each block is found by the last row of the one before.

    `rows` is a `values_list` that begins with the columns of the order. No cursor stays open in the
    database, which PgBouncer would not allow, and one block at a time is in memory.
    """
    width = len(order.columns)
    block = _read(order.applied(rows), size)
    while block:
        yield block
        last = block[-1][:width]
        block = order.following(rows, last, size) if len(block) == size else []


def records_in_blocks(
    rows: QuerySet[Row], size: int, order: RowOrder = OLDEST
) -> Iterator[list[Row]]:
    """The same for whole records, with what was asked to be prefetched of each block."""
    block = _read(order.applied(rows), size)
    while block:
        yield block
        last = [getattr(block[-1], name) for name in order.columns]
        block = order.following(rows, last, size) if len(block) == size else []


def _read(rows: QuerySet[Any, Any], size: int) -> list[Any]:
    """The first rows, fetched at once; without `iterator` Django fetches a hundred at a time."""
    return list(rows[:size].iterator(chunk_size=size))
