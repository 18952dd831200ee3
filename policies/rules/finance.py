"""Accounts: who keeps the money of a township union (R-FIN-03)."""

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Fact,
    Kind,
    NoParameters,
    Precedence,
    Values,
    measures,
    rules,
)
from policies.engine.conditions import fact_condition, unrecorded

ACCOUNTING_MODE = Choice(
    "accounting_mode",
    label=_("Accounting"),
    meaning=_("Whether the union keeps its own accounts or the county federation keeps them"),
    codes=(("independent", _("independent accounting")), ("custody", _("kept by the county"))),
    also=(("独立核算", "independent"), ("代管", "custody")),
)
BANK_ACCOUNT = Fact(
    "bank_account",
    label=_("Own bank account"),
    meaning=_("Whether the union has an own bank account"),
)
CUSTODIAN_IS_COUNTY = Fact(
    "custodian_is_county",
    label=_("Kept by the federation of its county"),
    meaning=_("Whether the custodian is the federation of the county the township lies in"),
)
measures.add(ACCOUNTING_MODE, BANK_ACCOUNT, CUSTODIAN_IS_COUNTY)


@rules.rule(
    "R-FIN-03",
    topic="custody",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(ACCOUNTING_MODE, BANK_ACCOUNT),
    optional=(CUSTODIAN_IS_COUNTY,),
    precedence=Precedence.ALL,
)
def either_own_or_kept(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 九: an own account, or custody by the county; never both at once."""
    mode = ACCOUNTING_MODE.of(values)
    if mode is None:
        return (unrecorded(ACCOUNTING_MODE),)
    if mode == "independent":
        return (fact_condition(BANK_ACCOUNT, values),)
    return (
        fact_condition(BANK_ACCOUNT, values, required=False),
        fact_condition(CUSTODIAN_IS_COUNTY, values),
    )
