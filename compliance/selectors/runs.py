"""When the counties somebody sees were last checked, and what is being checked now."""

import datetime
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compliance.choices import RunState
from compliance.models import CheckRun
from compliance.models.run import UNFINISHED
from compliance.permissions import CHECK, VIEW
from townships.models import Division, TownshipSummary


def _runs(user: Any, county: str) -> Any:
    """Runs of the counties in the user's places, for a chair those of his county."""
    scope = user.scope_for(VIEW)
    rows = CheckRun.objects.all()
    if not scope.nationwide:
        rows = rows.filter(county_code__in=sorted(scope.counties | scope.township_counties))
    return rows.filter(county_code=county) if county else rows


def last_check(user: Any, county: str = "") -> datetime.datetime | None:
    """Since when every county has been through a full check; None when one of them never was."""
    done = _runs(user, county).filter(state=RunState.DONE).order_by()
    checked = done.values("county_code").annotate(last=Max("finished_at"))
    last: dict[str, datetime.datetime] = dict(checked.values_list("county_code", "last"))
    return min(last.values(), default=None) if _recorded(user, county) <= last.keys() else None


def _recorded(user: Any, county: str) -> set[str]:
    """Counties of which something is recorded; not asked where there can be only one."""
    scope = user.scope_for(VIEW)
    if county or (not scope.nationwide and len(scope.counties | scope.township_counties) == 1):
        return set()
    rows = TownshipSummary.objects.visible_to(user, VIEW).order_by()
    return set(rows.values_list("county_code", flat=True).distinct())


def newest(user: Any, county: str = "") -> CheckRun | None:
    """The run that was asked for last, whatever became of it."""
    found: CheckRun | None = _runs(user, county).order_by("-requested_at", "-pk").first()
    return found


def running(user: Any, county: str = "") -> CheckRun | None:
    """The newest run while it waits or is going on."""
    run = newest(user, county)
    return run if run and run.state in UNFINISHED else None


SILENT_FOR = datetime.timedelta(minutes=3)  # a worker at a run beats after each rule
NOT_TAKEN_UP_FOR = datetime.timedelta(minutes=15)  # after a release other counties may come first


def silent_since(user: Any, county: str, run: CheckRun | None) -> datetime.datetime | None:
    """Since when nobody has worked on what waits; None while a worker is at it or nothing waits.

    A run that waits is sent again each minute, and a changed township is taken up once nothing more
    urgent waits: what is much older shows that the background worker stands still, unless it has
    begun with some other task. One query, and another one for what is old.
    """
    if run is not None and run.state in UNFINISHED:
        return _if_older(run.heartbeat, SILENT_FOR)
    rows = TownshipSummary.objects.visible_to(user, VIEW).filter(check_due=True)
    rows = rows.filter(county_code=county) if county else rows
    first = rows.order_by().aggregate(first=Min("updated_at"))["first"]
    since = _if_older(first, NOT_TAKEN_UP_FOR)
    return None if since and _has_worked(NOT_TAKEN_UP_FOR) else since


def _has_worked(within: datetime.timedelta) -> bool:
    """Whether the background worker has begun with anything a short while ago."""
    return DBTaskResult.objects.filter(started_at__gte=timezone.now() - within).exists()


def _if_older(at: datetime.datetime | None, than: datetime.timedelta) -> datetime.datetime | None:
    return at if at is not None and at < timezone.now() - than else None


def _is_recorded(county: str) -> bool:
    """Whether there is such a county, and anything in it. 410500 is what the city 4105 itself has.

    A check writes rows, so it must not be asked for a place that is none.
    """
    place = county.removesuffix("00").removesuffix("00")
    exists = Division.objects.filter(key__in=[county, place]).exists()
    return exists and TownshipSummary.objects.in_county(county).exists()


def county_to_check(user: Any, county: str = "") -> str:
    """Key of the county that the button checks: the chosen one or the user's only one; else ""."""
    scope = user.scope_for(CHECK)
    if county:
        mine = _is_recorded(county) if scope.nationwide else county in scope.counties
        return county if mine else ""
    only = sorted(scope.counties & scope.divisions)
    return only[0] if len(only) == 1 else ""
