"""Unions of employers: R-ORG-16."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from policies.engine import ConditionResult, Kind, Values, rules
from policies.engine.bounds import AtLeast
from policies.engine.conditions import count_condition
from policies.engine.wording import Headlines

from .measures import JOINT_UNIT_COUNT


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
