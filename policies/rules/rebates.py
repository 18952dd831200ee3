"""Rebates of paid-up funds, shares and awards: R-FND-04, 07, 11, 12, 14, 17, 19, 21."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Amount,
    Choice,
    ConditionResult,
    Count,
    Fact,
    Kind,
    NoParameters,
    NotGiven,
    Outcome,
    Percentage,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, AtMost, Between, MoreThan, Percent, Rate, Yuan
from policies.engine.conditions import decimal_condition, fact_condition, told, unrecorded, where
from policies.engine.measure_types import show_yuan
from policies.engine.money import in_fen, percent_of

from .funds import PAID_UP_TOTAL, amount, given
from .measures import CALCULATED

GRADE = Choice(
    "grade",
    label=_("Grade of the assessment"),
    meaning=_("Grade of the yearly assessment; left out where an uplift is given"),
    codes=(
        ("advanced", _("advanced")),
        ("standard", _("standard")),
        ("backward", _("backward")),
    ),
    also=(("先进", "advanced"), ("达标", "standard"), ("落后", "backward")),
)
UPLIFT = Percentage(
    "uplift", label=_("Uplift"), meaning=_("Uplift of the rebate for an advanced unit, in percent")
)
SHARES = GRASSROOTS_SHARE, TOWNSHIP_SHARE, UPPER_SHARE = (
    Percentage(
        "grassroots_share",
        label=_("Share of the grassroots unions"),
        meaning=_("Percent of the union funds that the grassroots unions keep"),
    ),
    Percentage(
        "township_share",
        label=_("Share of the township unions"),
        meaning=_("Percent of the union funds for township and zone unions; 0 where there is none"),
    ),
    Percentage(
        "upper_share",
        label=_("Share of the higher unions"),
        meaning=_("Percent of the union funds for all higher unions together"),
    ),
)
LEVIED = Amount("levied", label=_("Union funds"), meaning=_("Union funds that are shared out"))
SUBSIDIES_TOTAL = Amount(
    "subsidies_total",
    label=_("Subsidies downwards"),
    meaning=_("Subsidies of the national level downwards in the year"),
)
TOWNSHIP_SUBSIDIES = Amount(
    "township_subsidies",
    label=_("Subsidies for townships and zones"),
    meaning=_("What of the subsidies goes to township and zone unions"),
)
RANKING = Count("ranking", label=_("Rank"), meaning=_("Rank in the yearly assessment, 1 = first"))
IS_PUBLIC_OFFICIAL = Fact(
    "is_public_official",
    label=_("Public official"),
    meaning=_("Whether the person is a public official"),
)
ALLOWANCE = Amount(
    "allowance", label=_("Part-time allowance"), meaning=_("Part-time allowance that is paid")
)
measures.add(GRADE, UPLIFT, *SHARES, LEVIED, SUBSIDIES_TOTAL, TOWNSHIP_SUBSIDIES)
measures.add(RANKING, IS_PUBLIC_OFFICIAL, ALLOWANCE)


@dataclass(frozen=True)
class ShareParameters:
    """经费分成比例不低于 x%: the number is included."""

    grassroots_percent: Percent = field(metadata={"label": _("Share of the grassroots unions")})


@rules.rule(
    "R-FND-04",
    topic="grassroots_share",
    kind=Kind.HARD_BLOCK,
    parameters=ShareParameters,
    measures=SHARES,
    optional=(LEVIED,),
    subject=Subject.SHARE_TABLE,
    result=_("Amount of the grassroots unions"),
)
def shares_are_in_order(parameters: ShareParameters, values: Values) -> Outcome:
    """总工发〔2016〕28号 四.3: the grassroots share is large enough; the shares make up 100 %."""
    least = AtLeast(parameters.grassroots_percent.number)
    conditions = (decimal_condition(GRASSROOTS_SHARE, least, values), _whole(values))
    levied = LEVIED.of(values)
    if levied is None:
        return Outcome(conditions)
    return amount(percent_of(levied, GRASSROOTS_SHARE.needed(values)), *conditions)


def _whole(values: Values) -> ConditionResult:
    """All shares together are exactly 100 %."""
    shares = [share.of(values) for share in SHARES]
    missing = tuple(s.name for s, value in zip(SHARES, shares, strict=True) if value is None)
    total = sum((share for share in shares if share is not None), Decimal(0))
    condition = told(
        GRASSROOTS_SHARE, total == 100, required="100%", actual=GRASSROOTS_SHARE.show(total)
    )
    all_shares = replace(condition, label=str(_("All shares together")))
    return replace(all_shares, met=None, missing=missing) if missing else all_shares


@dataclass(frozen=True)
class EarmarkParameters:
    """不低于补助总额的 x%: the number is included."""

    township_percent: Percent = field(
        metadata={"label": _("Share of the subsidies for townships and zones")}
    )


@rules.rule(
    "R-FND-07",
    topic="township_subsidies",
    kind=Kind.FORMULA,
    parameters=EarmarkParameters,
    measures=(SUBSIDIES_TOTAL, TOWNSHIP_SUBSIDIES),
    subject=Subject.SHARE_TABLE,
    result=_("Least amount for townships and zones"),
)
def enough_for_townships(parameters: EarmarkParameters, values: Values) -> Outcome:
    """总工发〔2016〕28号 四.3: so much of the subsidies goes to township and zone unions."""
    percent = parameters.township_percent.number
    least = percent_of(SUBSIDIES_TOTAL.needed(values), percent)
    paid = TOWNSHIP_SUBSIDIES.of(values)
    shown = show_yuan(in_fen(least))
    if paid is None:
        return Outcome((unrecorded(TOWNSHIP_SUBSIDIES),), in_fen(least), shown)
    met = Fraction(paid) >= least
    enough = told(TOWNSHIP_SUBSIDIES, met, required=shown, actual=show_yuan(paid))
    return Outcome((enough,), in_fen(least), shown)


@dataclass(frozen=True)
class RebateParameters:
    """按上缴工会经费总额 x% 的比例进行回拨."""

    percent: Rate = field(metadata={"label": _("Rebate")})


@rules.rule(
    "R-FND-11",
    topic="haimen_rebate",
    kind=Kind.FORMULA,
    parameters=RebateParameters,
    measures=(PAID_UP_TOTAL,),
    headlines=CALCULATED,
    result=_("Rebate"),
)
@rules.rule(
    "R-FND-14",
    topic="changsha_rebate",
    kind=Kind.FORMULA,
    parameters=RebateParameters,
    measures=(PAID_UP_TOTAL,),
    headlines=CALCULATED,
    result=_("Rebate"),
)
def rebate(parameters: RebateParameters, values: Values) -> Outcome:
    """海门, 长沙: a share of the union funds that were paid up."""
    return amount(percent_of(PAID_UP_TOTAL.needed(values), parameters.percent.number))


@dataclass(frozen=True)
class GradedRebate:
    """在回拨总数的基础上给予 x% 到 y% 的上浮,对落后单位则予以减拨. Both ends are included.

    The uplift is relative to the rebate. How much less a backward unit gets is not said.
    """

    percent: Rate = field(metadata={"label": _("Rebate")})
    uplift: Between
    reduction: Rate | None = field(default=None, metadata={"label": _("Reduction")})


@rules.rule(
    "R-FND-12",
    topic="haimen_graded_rebate",
    kind=Kind.FORMULA,
    parameters=GradedRebate,
    measures=(PAID_UP_TOTAL,),
    optional=(GRADE, UPLIFT),
    headlines=CALCULATED,
    result=_("Rebate"),
)
def graded_rebate(parameters: GradedRebate, values: Values) -> Outcome:
    """海门: the rebate of a unit by its grade, rounded once at the end."""
    base = percent_of(PAID_UP_TOTAL.needed(values), parameters.percent.number)
    grade, uplift = GRADE.of(values), UPLIFT.of(values)
    if grade == "backward":
        return amount(base - percent_of(base, _reduction(parameters)), _no_uplift(uplift))
    if grade == "standard":
        return amount(base, _no_uplift(uplift))
    within = decimal_condition(UPLIFT, parameters.uplift, values)
    return amount(base + percent_of(base, uplift or 0), within)


def _reduction(parameters: GradedRebate) -> int:
    if parameters.reduction is None:
        raise NotGiven(_("Reduction for a backward unit"))
    return parameters.reduction.number


def _no_uplift(uplift: Decimal | None) -> ConditionResult:
    """Only an advanced unit gets more."""
    none = UPLIFT.show(Decimal(0))
    actual = UPLIFT.show(uplift or Decimal(0))
    return told(UPLIFT, not uplift, required=none, actual=actual)


@dataclass(frozen=True)
class FujianRebate:
    """…费的 x% 部分回拨: the amount it is taken of is lost in the source and never guessed."""

    percent: Rate = field(metadata={"label": _("Rebate")})
    base_amount: Yuan | None = field(default=None, metadata={"label": _("Base of the rebate")})


@rules.rule(
    "R-FND-17",
    topic="fujian_rebate",
    kind=Kind.FORMULA,
    parameters=FujianRebate,
    measures=(),
    headlines=CALCULATED,
    result=_("Rebate"),
)
def fujian_rebate(parameters: FujianRebate, values: Values) -> Outcome:
    """福建: special funds for township unions."""
    base = given(parameters.base_amount, _("Base of the rebate"))
    return amount(percent_of(base, parameters.percent.number))


@dataclass(frozen=True)
class AwardParameters:
    """对考核前 x 名的分别给予 y 元奖励."""

    ranking: AtMost
    award: Yuan = field(metadata={"label": _("Award")})


@rules.rule(
    "R-FND-19",
    topic="award_by_rank",
    kind=Kind.FORMULA,
    parameters=AwardParameters,
    measures=(RANKING,),
    headlines=CALCULATED,
    result=_("Award"),
)
def award_by_rank(parameters: AwardParameters, values: Values) -> Outcome:
    """保定: an award for the first few; nothing is said about ties, nor within which area."""
    rank = RANKING.needed(values)
    first = rank > 0 and parameters.ranking.admits(rank)
    return amount(Fraction(parameters.award.amount) if first else Fraction(0))


@rules.rule(
    "R-FND-21",
    topic="allowance_of_officials",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(ALLOWANCE, IS_PUBLIC_OFFICIAL),
    precedence=Precedence.ALL,
    subject=Subject.OFFICER,
)
def no_allowance_for_officials(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 八: a part-time allowance only for those who are no public officials."""
    paid = decimal_condition(ALLOWANCE, MoreThan(0), values)
    return where(paid, fact_condition(IS_PUBLIC_OFFICIAL, values, required=False))
