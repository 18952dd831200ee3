"""Summary rows: counted again, set-based, in the transaction of each change.

First the rows are locked (always in the same order), then they are counted: whoever comes second
waits and then sees what the first has done, so that no count is lost. This file counts unions and
employers; the people are counted by `members.services.summaries`, which uses `lock_rows` and
`copy_to_month` from here.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Aggregate, Count, Exists, OuterRef, Q, QuerySet, Sum
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
from unionreg.county import CountyRow

CHUNK = 5_000
COUNTED = [field.name for field in TownshipCounts._meta.get_fields()]
# Columns of a month row and those of the statistics that they are copied from.
FIGURES = {"workers": "worker_count", "legal_person_units": "legal_person_units"}


def summary_key(county_code: str, township_key: str | None) -> str:
    """The key of the summary row: the township's, or the county's for what lies in no township."""
    return township_key or county_code


def lies_in(field: str, county_code: str, keys: Collection[str]) -> Q:
    """The filter for rows of the places of these summary rows; `field` leads to the township."""
    inside = Q(**{f"{field}__in": set(keys) - {county_code}})
    return inside | Q(**{f"{field}__isnull": True}) if county_code in keys else inside


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


@transaction.atomic
def mark_due(*, county_code: str, township_keys: Iterable[str | None]) -> None:
    """Have these townships (None: no township) checked again; nothing is counted.

    The time says since when they wait, by which the worker chooses.
    """
    keys = {summary_key(county_code, key) for key in township_keys}
    lock_rows(county_code=county_code, union_ids=(), keys=keys)
    rows = TownshipSummary.objects.in_county(county_code).filter(township_key__in=keys)
    rows.filter(check_due=False).update(check_due=True, updated_at=timezone.now())


def refresh_county(*, county_code: str) -> None:
    """Count everything of a county again, a few thousand unions at a time."""
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
        lock_unions(county_code=county_code, union_ids=union_ids)
    if keys:
        townships = TownshipSummary.objects.in_county(county_code).filter(township_key__in=keys)
        _lock(
            townships,
            "township_key",
            set(keys),
            lambda key: TownshipSummary(county_code=county_code, township_key=key),
        )


def lock_unions(*, county_code: str, union_ids: Collection[int]) -> set[str | None]:
    """The same for unions alone; the townships in which those lay that were counted before."""
    rows = UnionSummary.objects.in_county(county_code).filter(union_id__in=union_ids)
    found = _lock(rows, "union_id", set(union_ids), lambda key: _new_union_row(county_code, key))
    return {row.township_id for row in found}


def _new_union_row(county_code: str, union_id: int) -> UnionSummary:
    return UnionSummary(county_code=county_code, union_id=union_id)


def _lock(rows: QuerySet[Any], field: str, wanted: set[Any], make: Any) -> list[Any]:
    """Lock the rows and make those that are missing; return those that were there."""
    locked = rows.order_by(field).select_for_update()
    found = list(locked)
    missing = wanted - {getattr(row, field) for row in found}
    if missing:
        rows.model._default_manager.bulk_create(
            [make(key) for key in sorted(missing)], ignore_conflicts=True
        )
        list(locked.all())
    return found


def write_counts(rows: Iterable[CountyRow], *, key: Sequence[str], names: Collection[str]) -> None:
    """Write these columns of summary rows that the caller has locked; `key` finds each row."""
    found = list(rows)
    if found:
        type(found[0])._default_manager.bulk_create(
            found, update_conflicts=True, unique_fields=["county_code", *key], update_fields=names
        )


def _count_unions(county_code: str, union_ids: Collection[int]) -> None:
    covered = UnionEmployer.objects.in_county(county_code).filter(
        union_id__in=union_ids, valid_to__isnull=True, employer__status=EmployerStatus.OPEN
    )
    # what nobody recorded is unknown, and so is the sum of nothing
    counted = count_by(
        "union_id",
        covered,
        employers=Count("pk"),
        workers=Sum("employer__worker_count"),
        uncounted=Count("pk", filter=Q(employer__worker_count__isnull=True)),
    )
    places = Union.objects.in_county(county_code).filter(pk__in=union_ids)
    write_counts(
        (
            UnionSummary(
                county_code=county_code, union_id=pk, township_id=place, **counted.get(pk, {})
            )
            for pk, place in places.values_list("pk", "township_id")
        ),
        key=["union"],
        names=["township", "employers", "workers", "uncounted", "updated_at"],
    )


def _count_townships(county_code: str, keys: set[str]) -> None:
    here = lies_in("township", county_code, keys)
    unions = count_by_place(
        county_code,
        "township_id",
        Union.objects.in_county(county_code).filter(
            here, kind__in=GRASSROOTS_KINDS, status=UnionStatus.ACTIVE
        ),
        unions=Count("pk"),
    )
    employers = count_by_place(
        county_code,
        "township_id",
        Employer.objects.in_county(county_code).filter(here, status=EmployerStatus.OPEN),
        employers=Count("pk"),
        legal_persons=Count("pk", filter=Q(is_legal_person=True)),
        unionised=Count("pk", filter=Q(_covered(county_code), is_legal_person=True)),
    )
    write_counts(
        (
            TownshipSummary(
                county_code=county_code,
                township_key=key,
                check_due=True,
                **unions.get(key, {}),
                **employers.get(key, {}),
            )
            for key in keys
        ),
        key=["township_key"],
        names=[
            *("unions", "employers", "legal_persons", "unionised"),
            *("check_due", "updated_at"),
        ],
    )


def count_by(field: str, rows: QuerySet[Any], **counts: Aggregate) -> dict[Any, dict[str, Any]]:
    """Counts over the rows of one county, by the value of a field."""
    grouped = rows.order_by().values(field).annotate(**counts)
    return {row.pop(field): row for row in grouped}


def count_by_place(
    county_code: str, field: str, rows: QuerySet[Any], **counts: Aggregate
) -> dict[str, dict[str, Any]]:
    """The same by the key of the summary row; `field` leads to the township."""
    found = count_by(field, rows, **counts)
    return {summary_key(county_code, key): row for key, row in found.items()}


def _covered(county_code: str) -> Exists:
    covered = UnionEmployer.objects.in_county(county_code).filter(
        employer_id=OuterRef("pk"), valid_to__isnull=True, union__status=UnionStatus.ACTIVE
    )
    return Exists(covered)


def copy_to_month(
    *,
    county_code: str,
    keys: Collection[str],
    flows: Mapping[str, Mapping[str, int]] | None = None,
) -> None:
    """Write the counts of the summary rows, which the caller holds, into the running month.

    `flows`: what happened in the month in each of the places, where that was counted too.
    """
    month = timezone.localdate().replace(day=1)
    rows = TownshipSummary.objects.in_county(county_code).filter(township_key__in=keys)
    figures, flows = _figures(county_code, keys, month), flows or {}
    write_counts(
        (
            TownshipMonth(
                county_code=county_code,
                month=month,
                **row,
                **figures.get(row["township_key"], {}),
                **flows.get(row["township_key"], {}),
            )
            for row in rows.order_by("township_key").values("township_key", *COUNTED)
        ),
        key=["township_key", "month"],
        names=[*COUNTED, *FIGURES, *next(iter(flows.values()), {})],
    )


def _figures(
    county_code: str, keys: Collection[str], month: datetime.date
) -> dict[str, dict[str, int | None]]:
    """Workers and legal-person units of the latest statistics that lie before the next month."""
    known = TownshipStatistics.objects.in_county(county_code).filter(
        township_id__in=keys, as_of__lt=next_month(month)
    )
    rows = known.order_by("as_of").values_list("township_id", *FIGURES.values())
    return {key: dict(zip(FIGURES, numbers, strict=True)) for key, *numbers in rows}


def next_month(month: datetime.date) -> datetime.date:
    """The first day of the month after."""
    return (month.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
