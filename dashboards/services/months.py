"""Month rows of townships: a row for every month, also for one in which nothing happened."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.choices import Sex
from members.models import Membership
from members.services.summaries import refresh_flows
from townships.choices import GRASSROOTS_KINDS, EmployerStatus, UnionStatus
from townships.models import Employer, TownshipMonth, TownshipStatistics, Union, UnionEmployer
from townships.models.summary import TownshipCounts
from townships.services.summaries import all_keys, copy_to_month, lock_rows, next_month

ONE_DAY = datetime.timedelta(days=1)
COUNTED = tuple(field.name for field in TownshipCounts._meta.get_fields())
CARRIED = (*COUNTED, "workers", "legal_person_units")


@transaction.atomic
def roll(*, county_code: str) -> None:
    """Open the running month for every township and close the months before it.

    A month without a row is one in which nothing changed: it gets the counts of the month before.
    What happened in the month before is counted once more, because some of it is recorded late.
    """
    keys = all_keys(county_code)
    lock_rows(county_code=county_code, union_ids=(), keys=keys)
    copy_to_month(county_code=county_code, keys=keys)
    _fill_gaps(county_code)
    month = timezone.localdate().replace(day=1)
    for each in (month, (month - ONE_DAY).replace(day=1)):
        refresh_flows(county_code=county_code, keys=keys, month=each)


def _fill_gaps(county_code: str) -> None:
    rows = TownshipMonth.objects.in_county(county_code).order_by("township_key", "month")
    missing: list[TownshipMonth] = []
    previous: TownshipMonth | None = None
    for row in rows:
        if previous is not None and previous.township_key == row.township_key:
            missing += _between(previous, row)
        previous = row
    TownshipMonth.objects.bulk_create(missing, ignore_conflicts=True)


def _between(earlier: TownshipMonth, later: TownshipMonth) -> Iterator[TownshipMonth]:
    """Copies of `earlier` for the months that lie between the two."""
    month = next_month(earlier.month)
    while month < later.month:
        yield TownshipMonth(
            county_code=earlier.county_code,
            township_key=earlier.township_key,
            month=month,
            **{name: getattr(earlier, name) for name in CARRIED},
        )
        month = next_month(month)


@transaction.atomic
def backfill(*, county_code: str, months: int) -> int:
    """Make the rows of past months that are missing, from the dates in the records.

    For a registry that has just been filled: who joined or which union was founded on which day is
    on record, so the months before can be counted too. Who left before the records begin is not in
    them. Existing rows stay. Returns the number of rows made.
    """
    keys = all_keys(county_code)
    made, month = 0, timezone.localdate().replace(day=1)
    for _n in range(months - 1):
        month = (month - ONE_DAY).replace(day=1)
        made += _make_month(county_code, keys, month)
    return made


def _make_month(county_code: str, keys: set[str], month: datetime.date) -> int:
    rows = TownshipMonth.objects.in_county(county_code).filter(month=month)
    missing = keys - set(rows.values_list("township_key", flat=True))
    TownshipMonth.objects.bulk_create(
        [
            TownshipMonth(county_code=county_code, township_key=key, month=month)
            for key in sorted(missing)
        ]
    )
    last_day = next_month(month) - ONE_DAY
    new = rows.filter(township_key__in=missing)
    new.exclude(township_key=county_code).update(
        **_counts_on(last_day, OuterRef("township_key")), **_figures_on(last_day)
    )
    new.filter(township_key=county_code).update(**_counts_on(last_day, None))
    refresh_flows(county_code=county_code, keys=missing, month=month)
    return len(missing)


def _on(day: datetime.date, first: str, last: str) -> Q:
    """In force at the end of a day. What ends on the day is over by then, as in today's counts."""
    began = Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": day})
    return began & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gt": day}))


def _place(field: str, township: OuterRef | None) -> dict[str, Any]:
    """The filter for rows of a township, or of none."""
    return {f"{field}__isnull": True} if township is None else {field: township}


def _number(rows: QuerySet[Any]) -> Coalesce:
    grouped = rows.order_by().values("county_code").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), Value(0))


def _counts_on(day: datetime.date, township: OuterRef | None) -> dict[str, Coalesce]:
    """The counts of a month row as expressions: what today's counts would have been on `day`."""
    return {**_people_on(day, township), **_organisations_on(day, township)}


def _people_on(day: datetime.date, township: OuterRef | None) -> dict[str, Coalesce]:
    periods = Membership.objects.filter(
        _on(day, "valid_from", "valid_to"),
        county_code=OuterRef("county_code"),
        **_place("union__township_id", township),
    )
    return {
        "members": _number(periods),
        "women": _number(periods.filter(member__sex=Sex.FEMALE)),
        "migrants": _number(periods.filter(member__is_migrant=True)),
        "kept": _number(periods.filter(kept_from__lte=day)),
    }


def _organisations_on(day: datetime.date, township: OuterRef | None) -> dict[str, Coalesce]:
    here = {"county_code": OuterRef("county_code"), **_place("township_id", township)}
    unions = Union.objects.filter(
        _on(day, "founded_on", "closed_on"), kind__in=GRASSROOTS_KINDS, **here
    ).exclude(status=UnionStatus.PREPARING)
    employers = Employer.objects.filter(
        Q(opened_on__isnull=True) | Q(opened_on__lte=day), status=EmployerStatus.OPEN, **here
    )
    legal = employers.filter(is_legal_person=True)
    covered = UnionEmployer.objects.filter(
        _on(day, "valid_from", "valid_to"),
        _on(day, "union__founded_on", "union__closed_on"),
        county_code=OuterRef("county_code"),
        employer_id=OuterRef("pk"),
    ).exclude(union__status=UnionStatus.PREPARING)
    return {
        "unions": _number(unions),
        "employers": _number(employers),
        "legal_persons": _number(legal),
        "unionised": _number(legal.filter(Exists(covered))),
    }


def _figures_on(day: datetime.date) -> dict[str, Any]:
    """Workers and legal-person units of the latest statistics of that time."""
    latest = TownshipStatistics.objects.filter(
        county_code=OuterRef("county_code"), township_id=OuterRef("township_key"), as_of__lte=day
    ).order_by("-as_of")
    return {
        "workers": Subquery(latest.values("worker_count")[:1]),
        "legal_person_units": Subquery(latest.values("legal_person_units")[:1]),
    }
