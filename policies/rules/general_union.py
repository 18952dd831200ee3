"""When a township may, or must, have a 总工会: R-ORG-02, R-ORG-03, R-ORG-04 (contradiction C-1).

The national document permits it under its conditions; two local ones demand it under other
conditions with other measures. They are three rules and not three versions of one: a local duty
does not take the national permission away. So each is judged on its own (`policies.services.forms`
puts them together), and only another provision of the *same* rule at a nearer place replaces one.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from policies.engine import ConditionResult, Kind, Values, rules
from policies.engine.bounds import AtLeast, MoreThan
from policies.engine.conditions import count_condition, fact_condition
from policies.engine.wording import Headlines

from .measures import (
    EMPLOYED_2ND_3RD_SECTOR,
    FIRM_COUNT,
    FULLTIME_STAFFING,
    GRASSROOTS_UNION_COUNT,
    WORKER_COUNT,
)

TOPIC = "general_union"
DUTY_HEADLINES = Headlines(
    met=_("A general union has to be set up"),
    not_met=_("The conditions under which a general union has to be set up are not met"),
    unknown=_("It cannot be judged yet whether a general union has to be set up"),
)


@dataclass(frozen=True)
class PermissionParameters:
    """企业 x 家以上、职工 y 人以上. Both numbers are included (以上)."""

    firm_count: AtLeast
    worker_count: AtLeast
    # Whether 能够配备专职工会主席（副主席）和专职工作人员 is a condition.
    fulltime_staffing: bool = True


@rules.rule(
    "R-ORG-02",
    topic=TOPIC,
    kind=Kind.HARD_BLOCK,
    parameters=PermissionParameters,
    measures=(FIRM_COUNT, WORKER_COUNT, FULLTIME_STAFFING),
    headlines=Headlines(
        met=_("The conditions for a general union are met"),
        not_met=_("The conditions for a general union are not met"),
        unknown=_("It cannot be judged yet whether a general union may be set up"),
    ),
)
def general_union_permitted(
    parameters: PermissionParameters, values: Values
) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 三: the conditions joined by “、” hold together."""
    counts = (
        count_condition(FIRM_COUNT, parameters.firm_count, values),
        count_condition(WORKER_COUNT, parameters.worker_count, values),
    )
    if not parameters.fulltime_staffing:
        return counts
    return (*counts, fact_condition(FULLTIME_STAFFING, values))


@dataclass(frozen=True)
class ShaoxingParameters:
    """企业数在 x 家以上、二三产从业人员 y 人以上. Both numbers are included."""

    firm_count: AtLeast
    employed_2nd_3rd_sector: AtLeast


@rules.rule(
    "R-ORG-03",
    topic=TOPIC,
    kind=Kind.WARNING,
    parameters=ShaoxingParameters,
    measures=(FIRM_COUNT, EMPLOYED_2ND_3RD_SECTOR),
    headlines=DUTY_HEADLINES,
)
def general_union_due_by_firms(
    parameters: ShaoxingParameters, values: Values
) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 二(二): a duty by firms and people in secondary and tertiary industry."""
    return (
        count_condition(FIRM_COUNT, parameters.firm_count, values),
        count_condition(EMPLOYED_2ND_3RD_SECTOR, parameters.employed_2nd_3rd_sector, values),
    )


@dataclass(frozen=True)
class HaimenParameters:
    """基层工会超过 x 家，职工人数超过 y 人. Both numbers are excluded (超过)."""

    grassroots_union_count: MoreThan
    worker_count: MoreThan


@rules.rule(
    "R-ORG-04",
    topic=TOPIC,
    kind=Kind.WARNING,
    parameters=HaimenParameters,
    measures=(GRASSROOTS_UNION_COUNT, WORKER_COUNT),
    headlines=DUTY_HEADLINES,
)
def general_union_due_by_unions(
    parameters: HaimenParameters, values: Values
) -> tuple[ConditionResult, ...]:
    """Haimen 2013: a duty by grassroots unions (not firms) and workers; the comma reads as AND."""
    return (
        count_condition(GRASSROOTS_UNION_COUNT, parameters.grassroots_union_count, values),
        count_condition(WORKER_COUNT, parameters.worker_count, values),
    )
