"""Goals measured as rates: R-ORG-30."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from policies.engine import ConditionResult, Kind, Values, rules
from policies.engine.bounds import Percent
from policies.engine.conditions import rate_condition
from policies.engine.wording import Headlines

from .measures import LEGAL_PERSON_UNITS, MEMBER_COUNT, UNITS_WITH_UNION, WORKER_COUNT


@dataclass(frozen=True)
class RateGoals:
    """工会组建率和职工入会率 in percent; the number is included (以上)."""

    build_percent: Percent = field(metadata={"label": _("Unionisation rate")})
    membership_percent: Percent = field(metadata={"label": _("Joining rate")})


@rules.rule(
    "R-ORG-30",
    topic="coverage_goal",
    kind=Kind.FORMULA,
    parameters=RateGoals,
    measures=(UNITS_WITH_UNION, LEGAL_PERSON_UNITS, MEMBER_COUNT, WORKER_COUNT),
    headlines=Headlines(
        met=_("Both rates reach the goal"),
        not_met=_("The goal is not reached"),
        unknown=_("The rates cannot be calculated yet"),
    ),
)
def rates_reach_goal(parameters: RateGoals, values: Values) -> tuple[ConditionResult, ...]:
    """总工发〔2016〕28号 一: both rates, exactly. Who counts as 职工 is not defined there."""
    return (
        rate_condition(
            str(_("Unionisation rate")),
            UNITS_WITH_UNION,
            LEGAL_PERSON_UNITS,
            parameters.build_percent,
            values,
        ),
        rate_condition(
            str(_("Joining rate")),
            MEMBER_COUNT,
            WORKER_COUNT,
            parameters.membership_percent,
            values,
        ),
    )
