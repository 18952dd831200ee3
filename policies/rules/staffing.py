"""Posts of township unions and units: R-CAD-01, 05, 06, 07, 10, 13, 14."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Count,
    Fact,
    Kind,
    NoParameters,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, AtMost, Between
from policies.engine.conditions import choice_condition, count_condition, fact_condition, where

from .measures import APPOINTMENT_CODES, APPOINTMENT_WORDS, FORM, WORKER_COUNT

_PEOPLE = _("%(figure)s people")
FULLTIME_LEADERS = Count(
    "fulltime_leaders",
    label=_("Full-time chair and vice-chairs"),
    meaning=_("Chair and vice-chairs who serve full-time"),
    amount=_PEOPLE,
)
FULLTIME_STAFF = Count(
    "fulltime_staff",
    label=_("Full-time staff"),
    meaning=_("Full-time staff besides the chair and vice-chairs; nobody is counted twice"),
    amount=_PEOPLE,
)
CHAIRS = Count("chairs", label=_("Chairs"), meaning=_("Chairs in office"), amount=_PEOPLE)
FULLTIME_VICES = Count(
    "fulltime_vices",
    label=_("Full-time vice-chairs"),
    meaning=_("Vice-chairs who serve full-time"),
    amount=_PEOPLE,
)
PARTTIME_VICES = Count(
    "parttime_vices",
    label=_("Part-time vice-chairs"),
    meaning=_("Vice-chairs who serve part-time"),
    amount=_PEOPLE,
)
FULLTIME_OFFICERS = Count(
    "fulltime_officers",
    label=_("Full-time officers"),
    meaning=_("Full-time officers (干事) besides the chair and vice-chairs"),
    amount=_PEOPLE,
)
CHAIR_APPOINTMENT = Choice(
    "chair_appointment",
    label=_("Appointment of the chair"),
    meaning=_("How the chair serves"),
    codes=APPOINTMENT_CODES,
    also=APPOINTMENT_WORDS,
)
CHAIR_IN_PARTY_COMMITTEE = Fact(
    "chair_in_party_committee",
    label=_("Chair sits on the party committee"),
    meaning=_("Whether the chair is a member of the party committee of the same level"),
)
CHAIR_IS_DEPUTY_SECRETARY = Fact(
    "chair_is_deputy_secretary",
    label=_("Chair is deputy party secretary"),
    meaning=_("Whether the deputy party secretary serves as chair"),
)
measures.add(FULLTIME_LEADERS, FULLTIME_STAFF, CHAIRS, FULLTIME_VICES, PARTTIME_VICES)
measures.add(FULLTIME_OFFICERS, CHAIR_APPOINTMENT, CHAIR_IN_PARTY_COMMITTEE)
measures.add(CHAIR_IS_DEPUTY_SECRETARY)


@dataclass(frozen=True)
class GeneralUnionStaff:
    """应设立专职主席（或副主席）和专职工作人员: one person does not fill both posts."""

    fulltime_leaders: AtLeast
    fulltime_staff: AtLeast


@rules.rule(
    "R-CAD-01",
    topic="general_union_staff",
    kind=Kind.WARNING,
    parameters=GeneralUnionStaff,
    measures=(FORM, FULLTIME_LEADERS, FULLTIME_STAFF),
)
def general_union_staff(
    parameters: GeneralUnionStaff, values: Values
) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 五: a 总工会 has a full-time chair or vice-chair and staff."""
    return where(
        choice_condition(FORM, ("general",), values),
        count_condition(FULLTIME_LEADERS, parameters.fulltime_leaders, values),
        count_condition(FULLTIME_STAFF, parameters.fulltime_staff, values),
    )


