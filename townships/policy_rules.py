"""Rules of the policy engine that are about organisations only, registered when the app starts."""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from policies.engine import ConditionResult, Count, Kind, Values, measures, rules
from policies.engine.bounds import AtLeast, Years
from policies.engine.conditions import count_condition
from policies.engine.wording import Headlines

UNIT_MEMBER_COUNT = Count(
    "unit_member_count",
    label=_("Members of one unit"),
    meaning=_("Members of one unit that a joint union covers"),
    amount=_("%(figure)s members"),
    lacking=_("%(figure)s more members"),
)
measures.add(UNIT_MEMBER_COUNT)


@dataclass(frozen=True)
class UnionDueParameters:
    """在开业（设立）x 年内依法建立工会组织: the last day is included."""

    union_within: Years = field(metadata={"label": _("A union of the employer")})


# A date against a date: there is no measure to evaluate.
rules.record_rule(
    "R-ORG-14", topic="union_in_time", kind=Kind.WARNING, parameters=UnionDueParameters
)


@dataclass(frozen=True)
class OwnUnionParameters:
    """有会员 x 人以上的，要单独建立: the number is included."""

    unit_member_count: AtLeast


@rules.rule(
    "R-ORG-15",
    topic="own_union",
    kind=Kind.WARNING,
    parameters=OwnUnionParameters,
    measures=(UNIT_MEMBER_COUNT,),
    headlines=Headlines(
        met=_("The unit has to have a union of its own"),
        not_met=_("The unit need not have a union of its own"),
        unknown=_("The members of the unit are not recorded yet"),
    ),
)
def own_union_due(parameters: OwnUnionParameters, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 二(一): from so many members of one unit on, a committee of its own."""
    return (count_condition(UNIT_MEMBER_COUNT, parameters.unit_member_count, values),)


def union_due_on(opened_on: datetime.date, within: Years) -> datetime.date:
    """The last day for the union of an employer: the same day so many years later.

    年内 includes the last day (民法典 art. 202: no corresponding day, so the month's last).
    """
    year = opened_on.year + within.number
    try:
        return opened_on.replace(year=year)
    except ValueError:
        return opened_on.replace(year=year, day=28)
