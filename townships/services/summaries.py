"""Summary rows: counted again, set-based, in the transaction of each change.

First the rows are locked (always in the same order), then they are counted: whoever comes second
waits and then sees what the first has done, so that no count is lost. This file counts unions and
employers; the people are counted by `members.services.summaries`, which uses `lock_rows` and
`copy_to_month` from here.
"""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from townships.choices import GRASSROOTS_KINDS, EmployerStatus, UnionStatus
from townships.models import (
    Employer,
    TownshipMonth,
    TownshipStatistics,
    TownshipSummary,
    Union,
    UnionEmployer,
    UnionSummary,
)
from townships.models.summary import TownshipCounts

CHUNK = 500
COUNTED = [field.name for field in TownshipCounts._meta.get_fields()]


def summary_key(county_code: str, township_key: str | None) -> str:
    """The key of the summary row: the township's, or the county's for what lies in no township."""
    return township_key or county_code


@transaction.atomic
def refresh(
    *,
    county_code: str,
    union_ids: Collection[int] = (),
    township_keys: Iterable[str | None] = (),
) -> None:
    """Count unions and employers of these unions and townships (None: no township) of a county."""
    keys = {summary_key(county_code, key) for key in township_keys}
    lock_rows(county_code=county_code, union_ids=union_ids, keys=keys)
    if union_ids:
        _count_unions(county_code, union_ids)
    if keys:
        _count_townships(county_code, keys)
        copy_to_month(county_code=county_code, keys=keys)


