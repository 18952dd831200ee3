"""Money in: levy, shares, rebates and subsidies (R-FND).

Every amount is calculated exactly and rounded once, at the end. The base of a rate belongs to its
rule: the 8 % of 海门, the 8 % of 长沙 and the 20 % of 福建 are of three different amounts (C-11).
"""

from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Amount,
    ConditionResult,
    Count,
    Kind,
    NotGiven,
    Outcome,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import Between, Rate, Yuan
from policies.engine.conditions import decimal_condition
from policies.engine.measure_types import show_yuan
from policies.engine.money import in_fen, percent_of

from .measures import CALCULATED, MEMBER_COUNT, WORKER_COUNT

PAYROLL_TOTAL = Amount(
    "payroll_total", label=_("Payroll"), meaning=_("Wages of all workers of the unit in the month")
)
PAID_UP_TOTAL = Amount(
    "paid_up_total",
    label=_("Union funds paid up"),
    meaning=_("Union funds paid up by the township, or by the units of its area, in the year"),
)
UNION_COUNT = Count(
    "union_count",
    label=_("Grassroots unions (number)"),
    meaning=_("Grassroots unions that the subsidy counts"),
    amount=_("%(figure)s unions"),
)
MEMBER_RATE = Amount(
    "rate",
    label=_("Rate"),
    meaning=_("Yuan for each member and year, or for each month of a part-time cadre"),
)
MONTHS = Count("months", label=_("Months"), meaning=_("Months of part-time work"))
VILLAGE_UNION_COUNT = Count(
    "village_union_count",
    label=_("Village and community unions"),
    meaning=_("Village and community unions of the township"),
    amount=_("%(figure)s unions"),
)
measures.add(*(PAYROLL_TOTAL, PAID_UP_TOTAL, UNION_COUNT, MEMBER_RATE, MONTHS, VILLAGE_UNION_COUNT))


def amount(exact: Fraction, *conditions: ConditionResult) -> Outcome:
    """A calculated amount of money; none while a condition of it does not hold."""
    if not all(condition.met for condition in conditions):
        return Outcome(conditions)
    value = in_fen(exact)
    return Outcome(conditions, value, show_yuan(value))


def given(number: Yuan | None, label: object) -> Fraction:
    """The number of the document. Raises `NotGiven` where it leaves it open."""
    if number is None:
        raise NotGiven(str(label))
    return Fraction(number.amount)


@dataclass(frozen=True)
class LevyParameters:
    """按照每月全部职工工资总额的 x%."""

    percent: Rate = field(metadata={"label": _("Rate of the levy")})


@rules.rule(
    "R-FND-01",
    topic="union_levy",
    kind=Kind.FORMULA,
    parameters=LevyParameters,
    measures=(PAYROLL_TOTAL,),
    subject=Subject.UNIT,
    headlines=CALCULATED,
    result=_("Union funds due for the month"),
)
@rules.rule(
    "R-FND-02",
    topic="preparatory_levy",
    kind=Kind.FORMULA,
    parameters=LevyParameters,
    measures=(PAYROLL_TOTAL,),
    subject=Subject.UNIT,
    headlines=CALCULATED,
    result=_("Preparatory funds due for the month"),
)
def levy_due(parameters: LevyParameters, values: Values) -> Outcome:
    """Shaoxing 2013, 二(五): a unit with a union, and one that has still to build it."""
    return amount(percent_of(PAYROLL_TOTAL.needed(values), parameters.percent.number))


@dataclass(frozen=True)
class PerHead:
    """按照会员 / 职工数量定额: the amount for each is in no document."""

    amount_each: Yuan | None = field(default=None, metadata={"label": _("Amount for each")})


@rules.rule(
    "R-FND-10",
    topic="per_member_subsidy",
    kind=Kind.FORMULA,
    parameters=PerHead,
    measures=(MEMBER_COUNT,),
    headlines=CALCULATED,
    result=_("Subsidy by members"),
)
def subsidy_by_members(parameters: PerHead, values: Values) -> Outcome:
    """安工办〔2020〕7号 四: a fixed amount for each member."""
    each = given(parameters.amount_each, _("Amount for each member"))
    return amount(each * MEMBER_COUNT.needed(values))


@rules.rule(
    "R-FND-13",
    topic="per_worker_funds",
    kind=Kind.FORMULA,
    parameters=PerHead,
    measures=(WORKER_COUNT,),
    headlines=CALCULATED,
    result=_("Funds by workers"),
)
def funds_by_workers(parameters: PerHead, values: Values) -> Outcome:
    """海门: the finance of the same level pays by the number of workers."""
    each = given(parameters.amount_each, _("Amount for each worker"))
    return amount(each * WORKER_COUNT.needed(values))


@dataclass(frozen=True)
class ChangshaSubsidy:
    """每个基层工会补贴 x 元,每个会员补贴 y 元~z 元; both ends are included."""

    per_union: Yuan = field(metadata={"label": _("For each grassroots union")})
    rate: Between
    # The rebate the subsidy comes on top of (R-FND-14).
    rebate_percent: Rate = field(metadata={"label": _("Rebate")})


@rules.rule(
    "R-FND-15",
    topic="changsha_subsidy",
    kind=Kind.FORMULA,
    parameters=ChangshaSubsidy,
    measures=(UNION_COUNT, MEMBER_COUNT, MEMBER_RATE),
    optional=(PAID_UP_TOTAL,),
    headlines=CALCULATED,
    result=_("Subsidy"),
)
def changsha_subsidy(parameters: ChangshaSubsidy, values: Values) -> Outcome:
    """长沙: an amount for each union and member; with what was paid up, the rebate as well."""
    unions = Fraction(parameters.per_union.amount) * UNION_COUNT.needed(values)
    members = Fraction(MEMBER_RATE.needed(values)) * MEMBER_COUNT.needed(values)
    paid_up = PAID_UP_TOTAL.of(values)
    rebate = percent_of(paid_up, parameters.rebate_percent.number) if paid_up else Fraction(0)
    return amount(
        rebate + unions + members, decimal_condition(MEMBER_RATE, parameters.rate, values)
    )


@dataclass(frozen=True)
class PartTimeAllowance:
    """每月 x~y 元; both ends are included."""

    rate: Between


@rules.rule(
    "R-FND-20",
    topic="part_time_allowance",
    kind=Kind.FORMULA,
    parameters=PartTimeAllowance,
    measures=(MONTHS, MEMBER_RATE),
    subject=Subject.OFFICER,
    headlines=CALCULATED,
    result=_("Allowance"),
)
def part_time_allowance(parameters: PartTimeAllowance, values: Values) -> Outcome:
    """保定, pilot: a monthly allowance of one part-time cadre. R-FND-21 holds as well."""
    exact = Fraction(MEMBER_RATE.needed(values)) * MONTHS.needed(values)
    return amount(exact, decimal_condition(MEMBER_RATE, parameters.rate, values))


@dataclass(frozen=True)
class VillageSubsidy:
    """每个村(社区)工会每年 x 元工作补贴."""

    per_union: Yuan = field(metadata={"label": _("For each village or community union")})


@rules.rule(
    "R-FND-22",
    topic="village_subsidy",
    kind=Kind.FORMULA,
    parameters=VillageSubsidy,
    measures=(VILLAGE_UNION_COUNT,),
    headlines=CALCULATED,
    result=_("Work subsidy of the year"),
)
def village_subsidy(parameters: VillageSubsidy, values: Values) -> Outcome:
    """土默特右旗: a fixed amount for each village and community union."""
    return amount(Fraction(parameters.per_union.amount) * VILLAGE_UNION_COUNT.needed(values))
