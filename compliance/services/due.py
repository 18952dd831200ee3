"""Townships in which something changed since their rules were evaluated."""

from collections import deque
from collections.abc import Collection
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone

from accounts.scope import scope_of
from compliance.collectors.places import find_places
from compliance.services.checking import Tally, check_county
from policies.models import Provision
from townships.choices import Level
from townships.models import Division, TownshipSummary
from townships.services.summaries import lock_rows

# So many are evaluated in one transaction; who saves in one of them waits that long at most. Two of
# 200 unions each took half a second, of which three fifths are the same for any number.
AT_ONCE = 2


def due_counties() -> list[str]:
    """Registry keys of the counties in which a township is due."""
    rows = TownshipSummary.objects.filter(check_due=True).order_by("county_code")
    return list(rows.values_list("county_code", flat=True).distinct())


def check_due(county_code: str) -> Tally:
    """Evaluate the due townships of a county, a few in each transaction.

    A township whose check raises stays due and stops none of the others; when these are through,
    the first error is raised. A busy database ends it at once.
    """
    _pass_on(county_code)
    tally, errors = Tally(), dict[str, Exception]()
    waiting = deque[list[str]]()
    while keys := waiting.popleft() if waiting else _next(county_code, errors):
        try:
            tally += _check(county_code, keys)
        except OperationalError:
            raise
        except Exception as error:
            if len(keys) > 1:  # one by one: four of them may be in order
                waiting.extend([key] for key in keys)
            else:
                errors[keys[0]] = error
    if errors:
        raise next(iter(errors.values()))
    return tally


def _next(county_code: str, failed: Collection[str]) -> list[str]:
    rows = TownshipSummary.objects.in_county(county_code).filter(check_due=True)
    rows = rows.exclude(township_key__in=sorted(failed))
    return list(rows.order_by("township_key").values_list("township_key", flat=True)[:AT_ONCE])


@transaction.atomic
def _check(county_code: str, keys: list[str]) -> Tally:
    """Evaluate these townships and note that they are no longer due, both or neither."""
    lock_rows(county_code=county_code, union_ids=(), keys=set(keys))
    rows = TownshipSummary.objects.in_county(county_code).filter(township_key__in=keys)
    mine = list(rows.filter(check_due=True).values_list("township_key", flat=True))
    if not mine:  # somebody else was faster
        return Tally()
    tally = check_county(county_code=county_code, township_keys=mine)
    rows.filter(township_key__in=mine).update(check_due=False)
    return tally


def _pass_on(county_code: str) -> None:
    """Figures of a former township count in the one it is part of today: that is due as well."""
    places = find_places(county_code)
    if places.county is None:
        return
    rows = TownshipSummary.objects.in_county(county_code).filter(check_due=True)
    today = places.county.today
    moved = {today.get(key, key) for key in rows.values_list("township_key", flat=True)}
    now = TownshipSummary.objects.in_county(places.county.division.key)
    now.filter(township_key__in=moved - {county_code}).update(**_due_now())


def _due_now() -> dict[str, Any]:
    """Due, with the time: the list tells how long something has waited for the worker."""
    return {"check_due": True, "updated_at": timezone.now()}


@transaction.atomic
def recheck_place(division: Division | None) -> int:
    """Have everything inside a place evaluated again; None: in the whole country.

    For provisions that begin, end or are released there. Returns how many townships are due.
    """
    if division is not None:
        _make_rows(division)
    return TownshipSummary.objects.within(scope_of([division])).update(**_due_now())


def provision_released(provision: Provision) -> None:
    """Have everything at the place of a provision evaluated again."""
    recheck_place(provision.jurisdiction)


def _make_rows(division: Division) -> None:
    """A township in which nothing but its figures is recorded has no summary row yet."""
    if division.level == Level.TOWNSHIP and division.parent_id:
        lock_rows(county_code=division.parent_id, union_ids=(), keys={division.key})
