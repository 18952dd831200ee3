"""What was there on the day of a scope.

What is recorded today may be read off today. For a day before (the simulator asks about such days)
only what is recorded with its days counts: a form, a superior or a coverage without a day is
unknown there.
"""

from typing import Any

from django.db.models import Q, QuerySet

from compliance.collectors import Scope
from compliance.collectors.superiors import with_superiors
from townships.choices import OPEN_STATUSES, UnionStatus
from townships.models import Affiliation, UnionEmployer


def exists(scope: Scope, *, active: bool = False, path: str = "") -> Q:
    """Unions that are open; on a day before today those founded and not closed by then.

    `active`: without those that are being prepared, of which a past day knows none. `path`: how the
    union is reached from the rows, such as `union__`.
    """
    if not scope.looks_back:
        statuses = (UnionStatus.ACTIVE,) if active else OPEN_STATUSES
        return Q(**{f"{path}status__in": statuses})
    founded = _until(scope, f"{path}founded_on")
    open_still = Q(**{f"{path}closed_on__isnull": True}) | Q(**{f"{path}closed_on__gt": scope.on})
    return founded & open_still & ~Q(**{f"{path}status": UnionStatus.PREPARING})


def opened(scope: Scope) -> Q:
    """Employers without those that opened after a day before today."""
    return _until(scope, "opened_on") if scope.looks_back else Q()


def _until(scope: Scope, column: str) -> Q:
    """A day not after the one of the scope, or none on record."""
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__lte": scope.on})


def on_the_day(scope: Scope, *, undated: bool = False) -> Q:
    """Dated rows that hold today; for a day before those that say that they held on it.

    `undated`: with those of which nobody recorded since when.
    """
    if not scope.looks_back:
        return Q(valid_to__isnull=True)
    ended = Q(valid_to__isnull=True) | Q(valid_to__gte=scope.on)
    begun = Q(valid_from__lte=scope.on)
    return ((begun | Q(valid_from__isnull=True)) if undated else begun) & ended


def coverage(scope: Scope, *, undated: bool = False) -> QuerySet[UnionEmployer]:
    """Which union of the county covers which employer."""
    held = on_the_day(scope, undated=undated)
    return UnionEmployer.objects.filter(held, county_code=scope.county_code)


def superiors_then(scope: Scope, *columns: str) -> dict[int, tuple[Any, ...]]:
    """By id of the union columns of the superior that it had on a past day, as far as recorded."""
    rows: QuerySet[Any] = Affiliation.objects.filter(
        on_the_day(scope), county_code=scope.county_code
    )
    found = rows.order_by().values_list("union_id", "superior_id")
    above = with_superiors(scope.county_code, found.iterator(2000), columns)
    return {pk: tuple(rest) for pk, *rest in above}
