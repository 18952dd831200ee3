"""Books, budgets and audits (R-FIN-01, R-FIN-05, R-FIN-09, R-FIN-11, R-FND-24)."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.engine import (
    Amount,
    ConditionResult,
    Fact,
    Kind,
    NoParameters,
    Precedence,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtMost
from policies.engine.conditions import decimal_condition, fact_condition

from .measures import YEAR
from .yearly import still_running

BUDGET_RECORDED = Fact(
    "budget_recorded",
    label=gettext_lazy("Budget of the year"),
    meaning=gettext_lazy("Whether the budget of the year is frozen"),
    lacking=gettext_lazy("the budget"),
)
FINAL_RECORDED = Fact(
    "final_account_recorded",
    label=gettext_lazy("Final account of the year"),
    meaning=gettext_lazy("Whether the final account of the year is frozen"),
    lacking=gettext_lazy("the final account"),
)
ONE_SUB_LEDGER = Fact(
    "entries_in_one_sub_ledger",
    label=gettext_lazy("Each entry in one sub-ledger"),
    meaning=gettext_lazy("Whether every entry belongs to exactly one sub-ledger"),
)
ADDS_UP = Fact(
    "ledger_adds_up",
    label=gettext_lazy("The whole is the sum of its sub-ledgers"),
    meaning=gettext_lazy("Whether the balance by the journal equals the sum of the sub-ledgers"),
)
OVERDRAWN = Fact(
    "sub_ledger_overdrawn",
    label=gettext_lazy("A sub-ledger below zero"),
    meaning=gettext_lazy("Whether one union's money pays for what another has not got"),
)
AUDIT_RECORDED = Fact(
    "audit_recorded",
    label=gettext_lazy("Audit of the year"),
    meaning=gettext_lazy("Whether an audit of the funds of the year is recorded"),
    lacking=gettext_lazy("the audit"),
)
UNCATEGORISED = Amount(
    "uncategorised_spending",
    label=gettext_lazy("Spending without a category"),
    meaning=gettext_lazy("Spending of the year that no category of the regulation was given"),
)
IN_BUDGET_ABOVE = Fact(
    "in_budget_of_superior",
    label=gettext_lazy("Funds in the budget of the next higher union"),
    meaning=gettext_lazy("Whether that budget of the year has a line for the federation"),
    lacking=gettext_lazy("a line in the budget of the next higher union"),
)
measures.add(
    *(BUDGET_RECORDED, FINAL_RECORDED, ONE_SUB_LEDGER, ADDS_UP, OVERDRAWN, AUDIT_RECORDED),
    *(UNCATEGORISED, IN_BUDGET_ABOVE),
)


def once_over(condition: ConditionResult, values: Values) -> ConditionResult:
    """What is missing in a year that still runs can still come."""
    year = YEAR.of(values)
    if condition.met is not False or not year:
        return condition
    last_day = date(year, 12, 31)
    if not still_running(last_day, values):
        return condition
    left = _("still time until %(day)s") % {"day": last_day.isoformat()}
    return replace(condition, met=True, difference=left, shortfall=0, lacking="")


@rules.rule(
    "R-FIN-01",
    topic="budget",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(BUDGET_RECORDED, FINAL_RECORDED, YEAR),
    optional=(YEAR,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def year_is_planned(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 九: a budget and a final account every year; no day is laid down."""
    found = (fact_condition(measure, values) for measure in (BUDGET_RECORDED, FINAL_RECORDED))
    return tuple(once_over(condition, values) for condition in found)


@rules.rule(
    "R-FIN-05",
    topic="accounting_centre",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(ONE_SUB_LEDGER, ADDS_UP, OVERDRAWN),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def separate_books(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 九: central accounting, separate books for each union."""
    return (
        fact_condition(ONE_SUB_LEDGER, values),
        fact_condition(ADDS_UP, values),
        fact_condition(OVERDRAWN, values, required=False),
    )


@rules.rule(
    "R-FIN-09",
    topic="audit",
    kind=Kind.RECORD,
    parameters=NoParameters,
    measures=(AUDIT_RECORDED, YEAR),
    optional=(YEAR,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def funds_are_audited(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 九: the examination of funds by year; how often is not laid down."""
    return (once_over(fact_condition(AUDIT_RECORDED, values), values),)


@rules.rule(
    "R-FIN-11",
    topic="use_of_funds",
    kind=Kind.RECORD,
    parameters=NoParameters,
    measures=(UNCATEGORISED,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def spending_has_its_category(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 九: what money is spent on is recorded by category."""
    return (decimal_condition(UNCATEGORISED, AtMost(0), values),)


@rules.rule(
    "R-FND-24",
    topic="federation_budget",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(IN_BUDGET_ABOVE, YEAR),
    optional=(YEAR,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def funds_in_budget_above(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 四.1: a federation's funds stand in the next higher union's budget."""
    return (once_over(fact_condition(IN_BUDGET_ABOVE, values), values),)
