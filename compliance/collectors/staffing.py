"""Posts of townships and units, social union workers (R-CAD, R-SOC).

What is not recorded of a township's staffing is asked for once: by R-CAD-01 where the union is a
总工会, else by the staffing pattern of the place.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cadres.models import Appointment, SocialWorker
from cadres.selectors.rosters import Roster, rosters
from cadres.selectors.social_workers import in_post, registered
from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Scope, collects, never
from compliance.collectors.dated import coverage, exists
from compliance.collectors.recorded import figures, lying_in, township_unions, with_duty
from compliance.collectors.unions import violated_only
from policies.engine import Value, Verdict
from policies.engine.kinds import Status
from townships.choices import UnionForm, UnionKind
from townships.models import Division, Union

TOWNSHIP, UNION = SubjectKind.TOWNSHIP, SubjectKind.UNION


@dataclass(frozen=True)
class Staffing:
    """The union of a township with its roster and its social union workers (ids of people).

    None: nothing is recorded.
    """

    township: Division
    union: Union | None
    roster: Roster | None
    workers: frozenset[int] | None

    def values(self) -> dict[str, Value]:
        """The measures of every staffing rule."""
        roster = self.roster
        if roster is None:
            return dict.fromkeys(MEASURES)
        return {
            "chairs": roster.chairs,
            "fulltime_leaders": roster.fulltime_leaders,
            "fulltime_staff": roster.fulltime_staff(self.workers or ()),
            "fulltime_vices": roster.fulltime_vices,
            "parttime_vices": roster.parttime_vices,
            "fulltime_officers": roster.fulltime_officers,
            "chair_appointment": roster.chair_appointment,
            "chair_in_party_committee": roster.chair_in_party_committee,
            "chair_is_deputy_secretary": roster.chair_is_deputy_secretary,
        }


MEASURES = (
    *("chairs", "fulltime_leaders", "fulltime_staff", "fulltime_vices", "parttime_vices"),
    *("fulltime_officers", "chair_appointment", "chair_in_party_committee"),
    "chair_is_deputy_secretary",
)


def staffing_of(scope: Scope) -> list[Staffing]:
    """Every township of the scope that has the work of a union, in the order of the divisions."""
    unions, workers = township_unions(scope), workers_by_township(scope)
    posts = Appointment.objects.filter(
        county_code__in=scope.places.codes, union__in=[union.pk for union in unions.values()]
    )
    found = rosters(posts, scope.on)
    none = frozenset[int]() if registered(scope.places.codes, scope.on) else None
    return [
        Staffing(
            township,
            union := unions.get(township.key),
            found.get(union.pk) if union else None,
            workers.get(township.key, none),
        )
        for township in with_duty(scope)
    ]


def workers_by_township(scope: Scope) -> dict[str, frozenset[int]]:
    """Ids of the people who are social union workers, by key of the township of today."""
    today = scope.places.county.today if scope.places.county else {}
    rows: QuerySet[SocialWorker] = lying_in(scope, in_post(scope.places.codes, scope.on))
    found: dict[str, set[int]] = defaultdict(set)
    for key, person_id in rows.values_list("township_id", "person_id"):
        found[today[str(key)]].add(person_id)
    return {key: frozenset(people) for key, people in found.items()}


def _cases(scope: Scope, *names: str) -> Iterator[Case]:
    """A case for each township whose union is recorded; the form of a work committee is no form."""
    for one in staffing_of(scope):
        if one.union is None or one.union.form == UnionForm.WORK_COMMITTEE:
            continue
        values = {**one.values(), "form": one.union.form or None}
        facts = {"form": one.union.form, "chairs": values["chairs"]}
        key = one.township.key
        wanted = {name: values[name] for name in names}
        yield Case(key, one.township.name, key, wanted, facts=facts)


def general_union_staffed(case: Case, verdict: Verdict) -> Urgency | None:
    """R-CAD-01: a post that is not filled, or a roster that nobody recorded."""
    if verdict.status is Status.UNKNOWN:
        # without a form nobody knows whether the rule speaks of it; the form is asked for elsewhere
        return Urgency.MISSING_DATA if case.facts["form"] else None
    return Urgency.MISSING_POST if verdict.status is Status.VIOLATED else None


def pattern_kept(case: Case, verdict: Verdict) -> Urgency | None:
    """The staffing pattern of a place; R-CAD-01 asks for what is not recorded of a 总工会."""
    if verdict.status is Status.UNKNOWN:
        if case.facts["chairs"] == 0:
            return Urgency.MISSING_POST
        asked = case.facts["form"] == UnionForm.GENERAL and case.facts["chairs"] is None
        return None if asked else Urgency.MISSING_DATA
    return Urgency.MISSING_POST if verdict.status is Status.VIOLATED else None


@collects("R-CAD-01", subject=TOWNSHIP, finds=general_union_staffed)
def staff_of_general_unions(scope: Scope) -> Iterator[Case]:
    """Full-time leaders and staff of each township union; social union workers are staff."""
    return _cases(scope, "form", "fulltime_leaders", "fulltime_staff")


@collects("R-CAD-05", subject=TOWNSHIP, finds=pattern_kept, keeps_unknown=True)
def chairs_of_townships(scope: Scope) -> Iterator[Case]:
    """How the chair serves, and whether there is a full-time vice-chair."""
    return _cases(scope, "chair_appointment", "chair_in_party_committee", "fulltime_vices")


@collects("R-CAD-10", subject=TOWNSHIP, finds=pattern_kept, keeps_unknown=True)
def pattern_of_haimen(scope: Scope) -> Iterator[Case]:
    """“1+2+N”: chair, full-time vice-chair and officer, part-time vice-chairs."""
    return _cases(scope, "chairs", "fulltime_vices", "fulltime_officers", "parttime_vices")


@collects("R-CAD-13", subject=TOWNSHIP, finds=pattern_kept, keeps_unknown=True)
def pattern_of_tumd(scope: Scope) -> Iterator[Case]:
    """The deputy party secretary as chair, a full-time vice-chair and officer."""
    return _cases(scope, "chair_is_deputy_secretary", "fulltime_vices", "fulltime_officers")


@collects("R-CAD-14", subject=TOWNSHIP, finds=pattern_kept, keeps_unknown=True)
def pattern_of_jining(scope: Scope) -> Iterator[Case]:
    """Chair, full-time vice-chair, two or three full-time officers."""
    return _cases(scope, "chairs", "fulltime_vices", "fulltime_officers")


def large_unit_staffed(case: Case, verdict: Verdict) -> Urgency | None:
    """R-CAD-06: posts of a unit of which it is known that it is large enough."""
    if verdict.status is Status.UNKNOWN:
        return Urgency.MISSING_DATA if case.values["worker_count"] is not None else None
    return Urgency.MISSING_POST if verdict.status is Status.VIOLATED else None


@collects("R-CAD-06", subject=UNION, finds=large_unit_staffed)
def chairs_of_units(scope: Scope) -> Iterator[Case]:
    """Workers of each unit with a union of its own, and the full-time leaders of that."""
    return _units(scope, "fulltime_leaders")


@collects("R-CAD-07", subject=UNION, finds=violated_only(Urgency.MISSING_POST), keeps_unknown=True)
def staff_of_units(scope: Scope) -> Iterator[Case]:
    """Workers of each unit with a union of its own, and the full-time people of that."""
    return _units(scope, "fulltime_leaders", "fulltime_staff")


def _units(scope: Scope, *names: str) -> Iterator[Case]:
    """Own unions of one unit; what the unit counts as workers is the number of today."""
    workers = _workers_of_units(scope)
    posts = Appointment.objects.filter(county_code=scope.county_code, union__kind=UnionKind.OWN)
    found = rosters(posts, scope.on)
    rows = Union.objects.filter(scope.rows, exists(scope, active=True), kind=UnionKind.OWN)
    for pk, name, township in (
        rows.order_by("pk").values_list("pk", "name", "township_id").iterator(2000)
    ):
        values = {"worker_count": workers.get(pk), **_of_unit(found.get(pk), names)}
        yield Case(str(pk), name, scope.lies_in(township), values)


def _of_unit(roster: Roster | None, names: tuple[str, ...]) -> Mapping[str, Value]:
    if roster is None:
        return dict.fromkeys(names)
    every = {
        "fulltime_leaders": roster.fulltime_leaders,
        "fulltime_staff": roster.fulltime_staff(),
    }
    return {name: every[name] for name in names}


def _workers_of_units(scope: Scope) -> dict[int, int | None]:
    """By id of the union the workers of its unit; of a past day nobody knows them."""
    if scope.looks_back:
        return {}
    rows: QuerySet[Any] = coverage(scope, undated=True).filter(union__kind=UnionKind.OWN)
    return dict(rows.order_by().values_list("union_id", "employer__worker_count"))


@collects("R-SOC-01", subject=TOWNSHIP, finds=never)
def quota_of_small_township(scope: Scope) -> Iterator[Case]:
    """Workers and social union workers; R-SOC-02 tells where there are more than the quota."""
    return _quotas(scope)


@collects("R-SOC-02", subject=TOWNSHIP, finds=violated_only())
def quota_of_township(scope: Scope) -> Iterator[Case]:
    """Workers by the latest statistics, social union workers by the registry."""
    return _quotas(scope)


def _quotas(scope: Scope) -> Iterator[Case]:
    found = workers_by_township(scope)
    numbers: dict[str, Value] = {key: len(people) for key, people in found.items()}
    if registered(scope.places.codes, scope.on):
        none: dict[str, Value] = dict.fromkeys((one.key for one in scope.townships), 0)
        numbers = none | numbers
    return figures(scope, "worker_count").cases(social_workers=numbers)
