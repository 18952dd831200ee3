"""Meetings, reports and activities of a year (R-MTG)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    ConditionResult,
    Count,
    Days,
    Kind,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, Natural
from policies.engine.conditions import fact_condition, told, unrecorded

from .measures import HAS_PARTY_ORG, YEAR
from .yearly import each_in_a_year, still_running

MEMBER_ASSEMBLIES = Count(
    "member_assemblies",
    label=_("Assemblies of members"),
    meaning=_("Assemblies of members or their delegates in the year"),
    amount=_("%(figure)s meetings"),
)
WORKER_ASSEMBLIES = Count(
    "worker_assemblies",
    label=_("Assemblies of workers"),
    meaning=_("Assemblies of workers or their delegates in the year"),
    amount=_("%(figure)s meetings"),
)
PLENARY_MEETINGS = Count(
    "plenary_meetings",
    label=_("Plenary meetings of the committee"),
    meaning=_("Plenary meetings of the committee in the year"),
    amount=_("%(figure)s meetings"),
)
WAGE_BARGAININGS = Count(
    "wage_bargainings",
    label=_("Wage bargainings"),
    meaning=_("Collective wage bargainings in the year"),
)
LABOUR_CONTESTS = Count(
    "labour_contests", label=_("Labour contests"), meaning=_("Labour contests in the year")
)
CULTURAL_ACTIVITIES = Count(
    "cultural_activities",
    label=_("Cultural and sports activities"),
    meaning=_("Cultural and sports activities in the year"),
)
JOINT_MEETINGS = Count(
    "joint_meetings",
    label=_("Joint meetings with the government"),
    meaning=_("Joint meetings of union and government in the year"),
    amount=_("%(figure)s meetings"),
)
PARTY_REPORTED_ON = Days(
    "party_reported_on",
    label=_("Reports to the party organisation"),
    meaning=_("Days of the reports to the party organisation of the same level"),
)
UNION_REPORTED_ON = Days(
    "union_reported_on",
    label=_("Reports to the higher union"),
    meaning=_("Days of the reports to the next higher union"),
)
measures.add(MEMBER_ASSEMBLIES, WORKER_ASSEMBLIES, PLENARY_MEETINGS, WAGE_BARGAININGS)
measures.add(LABOUR_CONTESTS, CULTURAL_ACTIVITIES, JOINT_MEETINGS)
measures.add(PARTY_REPORTED_ON, UNION_REPORTED_ON)


@dataclass(frozen=True)
class Assemblies:
    """每年至少召开 x 次职工（代表）大会、会员（代表）大会: both."""

    worker_assemblies: AtLeast
    member_assemblies: AtLeast


@rules.rule(
    "R-MTG-01",
    topic="federation_assemblies",
    kind=Kind.WARNING,
    parameters=Assemblies,
    measures=(WORKER_ASSEMBLIES, MEMBER_ASSEMBLIES),
    optional=(YEAR,),
    subject=Subject.FEDERATION,
)
def federation_assemblies(parameters: Assemblies, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 三.3: an assembly of workers and one of members each year."""
    needed = (
        (WORKER_ASSEMBLIES, parameters.worker_assemblies),
        (MEMBER_ASSEMBLIES, parameters.member_assemblies),
    )
    return each_in_a_year(needed, values)


@dataclass(frozen=True)
class Plenaries:
    """每年至少召开 x 次全体会议."""

    plenary_meetings: AtLeast


