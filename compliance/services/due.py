"""Townships in which something changed since their rules were evaluated."""

from collections import deque
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Min
from django.utils import timezone

from accounts.scope import scope_of
from compliance.collectors.places import find_places
from compliance.services.checking import Tally, check_county
from policies.models import Provision
from townships.choices import Level
from townships.models import Division, TownshipSummary
from townships.services.summaries import lock_rows
from unionreg.queue import GiveWay, never

# So many are evaluated in one transaction; who saves in one of them waits that long at most. Two of
# 200 unions each took half a second, of which three fifths are the same for any number.
AT_ONCE = 2


def due_counties() -> list[str]:
    """Registry keys of the counties with due townships; whose last change is oldest first."""
    rows = TownshipSummary.objects.filter(check_due=True).order_by().values("county_code")
    waiting = rows.annotate(since=Min("updated_at")).order_by("since", "county_code")
    return list(waiting.values_list("county_code", flat=True))


def check_due(county_code: str, *, give_way: GiveWay = never) -> Tally:
    """Evaluate each township of a county that is due now, a few in each transaction.

    Once: what is saved meanwhile is left for the next time, or it would never end where people are
    at work. After each transaction `give_way` may end it; the others stay due. A township whose
    check raises stays due, goes to the end of the line and stops none of the others; at the end the
    first error is raised. A busy database ends it at once.
    """
    _pass_on(county_code)
    tally, errors = Tally(), list[Exception]()
    waiting = deque(_groups(county_code))
    while waiting:
        keys = waiting.popleft()
        try:
            tally += _check(county_code, keys)
        except OperationalError:
            raise
        except Exception as error:
            if len(keys) > 1:  # one by one, at once: the others may be in order
                waiting.extendleft([key] for key in reversed(keys))
                continue
            errors.append(error)
            _go_last(county_code, keys)
        if waiting and give_way():
            break
    if errors:
        raise errors[0]
    return tally


def _groups(county_code: str) -> list[list[str]]:
    """The due townships, whose last change is oldest first, as many as go into one transaction."""
    rows = TownshipSummary.objects.in_county(county_code).filter(check_due=True)
    keys = list(rows.order_by("updated_at", "pk").values_list("township_key", flat=True))
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]


def _go_last(county_code: str, keys: list[str]) -> None:
    rows = TownshipSummary.objects.in_county(county_code).filter(township_key__in=keys)
    rows.update(updated_at=timezone.now())


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
    """Figures of a former township count in the one it is part of today: that is due as well.

    What is due already keeps its time, by which the next one is chosen.
    """
    places = find_places(county_code)
    if places.county is None:
        return
    rows = TownshipSummary.objects.in_county(county_code).filter(check_due=True)
    today = places.county.today
    moved = {today.get(key, key) for key in rows.values_list("township_key", flat=True)}
    now = TownshipSummary.objects.in_county(places.county.division.key)
    now = now.filter(township_key__in=moved - {county_code}, check_due=False)
    now.update(**_due_now())


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
