"""Orders of rows that one index serves, and the rows on either side of a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

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

    def after(self, row: Sequence[Any]) -> Q:
        """Rows that follow the one with these values; only for orders that `can_follow`.

        The county is compared once more by itself: PostgreSQL then skips the counties of an
        `IN (…)` that lie before, which for the comparison of rows alone it reads to their end.
        """
        sign, bound = ("<", "lte") if self.descending else (">", "gte")
        return Q(**{f"{self.columns[0]}__{bound}": row[0]}) & Q(Beside(self.columns, row, sign))

    def can_follow(self, model: type[Model]) -> bool:
        """Whether every column is the model's own and never empty, so that rows can be compared."""
        fields: list[Any] = [model._meta.get_field(name) for name in self.columns]
        return not any(field.null or field.is_relation for field in fields)


NEWEST = RowOrder(("county_code", "id"), descending=True)
OLDEST = NEWEST.reverse()


def in_blocks(
    rows: QuerySet[Any, tuple[Any, ...]], order: RowOrder, size: int
) -> Iterator[list[tuple[Any, ...]]]:
    """All rows, `size` at a time; each block is found by the last row of the one before.

    `rows` is a `values_list` that begins with the columns of the order. No cursor stays open in the
    database, which PgBouncer would not allow, and one block at a time is in memory.
    """
    ordered, width = order.applied(rows), len(order.columns)
    block = _read(ordered, size)
    while block:
        yield block
        following = ordered.filter(order.after(block[-1][:width]))
        block = _read(following, size) if len(block) == size else []


def records_in_blocks(
    rows: QuerySet[Row], size: int, order: RowOrder = OLDEST
) -> Iterator[list[Row]]:
    """The same for whole records, with what was asked to be prefetched of each block."""
    ordered = order.applied(rows)
    block = list(ordered[:size])
    while block:
        yield block
        last = [getattr(block[-1], name) for name in order.columns]
        block = list(ordered.filter(order.after(last))[:size]) if len(block) == size else []


def _read(rows: QuerySet[Any, tuple[Any, ...]], size: int) -> list[tuple[Any, ...]]:
    """The first rows, fetched at once; without `iterator` Django fetches a hundred at a time."""
    return list(rows[:size].iterator(chunk_size=size))
