"""Training of those who are new in office (R-TRN, R-SOC-05)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cadres.choices import OrganiserLevel
from cadres.models import Appointment, Attendance, SocialWorker
from cadres.selectors.posts import on_day
from cadres.selectors.social_workers import employed_on
from cadres.selectors.training import (
    LEVELS,
    Leader,
    attended,
    best,
    leaders,
    of_federations,
    of_township_unions,
    training_values,
)
from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Scope, collects
from compliance.collectors.dated import exists
from federations.models import Federation
from policies.engine import NEVER, Verdict
from policies.engine.kinds import Status

OFFICER, WORKER = SubjectKind.OFFICER, SubjectKind.SOCIAL_WORKER


def not_trained(case: Case, verdict: Verdict) -> Urgency | None:
    """A date that has passed without the training that is asked for, or an unrecorded result.

    Without a time in the document (R-TRN-04) a missing training is nothing that is overdue.
    """
    if verdict.status is Status.VIOLATED:
        # a training that does not do can be followed by another until the last day
        due, on = verdict.value, case.facts["on"]
        still_time = isinstance(due, date) and isinstance(on, date) and on <= due
        return None if still_time else Urgency.PAST_DATE
    never = case.values["completed_on"] == NEVER
    unknown = verdict.status is Status.UNKNOWN and not never
    return Urgency.MISSING_DATA if unknown else None


@collects("R-TRN-01", subject=OFFICER, finds=not_trained)
def new_leaders_of_townships(scope: Scope) -> Iterator[Case]:
    """Chairs and vice-chairs of township unions with the training that comes closest."""
    yield from _cases(scope, of_township_unions(), {})


@collects("R-TRN-04", subject=OFFICER, finds=not_trained)
def new_chairs_of_federations(scope: Scope) -> Iterator[Case]:
    """Chairs of federations with the training that comes closest."""
    names = ("post", "started_on", "completed_on", "organiser_level")
    for case in _cases(scope, of_federations(), _levels(scope)):
        if case.values["post"] == "chair":
            yield replace(case, values={name: case.values[name] for name in names})


def _cases(scope: Scope, which: Q, levels: Mapping[int, int]) -> Iterator[Case]:
    posts = posts_of(scope).filter(which)
    there = attended(
        posts.filter(on_day(scope.on)).order_by().values("person_id"),
        [scope.county_code],
        scope.on,
    )
    for leader in leaders(posts, scope.on):
        yield _case(scope, leader, there, levels)


def _case(
    scope: Scope, leader: Leader, there: Mapping[int, Any], levels: Mapping[int, int]
) -> Case:
    level = levels.get(leader.union_id, OrganiserLevel.TOWNSHIP)
    training = best(there.get(leader.person_id, ()), leader.since, level)
    place = scope.lies_in(leader.township_key)
    values = training_values(leader, training, level)
    return Case(str(leader.pk), leader.label, place, values, facts={"on": scope.on})


def posts_of(scope: Scope) -> QuerySet[Appointment]:
    """The posts in open unions of the scope, those that ended included."""
    inside = Q(county_code=scope.county_code)
    if scope.township_keys is not None:
        here = Q(union__township_id__in=sorted(set(scope.township_keys) - {scope.county_code}))
        if scope.county_code in scope.township_keys:
            here |= Q(union__township_id__isnull=True)
        inside &= here
    return Appointment.objects.filter(inside, exists(scope, active=True, path="union__"))


def _levels(scope: Scope) -> dict[int, int]:
    """Levels of the federations by id of the union."""
    rows = Federation.objects.in_county(scope.county_code).values_list("union_id", "level")
    return {pk: LEVELS.get(level, OrganiserLevel.TOWNSHIP) for pk, level in rows}


def untrained(case: Case, verdict: Verdict) -> Urgency | None:
    """R-SOC-05: a training that came late cannot be had earlier; a missing one is told."""
    missing = case.values["completed_on"] == NEVER
    return Urgency.OTHER if missing and verdict.status is Status.VIOLATED else None


@collects("R-SOC-05", subject=WORKER, finds=untrained)
def trained_before_the_post(scope: Scope) -> Iterator[Case]:
    """First day of each social union worker, and of the training before the post."""
    rows = SocialWorker.objects.filter(scope.rows, employed_on(scope.on))
    days = _completed(scope, rows)
    columns = ("pk", "person_id", "person__name", "township_id", "started_on")
    for pk, person_id, name, township, started_on in rows.order_by("pk").values_list(*columns):
        values = {"started_on": started_on, "completed_on": days.get(person_id, NEVER)}
        yield Case(str(pk), name, scope.lies_in(township), values)


def _completed(scope: Scope, rows: QuerySet[SocialWorker]) -> dict[int, Any]:
    """By person the first training before a post; a result that is "no" does not count."""
    there = Attendance.objects.in_county(scope.county_code).filter(
        person_id__in=rows.order_by().values("person_id"),
        attended=True,
        training__before_post=True,
        training__completed_on__lte=scope.on,
    )
    pairs = there.filter(Q(passed=True) | Q(passed__isnull=True))
    ordered = pairs.order_by("-training__completed_on")
    return dict(ordered.values_list("person_id", "training__completed_on"))
