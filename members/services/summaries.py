"""Counts of people in the summary rows, made again, set-based, in the transaction of a change.

The rows are locked first and counted then, so whoever comes second sees what the first has done.
Unions and employers are counted by `townships.services.summaries`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from members.choices import ChangeType, Sex
from members.models import Member, Membership
from members.states import OPEN_STATES, MemberState
from townships.models import TownshipMonth, TownshipSummary, Union, UnionSummary
from townships.services.summaries import CHUNK, copy_to_month, lock_rows, next_month, summary_key

# What each count of people counts, over members with an open membership.
COUNTS: dict[str, Q] = {
    "members": Q(),
    "women": Q(sex=Sex.FEMALE),
    "migrants": Q(is_migrant=True),
    "kept": Q(state=MemberState.KEPT),
}

NO_DAYS, ONE_DAY = timedelta(0), timedelta(days=1)

# What happened to memberships in a month: which day decides, how many days later it took effect,
# and how it happened. A transfer on the first of a month ends the old membership on the last of
# the month before; both sides count it in the month of the transfer.
FLOWS: dict[str, tuple[str, timedelta, Q]] = {
    "joined": ("valid_from", NO_DAYS, Q(began_by=ChangeType.JOINED)),
    "transferred_in": ("valid_from", NO_DAYS, Q(began_by=ChangeType.TRANSFERRED_IN)),
    "transferred_out": ("valid_to", ONE_DAY, Q(ended_by=ChangeType.TRANSFERRED_OUT)),
    "left": ("valid_to", NO_DAYS, Q(ended_by__in=[ChangeType.STRUCK_OFF, ChangeType.LEFT])),
}


@transaction.atomic
def refresh(*, county_code: str, union_ids: Iterable[int]) -> None:
    """Count the people of these unions of a county again, and of the townships they lie in."""
    keys: set[str] = set()
    for chunk in _chunks(union_ids):
        keys |= _refresh_unions(county_code, chunk)
    if keys:
        refresh_townships(county_code=county_code, keys=keys)


def refresh_townships(*, county_code: str, keys: set[str]) -> None:
    """Add up the unions of these townships (the county's own key: unions in no township)."""
    lock_rows(county_code=county_code, union_ids=(), keys=keys)
    rows = TownshipSummary.objects.in_county(county_code)
    places = {"township_id": OuterRef("township_key")}
    rows.filter(township_key__in=keys - {county_code}).update(**_sums(places))
    if county_code in keys:
        rows.filter(township_key=county_code).update(**_sums({"township_id__isnull": True}))
    copy_to_month(county_code=county_code, keys=keys)
    refresh_flows(county_code=county_code, keys=keys, month=timezone.localdate().replace(day=1))


def refresh_flows(*, county_code: str, keys: set[str], month: date) -> None:
    """Count what happened in these townships in one month, by the day on which it took effect."""
    months = TownshipMonth.objects.in_county(county_code).filter(month=month)
    here = {"union__township_id": OuterRef("township_key")}
    months.filter(township_key__in=keys - {county_code}).update(**_flows(month, here))
    if county_code in keys:
        nowhere = {"union__township_id__isnull": True}
        months.filter(township_key=county_code).update(**_flows(month, nowhere))


def _chunks(union_ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in the order in which rows are locked, a few hundred at a time."""
    ids = sorted(set(union_ids))
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _refresh_unions(county_code: str, union_ids: list[int]) -> set[str]:
    """Count some unions; the keys of the townships they lay in until now and lie in today."""
    rows = UnionSummary.objects.in_county(county_code).filter(union_id__in=union_ids)
    places = set(rows.values_list("township_id", flat=True))
    lock_rows(county_code=county_code, union_ids=union_ids, keys=())
    place = Union.objects.filter(county_code=OuterRef("county_code"), pk=OuterRef("union_id"))
    rows.update(
        township_id=Subquery(place.values("township_id")[:1]), updated_at=Now(), **_counts()
    )
    places |= set(rows.values_list("township_id", flat=True))
    return {summary_key(county_code, key) for key in places}


def _one_number(rows: QuerySet[Any], aggregate: Any) -> Coalesce:
    """One aggregate over rows of one county as an expression, 0 when there are none."""
    grouped = rows.order_by().values("county_code").annotate(number=aggregate).values("number")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), Value(0))


def _counts() -> dict[str, Any]:
    people = Member.objects.filter(
        county_code=OuterRef("county_code"), union_id=OuterRef("union_id"), state__in=OPEN_STATES
    )
    return {name: _one_number(people.filter(which), Count("pk")) for name, which in COUNTS.items()}


def _sums(place: dict[str, Any]) -> dict[str, Any]:
    unions = UnionSummary.objects.filter(county_code=OuterRef("county_code"), **place)
    sums = {name: _one_number(unions, Sum(name)) for name in COUNTS}
    return {**sums, "updated_at": Now(), "check_due": Value(True)}


def flow_in(name: str, month: date) -> Q:
    """What one of FLOWS counts in the month that begins on `month`, as a filter of memberships."""
    day, later, how = FLOWS[name]
    return how & Q(**{f"{day}__gte": month - later, f"{day}__lt": next_month(month) - later})


def _flows(month: date, place: dict[str, Any]) -> dict[str, Any]:
    periods = Membership.objects.filter(county_code=OuterRef("county_code"), **place)
    return {name: _one_number(periods.filter(flow_in(name, month)), Count("pk")) for name in FLOWS}