def refresh_county(*, county_code: str) -> None:
    """Count everything of a county again, a few hundred unions at a time."""
    ids = list(Union.objects.in_county(county_code).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        refresh(county_code=county_code, union_ids=ids[start : start + CHUNK])
    refresh(county_code=county_code, township_keys=all_keys(county_code))


def all_keys(county_code: str) -> set[str]:
    """Keys of every summary row that a county has or should have."""
    keys: set[str] = {county_code}
    for model in (Union, Employer):
        places = model.objects.in_county(county_code).exclude(township__isnull=True)
        keys |= set(places.values_list("township_id", flat=True).distinct())
    known = TownshipSummary.objects.in_county(county_code)
    return keys | set(known.values_list("township_key", flat=True))


def lock_rows(*, county_code: str, union_ids: Collection[int], keys: Collection[str]) -> None:
    """Make the missing summary rows and lock all of them, unions before townships, by key."""
    if union_ids:
        rows = UnionSummary.objects.in_county(county_code).filter(union_id__in=union_ids)
        _lock(rows, "union_id", set(union_ids), lambda key: _new_union_row(county_code, key))
    if keys:
        townships = TownshipSummary.objects.in_county(county_code).filter(township_key__in=keys)
        _lock(
            townships,
            "township_key",
            set(keys),
            lambda key: TownshipSummary(county_code=county_code, township_key=key),
        )


def _new_union_row(county_code: str, union_id: int) -> UnionSummary:
    return UnionSummary(county_code=county_code, union_id=union_id)


def _lock(rows: QuerySet[Any], field: str, wanted: set[Any], make: Any) -> None:
    locked = rows.order_by(field).select_for_update()
    missing = wanted - set(locked.values_list(field, flat=True))
    if missing:
        rows.model._default_manager.bulk_create(
            [make(key) for key in sorted(missing)], ignore_conflicts=True
        )
        list(locked.values_list(field, flat=True))


def _number(query: QuerySet[Any]) -> Coalesce:
    """A one-number subquery as a number, 0 when it is empty."""
    return Coalesce(Subquery(query, output_field=IntegerField()), Value(0))


def _grouped(rows: QuerySet[Any], **aggregate: Any) -> QuerySet[Any]:
    """One aggregate over rows that all belong to one county."""
    ((name, function),) = aggregate.items()
    grouped: QuerySet[Any] = rows.order_by().values("county_code").annotate(**{name: function})
    return grouped.values(name)


def _count_unions(county_code: str, union_ids: Collection[int]) -> None:
    covered = UnionEmployer.objects.filter(
        county_code=OuterRef("county_code"),
        union_id=OuterRef("union_id"),
        valid_to__isnull=True,
        employer__status=EmployerStatus.OPEN,
    )
    uncounted = Q(employer__worker_count__isnull=True)
    place = Union.objects.filter(county_code=OuterRef("county_code"), pk=OuterRef("union_id"))
    UnionSummary.objects.in_county(county_code).filter(union_id__in=union_ids).update(
        township_id=Subquery(place.values("township_id")[:1]),
        employers=_number(_grouped(covered, n=Count("pk"))),
        # what nobody recorded is unknown, and so is the sum of nothing
        workers=Subquery(_grouped(covered, n=Sum("employer__worker_count"))),
        uncounted=_number(_grouped(covered.filter(uncounted), n=Count("pk"))),
        updated_at=Now(),
    )


def _count_townships(county_code: str, keys: Collection[str]) -> None:
    rows = TownshipSummary.objects.in_county(county_code)
    here = {"township_id": OuterRef("township_key")}
    rows.filter(township_key__in=set(keys) - {county_code}).update(**_township_counts(**here))
    if county_code in keys:
        nowhere = {"township_id__isnull": True}
        rows.filter(township_key=county_code).update(**_township_counts(**nowhere))


def _township_counts(**place: Any) -> dict[str, Any]:
    """The counts of one township row as expressions; `place` says which rows lie in it."""
    inside = {"county_code": OuterRef("county_code"), **place}
    unions = Union.objects.filter(kind__in=GRASSROOTS_KINDS, status=UnionStatus.ACTIVE, **inside)
    employers = Employer.objects.filter(status=EmployerStatus.OPEN, **inside)
    legal = employers.filter(is_legal_person=True)
    covered = UnionEmployer.objects.filter(
        county_code=OuterRef("county_code"),
        employer_id=OuterRef("pk"),
        valid_to__isnull=True,
        union__status=UnionStatus.ACTIVE,
    )
    return {
        "unions": _number(_grouped(unions, n=Count("pk"))),
        "employers": _number(_grouped(employers, n=Count("pk"))),
        "legal_persons": _number(_grouped(legal, n=Count("pk"))),
        "unionised": _number(_grouped(legal.filter(Exists(covered)), n=Count("pk"))),
        "updated_at": Now(),
        "check_due": Value(True),
    }


def copy_to_month(*, county_code: str, keys: Collection[str]) -> None:
    """Write the counts of the summary rows, which the caller holds, into the running month."""
    month = timezone.localdate().replace(day=1)
    months = TownshipMonth.objects.in_county(county_code).filter(month=month)
    existing = set(months.filter(township_key__in=keys).values_list("township_key", flat=True))
    TownshipMonth.objects.bulk_create(
        [
            TownshipMonth(county_code=county_code, township_key=key, month=month)
            for key in sorted(set(keys) - existing)
        ],
        ignore_conflicts=True,
    )
    months.filter(township_key__in=keys).update(**_summary_values(), **_figures(month))


def _summary_values() -> dict[str, Any]:
    row = TownshipSummary.objects.filter(
        county_code=OuterRef("county_code"), township_key=OuterRef("township_key")
    )
    return {name: _number(row.values(name)[:1]) for name in COUNTED}


def _figures(month: datetime.date) -> dict[str, Any]:
    """Workers and legal-person units of the latest statistics that lie before the next month."""
    latest = TownshipStatistics.objects.filter(
        county_code=OuterRef("county_code"),
        township_id=OuterRef("township_key"),
        as_of__lt=next_month(month),
    ).order_by("-as_of")
    columns = {"workers": "worker_count", "legal_person_units": "legal_person_units"}
    return {
        name: Subquery(latest.values(column)[:1], output_field=IntegerField())
        for name, column in columns.items()
    }


def next_month(month: datetime.date) -> datetime.date:
    """The first day of the month after."""
    return (month.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