@rules.rule(
    "R-MTG-02",
    topic="federation_plenary",
    kind=Kind.WARNING,
    parameters=Plenaries,
    measures=(PLENARY_MEETINGS,),
    optional=(YEAR,),
    subject=Subject.FEDERATION,
)
def federation_plenary(parameters: Plenaries, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 三.3: the whole committee meets each year."""
    return each_in_a_year(((PLENARY_MEETINGS, parameters.plenary_meetings),), values)


@dataclass(frozen=True)
class Reports:
    """每半年至少汇报 x 次工作."""

    reports: Natural = field(metadata={"label": _("Reports in each half-year")})


@rules.rule(
    "R-MTG-03",
    topic="federation_reports",
    kind=Kind.WARNING,
    parameters=Reports,
    measures=(UNION_REPORTED_ON, HAS_PARTY_ORG),
    optional=(PARTY_REPORTED_ON, YEAR),
    subject=Subject.FEDERATION,
)
def federation_reports(parameters: Reports, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 三.3: to the higher union, and to the party organisation if any."""
    to_union = _each_half_year(UNION_REPORTED_ON, parameters.reports, values)
    party = HAS_PARTY_ORG.of(values)
    if party is None:
        return (*to_union, unrecorded(HAS_PARTY_ORG))
    if not party:
        return (*to_union, fact_condition(HAS_PARTY_ORG, values, required=False))
    return (*to_union, *_each_half_year(PARTY_REPORTED_ON, parameters.reports, values))


def _half_years(values: Values) -> Iterator[tuple[date, date]]:
    """First and last day of the halves of the year that are over."""
    asked = YEAR.of(values)
    year = asked or values.on.year
    for first, last in (
        (date(year, 1, 1), date(year, 6, 30)),
        (date(year, 7, 1), date(year, 12, 31)),
    ):
        if not (asked and still_running(last, values)):
            yield first, last


def _each_half_year(measure: Days, needed: int, values: Values) -> tuple[ConditionResult, ...]:
    """So many on days of each half-year."""
    days = measure.of(values)
    if days is None:
        return (unrecorded(measure),)
    conditions = []
    for first, last in _half_years(values):
        found = tuple(day for day in days if first <= day <= last)
        span = gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        required = gettext("%(number)s or more from %(span)s") % {"number": needed, "span": span}
        actual = measure.show(found)
        conditions.append(told(measure, len(found) >= needed, required=required, actual=actual))
    return tuple(conditions) or (
        replace(told(measure, True, required="", actual=measure.show(days))),
    )


@dataclass(frozen=True)
class FiveActivities:
    """“五个一”: so many of each in a year; one event serves one item only."""

    member_assemblies: AtLeast
    worker_assemblies: AtLeast
    wage_bargainings: AtLeast
    labour_contests: AtLeast
    cultural_activities: AtLeast


@rules.rule(
    "R-MTG-04",
    topic="five_activities",
    kind=Kind.WARNING,
    parameters=FiveActivities,
    measures=(
        *(MEMBER_ASSEMBLIES, WORKER_ASSEMBLIES, WAGE_BARGAININGS),
        *(LABOUR_CONTESTS, CULTURAL_ACTIVITIES),
    ),
    optional=(YEAR,),
    subject=Subject.FEDERATION,
)
def five_activities(parameters: FiveActivities, values: Values) -> tuple[ConditionResult, ...]:
    """总工发〔2016〕28号 一.3: assemblies, bargaining, contest and activity, each once a year."""
    needed = (
        (MEMBER_ASSEMBLIES, parameters.member_assemblies),
        (WORKER_ASSEMBLIES, parameters.worker_assemblies),
        (WAGE_BARGAININGS, parameters.wage_bargainings),
        (LABOUR_CONTESTS, parameters.labour_contests),
        (CULTURAL_ACTIVITIES, parameters.cultural_activities),
    )
    return each_in_a_year(needed, values)


@dataclass(frozen=True)
class JointMeetings:
    """原则上每年召开 x 次会议."""

    joint_meetings: AtLeast


@rules.rule(
    "R-MTG-06",
    topic="joint_meetings",
    kind=Kind.WARNING,
    parameters=JointMeetings,
    measures=(JOINT_MEETINGS,),
    optional=(YEAR,),
    subject=Subject.CITY,
)
def joint_meetings(parameters: JointMeetings, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 三(一): union and government meet, in principle once a year."""
    return each_in_a_year(((JOINT_MEETINGS, parameters.joint_meetings),), values)
