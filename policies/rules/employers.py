"""Unions of employers: R-ORG-14, R-ORG-15, R-ORG-16."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Day,
    Kind,
    Outcome,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, Years
from policies.engine.conditions import (
    choice_condition,
    count_condition,
    in_time_condition,
    where,
)
from policies.engine.wording import Headlines

from .measures import JOINT_UNIT_COUNT, MEMBER_COUNT

OPENED_ON = Day("opened_on", label=_("Opened"), meaning=_("Day on which the unit opened"))
BUILT_ON = Day(
    "built_on",
    label=_("Union built"),
    meaning=_("Day on which the union of the unit was built; “never” when there is none"),
)
UNION_KIND = Choice(
    "union_kind",
    label=_("Union of the unit"),
    meaning=_("Whether the unit has a union of its own or takes part in a joint one"),
    codes=(("own", _("own grassroots union")), ("joint", _("joint grassroots union"))),
    also=(("单独", "own"), ("联合", "joint")),
)
measures.add(OPENED_ON, BUILT_ON, UNION_KIND)


@dataclass(frozen=True)
class UnionDueParameters:
    """在开业（设立）x 年内依法建立工会组织: the last day is included."""

    union_within: Years = field(metadata={"label": _("A union of the employer")})


@rules.rule(
    "R-ORG-14",
    topic="union_in_time",
    kind=Kind.WARNING,
    parameters=UnionDueParameters,
    measures=(OPENED_ON, BUILT_ON),
    subject=Subject.UNIT,
    headlines=Headlines(
        met=_("The time for a union is kept"),
        not_met=_("The unit should have had a union by now"),
        unknown=_("It cannot be judged yet whether the unit has a union in time"),
    ),
    result=_("Union due on"),
)
def union_in_time(parameters: UnionDueParameters, values: Values) -> Outcome:
    """Shaoxing 2013, 二(一): a union within so many years after the unit opened."""
    due = parameters.union_within.after(OPENED_ON.needed(values))
    return Outcome((in_time_condition(BUILT_ON, due, values),), due, due.isoformat())


@dataclass(frozen=True)
class OwnUnionParameters:
    """有会员 x 人以上的，要单独建立: the number is included."""

    member_count: AtLeast


@rules.rule(
    "R-ORG-15",
    topic="own_union",
    kind=Kind.WARNING,
    parameters=OwnUnionParameters,
    measures=(MEMBER_COUNT, UNION_KIND),
    subject=Subject.UNIT,
    headlines=Headlines(
        met=_("The union of the unit is of the right kind"),
        not_met=_("The unit has to have a union of its own"),
        unknown=_("The members of the unit are not recorded yet"),
    ),
)
def own_union_due(parameters: OwnUnionParameters, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 二(一): from so many members of one unit on, a committee of its own."""
    many = count_condition(MEMBER_COUNT, parameters.member_count, values)
    return where(many, choice_condition(UNION_KIND, ("own",), values))


@dataclass(frozen=True)
class JointUnionParameters:
    """由两个以上单位的会员联合建立: the number is included."""

    joint_unit_count: AtLeast


@rules.rule(
    "R-ORG-16",
    topic="joint_union",
    kind=Kind.HARD_BLOCK,
    parameters=JointUnionParameters,
    measures=(JOINT_UNIT_COUNT,),
    subject=Subject.UNION,
    headlines=Headlines(
        met=_("The joint union has enough units"),
        not_met=_("The joint union has too few units"),
        unknown=_("The units of the joint union are not recorded yet"),
    ),
)
def joint_union_has_units(
    parameters: JointUnionParameters, values: Values
) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 二(一): members of at least so many different units."""
    return (count_condition(JOINT_UNIT_COUNT, parameters.joint_unit_count, values),)
