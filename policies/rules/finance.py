"""Accounts: who keeps the money of a union (R-FIN-02, R-FIN-03, R-FIN-04)."""

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
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
from policies.engine.conditions import choice_condition, fact_condition, unrecorded, where

ACCOUNTING_MODE = Choice(
    "accounting_mode",
    label=_("Accounting"),
    meaning=_("Whether the union keeps its own accounts, or who keeps them"),
    codes=(
        ("independent", _("independent accounting")),
        ("custody", _("kept by the county")),
        ("central", _("kept at an accounting centre, a sub-ledger for each union")),
    ),
    also=(("独立核算", "independent"), ("代管", "custody"), ("集中核算", "central")),
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
LEGAL_PERSON = Fact(
    "legal_person",
    label=_("Legal person status"),
    meaning=_("Whether the union has legal person status"),
)
measures.add(ACCOUNTING_MODE, BANK_ACCOUNT, CUSTODIAN_IS_COUNTY, LEGAL_PERSON)


@rules.rule(
    "R-FIN-02",
    topic="own_account",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(LEGAL_PERSON, ACCOUNTING_MODE),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def legal_person_has_account(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 九: a township union that is a legal person keeps its own accounts."""
    own = choice_condition(ACCOUNTING_MODE, ("independent",), values)
    return where(fact_condition(LEGAL_PERSON, values), own)


@rules.rule(
    "R-FIN-04",
    topic="own_account_local",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(ACCOUNTING_MODE,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def has_account(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """绍兴 2013, 二(五): every township and grassroots union keeps its own accounts."""
    return (choice_condition(ACCOUNTING_MODE, ("independent",), values),)


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
    if mode == "central":  # the same clause lets a centre keep the books of several unions
        return (choice_condition(ACCOUNTING_MODE, ("independent", "custody", "central"), values),)
    return (
        fact_condition(BANK_ACCOUNT, values, required=False),
        fact_condition(CUSTODIAN_IS_COUNTY, values),
    )
