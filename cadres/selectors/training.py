"""Who has to be trained, and what training there was (R-TRN-01, R-TRN-04, R-TRN-06, R-SOC-05)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from cadres.choices import LEADERS, AppointmentType, Body, OrganiserLevel, Post, TrainingMode
from cadres.models import Appointment, Attendance
from cadres.titles import beside_union, title
from policies.engine import NEVER, Value
from townships.choices import UnionForm, UnionKind

ONE_DAY = timedelta(days=1)
# Level of the organiser for a federation of this level (`federations.choices.FederationLevel`).
LEVELS = {
    "village": OrganiserLevel.UNIT,
    "township": OrganiserLevel.TOWNSHIP,
    "county": OrganiserLevel.COUNTY,
    "city": OrganiserLevel.CITY,
    "province": OrganiserLevel.PROVINCE,
}


@dataclass(frozen=True)
class Leader:
    """A chair or vice-chair in office, and since when without a break."""

    pk: int
    county_code: str
    township_key: str | None
    person_id: int
    name: str
    union_id: int
    union: str
    union_kind: str
    post: str
    kind: str
    since: date

    @property
    def label(self) -> str:
        """As findings name him: the person with union and post."""
        return f"{self.name} · {beside_union(self.union, self.post, Body.COMMITTEE)}"

    @property
    def title(self) -> str:
        """Chair or vice-chair, as the organisation calls them."""
        return title(self.post, Body.COMMITTEE, self.union_kind)


@dataclass(frozen=True)
class Attended:
    """A training that somebody took part in."""

    completed_on: date
    mode: str
    level: int
    passed: bool | None
    before_post: bool
    title: str


def of_township_unions() -> Q:
    """Posts in unions of townships, without the bodies that county federations have sent."""
    return Q(union__kind=UnionKind.TOWNSHIP) & ~Q(union__form=UnionForm.WORK_COMMITTEE)


def of_federations() -> Q:
    """Posts in federations."""
    return Q(union__kind=UnionKind.FEDERATION)


def leaders(posts: QuerySet[Appointment], on: date) -> list[Leader]:
    """Chairs and vice-chairs of committees who are in office on a day, in one query.

    Somebody who is elected again is not new: `since` is the first day of the posts of the same
    kind that followed one another without a break. A vice-chair who begins to serve full-time is
    new as a full-time vice-chair.
    """
    rows = posts.filter(body=Body.COMMITTEE, post__in=LEADERS, valid_from__lte=on)
    columns = ("pk", "county_code", "union__township_id", "person_id", "person__name")
    more = ("union_id", "union__name", "union__kind", "post", "appointment_type")
    ordered = rows.order_by("union_id", "person_id", "valid_from", "pk")
    since: dict[tuple[Any, ...], tuple[date, date | None]] = {}
    found = []
    for row in ordered.values_list(*columns, *more, "valid_from", "valid_to").iterator(2000):
        post, kind, first, last = row[8], row[9], row[10], row[11]
        key = (row[5], row[3], post, post == Post.VICE_CHAIR and kind == AppointmentType.FULLTIME)
        before = since.get(key)
        begun = before[0] if before and _follows(before[1], first) else first
        since[key] = (begun, last)
        if last is None or last >= on:
            found.append(Leader(*(*row[:10], begun)))
    return found


def _follows(last: date | None, first: date) -> bool:
    return last is not None and first <= last + ONE_DAY


def attended(
    people: QuerySet[Any] | Collection[int], county_codes: Collection[str], on: date
) -> dict[int, list[Attended]]:
    """What each of these people (ids) took part in until a day, the earliest first; one query."""
    rows = Attendance.objects.filter(
        county_code__in=county_codes,
        person_id__in=people,
        attended=True,
        training__completed_on__lte=on,
    )
    columns = ("completed_on", "mode", "organiser_level")
    paths = (*(f"training__{name}" for name in columns), "passed", "training__before_post")
    found: dict[int, list[Attended]] = defaultdict(list)
    ordered = rows.order_by("training__completed_on", "pk")
    for person_id, *rest in ordered.values_list("person_id", *paths, "training__title"):
        found[person_id].append(Attended(*rest))
    return found


def best(trainings: Iterable[Attended], since: date, own_level: int) -> Attended | None:
    """The training since taking office that comes closest to the duty; the earliest of equals.

    Nothing is judged here: of several the engine is asked about this one.
    """
    after = [one for one in trainings if one.completed_on >= since]
    return min(after, key=lambda one: (_distance(one, own_level), one.completed_on), default=None)


def _distance(one: Attended, own_level: int) -> tuple[bool, bool, int]:
    result = {True: 0, None: 1, False: 2}[one.passed]
    return one.mode != TrainingMode.OFF_JOB, one.level >= own_level, result


def organiser(level: int, own_level: int) -> str:
    """Who held a training, seen from the own level: a value of the measure `organiser_level`."""
    if level < own_level:
        return "upper"
    return "own" if level == own_level else "other"


def training_values(leader: Leader, training: Attended | None, own_level: int) -> dict[str, Value]:
    """The measures of R-TRN-01 and R-TRN-04; what the registry has no record of never was."""
    return {
        "post": leader.post,
        "appointment_type": leader.kind or None,
        "started_on": leader.since,
        "completed_on": training.completed_on if training else NEVER,
        "mode": training.mode if training else None,
        "organiser_level": organiser(training.level, own_level) if training else None,
        "passed": training.passed if training else None,
    }


def trained_per_year(attendances: QuerySet[Attendance]) -> list[tuple[int, int, int, int]]:
    """(year, trainings, person-times, people) by the year of completion, the newest first."""
    rows: QuerySet[Any] = attendances.filter(attended=True).order_by()
    grouped = rows.annotate(year=ExtractYear("training__completed_on")).values("year")
    counted = grouped.annotate(
        trainings=Count("training_id", distinct=True),
        times=Count("pk"),
        people=Count("person_id", distinct=True),
    )
    columns = ("year", "trainings", "times", "people")
    return sorted(counted.values_list(*columns), reverse=True)
