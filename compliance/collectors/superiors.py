"""Unions beside the rows that name them, read by themselves and not in a join.

As long as PostgreSQL has no statistics (a new or restored database, a first import) it believes
that a county has a handful of unions, and in a join reads all of them for each row.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from townships.models import Union

Columns = tuple[str, ...]


def with_superiors(
    county_code: str, rows: Iterable[tuple[Any, ...]], columns: Columns
) -> Iterator[tuple[Any, ...]]:
    """The rows of a county with these columns of the superior, whose id each row ends with.

    They take the place of the id; None where there is no superior.
    """
    found = list(rows)
    above = columns_of(county_code, {row[-1] for row in found} - {None}, columns)
    nothing = (None,) * len(columns)
    return ((*row[:-1], *above.get(row[-1], nothing)) for row in found)


def columns_of(
    county_code: str, ids: Collection[int], columns: Columns
) -> dict[int, tuple[Any, ...]]:
    """These columns of some unions of a county by id, in one statement."""
    rows = Union.objects.in_county(county_code).filter(pk__in=sorted(ids)).order_by()
    return {pk: tuple(rest) for pk, *rest in rows.values_list("pk", *columns)}
