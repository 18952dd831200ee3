"""Who stood above a union on a day."""

from collections.abc import Iterator
from datetime import date

from cadres.services.term_changes import superior_on
from townships.choices import OPEN_STATUSES, UnionKind
from townships.models import Union

# Federation of grassroots unions, township, county: nothing lies deeper below a county.
DEEPEST = 6


def superiors_on(union: Union, on: date) -> list[Union]:
    """The unions above another one on a day, the nearest first, by the dated affiliations.

    Where nothing is recorded for the day the present superior is taken. The federation of the
    county stands above all unions of its county.
    """
    found = list(_chain(union, on))
    top = _county_union(union)
    if top is not None and top not in (union, *found):
        found.append(top)
    return found


def _chain(union: Union, on: date) -> Iterator[Union]:
    seen, current = {union.pk}, union
    for _step in range(DEEPEST):
        above = superior_on(current, on) or current.superior
        if above is None or above.pk in seen:
            return
        yield above
        seen.add(above.pk)
        current = above


def _county_union(union: Union) -> Union | None:
    rows = Union.objects.in_county(union.county_code)
    return rows.filter(kind=UnionKind.COUNTY, status__in=OPEN_STATUSES).first()