@rules.rule(
    "R-CAD-05",
    topic="township_chair",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(CHAIR_APPOINTMENT, CHAIR_IN_PARTY_COMMITTEE, FULLTIME_VICES),
    precedence=Precedence.ALL,
)
def township_chair(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 三(二): the chair serves full-time.

    Only a member of the party committee may serve otherwise, and then a vice-chair full-time.
    """
    otherwise = choice_condition(CHAIR_APPOINTMENT, ("parttime", "seconded"), values)
    return where(
        otherwise,
        fact_condition(CHAIR_IN_PARTY_COMMITTEE, values),
        count_condition(FULLTIME_VICES, AtLeast(1), values),
    )


@dataclass(frozen=True)
class LargeUnit:
    """职工 x 人以上的企事业单位工会: the number is included."""

    worker_count: AtLeast


@rules.rule(
    "R-CAD-06",
    topic="unit_chair",
    kind=Kind.WARNING,
    parameters=LargeUnit,
    measures=(WORKER_COUNT, FULLTIME_LEADERS),
    subject=Subject.UNIT,
)
def unit_has_fulltime_chair(parameters: LargeUnit, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 三(二): a large unit has a full-time chair or vice-chair."""
    large = count_condition(WORKER_COUNT, parameters.worker_count, values)
    return where(large, count_condition(FULLTIME_LEADERS, AtLeast(1), values))


@dataclass(frozen=True)
class SmallUnit:
    """职工 x 人以下的企事业单位工会: the number is included, but at it R-CAD-06 asks more."""

    worker_count: AtMost


@rules.rule(
    "R-CAD-07",
    topic="unit_staff",
    kind=Kind.WARNING,
    parameters=SmallUnit,
    measures=(WORKER_COUNT, FULLTIME_LEADERS, FULLTIME_STAFF),
    subject=Subject.UNIT,
)
def unit_has_fulltime_staff(parameters: SmallUnit, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 三(二): a small unit without a full-time chair has full-time staff."""
    small = count_condition(WORKER_COUNT, parameters.worker_count, values)
    none = count_condition(FULLTIME_LEADERS, AtMost(0), values)
    staff = count_condition(FULLTIME_STAFF, AtLeast(1), values)
    return where(small, *where(none, staff))


@dataclass(frozen=True)
class HaimenPattern:
    """“1+2+N”: one chair, a full-time vice-chair and officer, N part-time vice-chairs."""

    chairs: Between
    fulltime_vices: AtLeast
    fulltime_officers: AtLeast
    parttime_vices: Between


@rules.rule(
    "R-CAD-10",
    topic="staffing_haimen",
    kind=Kind.WARNING,
    parameters=HaimenPattern,
    measures=(CHAIRS, FULLTIME_VICES, FULLTIME_OFFICERS, PARTTIME_VICES),
)
def haimen_pattern(parameters: HaimenPattern, values: Values) -> tuple[ConditionResult, ...]:
    """海门: N is the number of part-time vice-chairs."""
    return (
        count_condition(CHAIRS, parameters.chairs, values),
        count_condition(FULLTIME_VICES, parameters.fulltime_vices, values),
        count_condition(FULLTIME_OFFICERS, parameters.fulltime_officers, values),
        count_condition(PARTTIME_VICES, parameters.parttime_vices, values),
    )


@dataclass(frozen=True)
class TumdPattern:
    """党委副书记兼任主席,配备 x 名专职副主席和 y 名专职干事."""

    fulltime_vices: AtLeast
    fulltime_officers: AtLeast


@rules.rule(
    "R-CAD-13",
    topic="staffing_tumd",
    kind=Kind.WARNING,
    parameters=TumdPattern,
    measures=(CHAIR_IS_DEPUTY_SECRETARY, FULLTIME_VICES, FULLTIME_OFFICERS),
)
def tumd_pattern(parameters: TumdPattern, values: Values) -> tuple[ConditionResult, ...]:
    """土默特右旗: the deputy party secretary serves as chair."""
    return (
        fact_condition(CHAIR_IS_DEPUTY_SECRETARY, values),
        count_condition(FULLTIME_VICES, parameters.fulltime_vices, values),
        count_condition(FULLTIME_OFFICERS, parameters.fulltime_officers, values),
    )


@dataclass(frozen=True)
class JiningPattern:
    """One chair, a full-time vice-chair, x to y full-time officers."""

    chairs: Between
    fulltime_vices: AtLeast
    fulltime_officers: Between


@rules.rule(
    "R-CAD-14",
    topic="staffing_jining",
    kind=Kind.WARNING,
    parameters=JiningPattern,
    measures=(CHAIRS, FULLTIME_VICES, FULLTIME_OFFICERS),
)
def jining_pattern(parameters: JiningPattern, values: Values) -> tuple[ConditionResult, ...]:
    """济宁: the range is of full-time officers, not of part-time vice-chairs as in 海门."""
    return (
        count_condition(CHAIRS, parameters.chairs, values),
        count_condition(FULLTIME_VICES, parameters.fulltime_vices, values),
        count_condition(FULLTIME_OFFICERS, parameters.fulltime_officers, values),
    )
