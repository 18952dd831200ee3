"""Collectors of rules about employers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Scope, collects
from compliance.collectors.dated import coverage, exists, opened
from compliance.collectors.unions import violated_only
from members.models import Member
from members.states import OPEN_STATES
from policies.engine import NEVER, Verdict
from policies.engine.kinds import Status
from townships.choices import EmployerStatus, UnionKind
from townships.models import Employer

EMPLOYER = SubjectKind.EMPLOYER


def still_without_union(case: Case, verdict: Verdict) -> Urgency | None:
    """R-ORG-14: a union that came late cannot be had earlier; only one that is missing can."""
    if case.values["built_on"] != NEVER:
        return None
    if verdict.status is Status.UNKNOWN:
        return Urgency.MISSING_DATA
    return Urgency.PAST_DATE if verdict.status is Status.VIOLATED else None


@collects("R-ORG-14", subject=EMPLOYER, finds=still_without_union)
def union_in_time(scope: Scope) -> Iterator[Case]:
    """Opening day of every employer in business, and since when a union covers it."""
    covering = coverage(scope, undated=True).filter(exists(scope, active=True, path="union__"))
    covered = covering.values_list("employer_id", "valid_from", "union__kind", "union__founded_on")
    built = {pk: _built_on(since, kind, founded) for pk, since, kind, founded in covered}
    employers = _in_business(scope).order_by("pk")
    columns = employers.values_list("pk", "name", "township_id", "opened_on")
    for pk, name, township_id, opened_on in columns.iterator(2000):
        values = {"opened_on": opened_on, "built_on": built.get(pk, NEVER)}
        yield Case(str(pk), name, scope.lies_in(township_id), values)


def _built_on(since: date | None, kind: str, founded_on: date | None) -> date | None:
    """Since when a unit has its union: a joint one may be older than the unit's part in it."""
    own = founded_on if kind != UnionKind.JOINT else None
    return min((day for day in (since, own) if day), default=None)


@collects("R-ORG-15", subject=EMPLOYER, finds=violated_only(), keeps_unknown=True)
def members_in_joint_unions(scope: Scope) -> Iterator[Case]:
    """Members of each unit of a joint union, as far as their place of work names the unit."""
    covered: QuerySet[Any] = coverage(scope).filter(
        exists(scope, active=True, path="union__"),
        union__kind=UnionKind.JOINT,
        employer__in=_in_business(scope),
    )
    numbers = {} if scope.looks_back else _members(scope, covered)  # members of today
    columns = ("employer_id", "employer__name", "employer__township_id", "union_id")
    for pk, name, township_id, union_id in covered.order_by("employer_id").values_list(*columns):
        values = {"member_count": numbers.get((union_id, name)), "union_kind": "joint"}
        yield Case(str(pk), name, scope.lies_in(township_id), values)


def _in_business(scope: Scope) -> QuerySet[Employer]:
    """Employers that are open; when a closed one closed is not recorded."""
    return Employer.objects.filter(scope.rows, opened(scope), status=EmployerStatus.OPEN)


def _members(scope: Scope, covered: QuerySet[Any]) -> dict[tuple[int, str], int]:
    """How many members of these unions name which place of work."""
    members: QuerySet[Any] = Member.objects.filter(
        county_code=scope.county_code,
        union_id__in=covered.values("union_id"),
        state__in=OPEN_STATES,
    )
    grouped = members.order_by().values("union_id", "workplace").annotate(number=Count("pk"))
    rows = grouped.values_list("union_id", "workplace", "number")
    return {(union_id, workplace): number for union_id, workplace, number in rows}
