"""Counts of people in the summary rows, made again, set-based, in the transaction of a change.

The rows are locked first and counted then, so whoever comes second sees what the first has done.
Unions and employers are counted by `townships.services.summaries`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from members.choices import ChangeType, Sex
from members.models import Member, Membership
from members.states import OPEN_STATES, MemberState
from townships.models import TownshipMonth, TownshipSummary, Union, UnionSummary
from townships.services.summaries import (
    CHUNK,
    copy_to_month,
    count_by_place,
    lies_in,
    lock_rows,
    lock_unions,
    next_month,
    summary_key,
    write_counts,
)

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
    sums = _sums(county_code, keys)
    write_counts(
        (
            TownshipSummary(
                county_code=county_code, township_key=key, check_due=True, **sums.get(key, {})
            )
            for key in keys
        ),
        key=["township_key"],
        names=[*COUNTS, "check_due", "updated_at"],
    )
    flows = _flows(county_code, keys, timezone.localdate().replace(day=1))
    copy_to_month(county_code=county_code, keys=keys, flows=flows)


def refresh_flows(*, county_code: str, keys: set[str], month: date) -> None:
    """Count what happened in these townships in one month, by the day on which it took effect."""
    months = TownshipMonth.objects.in_county(county_code).filter(month=month)
    existing = months.filter(township_key__in=keys).values_list("township_key", flat=True)
    counted = _flows(county_code, keys, month)
    write_counts(
        (
            TownshipMonth(
                county_code=county_code,
                township_key=key,
                month=month,
                **counted[key],
            )
            for key in existing
        ),
        key=["township_key", "month"],
        names=FLOWS,
    )


def _chunks(union_ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in the order in which rows are locked, a few thousand at a time."""
    ids = sorted(set(union_ids))
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _refresh_unions(county_code: str, union_ids: list[int]) -> set[str]:
    """Count some unions; the keys of the townships they lay in until now and lie in today."""
    statement = _statement(county_code, union_ids)  # it takes a while: before anything is locked
    places = lock_unions(county_code=county_code, union_ids=union_ids)
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        places |= {place for (place,) in cursor.fetchall()}
    return {summary_key(county_code, key) for key in places}


def _statement(county_code: str, union_ids: list[int]) -> tuple[str, list[Any]]:
    """Count in the database: the people of a county sit in thousands of unions.

    The statement returns the townships in which these unions lie.
    """
    people, params = _counts(county_code, union_ids).query.sql_with_params()
    summary, union = UnionSummary._meta.db_table, Union._meta.db_table
    counts = ", ".join(f"{name} = COALESCE(c.{name}, 0)" for name in COUNTS)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    sql = (
        "UPDATE "  # noqa: S608 - names of our own tables; every value is a parameter
        f"{summary} SET township_id = u.township_id, {counts}, updated_at = %s "
        f"FROM {union} u LEFT JOIN ({people}) c ON c.union_id = u.id "
        f"WHERE {summary}.county_code = %s AND u.county_code = %s AND {summary}.union_id = u.id "
        f"AND {summary}.union_id IN ({', '.join(['%s'] * len(union_ids))}) "
        f"RETURNING {summary}.township_id"
    )
    return sql, [now, *params, county_code, county_code, *union_ids]


def _counts(county_code: str, union_ids: list[int]) -> QuerySet[Any]:
    """The counts of each union that has people."""
    people = Member.objects.in_county(county_code).filter(
        union_id__in=union_ids, state__in=OPEN_STATES
    )
    counts = {name: Count("pk", filter=which) for name, which in COUNTS.items()}
    return people.order_by().values("union_id").annotate(**counts)


def _sums(county_code: str, keys: set[str]) -> dict[str, dict[str, int]]:
    """The sums over the unions of each of these places that has unions."""
    unions = UnionSummary.objects.in_county(county_code).filter(
        lies_in("township", county_code, keys)
    )
    sums = {name: Sum(name) for name in COUNTS}
    return count_by_place(county_code, "township_id", unions, **sums)


def flow_in(name: str, month: date) -> Q:
    """What one of FLOWS counts in the month that begins on `month`, as a filter of memberships."""
    return flow_between(name, month, next_month(month))


def flow_between(name: str, first: date, after: date) -> Q:
    """What one of FLOWS counts from the day `first` to the day before `after`."""
    day, later, how = FLOWS[name]
    return how & Q(**{f"{day}__gte": first - later, f"{day}__lt": after - later})


def _flows(county_code: str, keys: set[str], month: date) -> dict[str, dict[str, int]]:
    """What happened in each of these places in a month."""
    which = {name: flow_in(name, month) for name in FLOWS}
    periods = Membership.objects.in_county(county_code).filter(
        lies_in("union__township", county_code, keys), reduce(or_, which.values())
    )
    counts = {name: Count("pk", filter=one) for name, one in which.items()}
    nothing = {key: dict.fromkeys(FLOWS, 0) for key in keys}
    return nothing | count_by_place(county_code, "union__township_id", periods, **counts)
