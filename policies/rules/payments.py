"""Payments and grants: who decides, for what, how often (R-FIN-06, 07, 08, R-FND-18, R-FND-25)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Amount,
    ConditionResult,
    Count,
    Fact,
    Kind,
    NoParameters,
    Precedence,
    Subject,
    Text,
    Values,
    any_met,
    measures,
    rules,
)
from policies.engine.bounds import AtMost, Yuan
from policies.engine.conditions import (
    count_condition,
    fact_condition,
    open_number,
    told,
    unrecorded,
)
from policies.engine.measure_types import show_yuan

PAYMENT_AMOUNT = Amount(
    "payment_amount", label=_("Amount of the payment"), meaning=_("Amount of one payment")
)
DECIDED_BY_MEETING = Fact(
    "decided_by_meeting",
    label=_("Decided by a meeting"),
    meaning=_("Whether a meeting on record decided on the payment"),
)
APPROVED_BY_CHAIR = Fact(
    "approved_by_chair",
    label=_("Approval signed by the chair in office"),
    meaning=_("Whether the chair in office on the day of the approval signed it"),
)
GRANT_PURPOSE = Text(
    "grant_purpose", label=_("Purpose of the grant"), meaning=_("What the grant is for")
)
PAYMENT_PURPOSE = Text(
    "payment_purpose", label=_("Purpose of the payment"), meaning=_("What the payment is for")
)
GRANT_AMOUNT = Amount("grant_amount", label=_("Amount of the grant"), meaning=_("What was granted"))
GRANT_SPENT = Amount(
    "grant_spent",
    label=_("Payments from the grant"),
    meaning=_("All payments from the grant together, the judged one included"),
)
GRANTS_OF_SUBJECT = Count(
    "grants_of_subject",
    label=_("One-off subsidies of the same subject"),
    meaning=_("One-off subsidies for the same service centre, the judged one included"),
    amount=_("%(figure)s subsidies"),
)
SUPERIOR_MANAGES_FUNDS = Fact(
    "superior_manages_funds",
    label=_("Higher union manages its own funds"),
    meaning=_("Whether the union above the federation manages funds independently"),
)
SPANS_TOWNSHIPS = Fact(
    "spans_townships",
    label=_("Spans townships"),
    meaning=_("Whether the federation extends to more than one township or street"),
)
measures.add(PAYMENT_AMOUNT, DECIDED_BY_MEETING, APPROVED_BY_CHAIR, GRANT_PURPOSE, PAYMENT_PURPOSE)
measures.add(GRANT_AMOUNT, GRANT_SPENT, GRANTS_OF_SUBJECT, SUPERIOR_MANAGES_FUNDS, SPANS_TOWNSHIPS)


@dataclass(frozen=True)
class MajorPayments:
    """重大收支集体研究决定: from which amount on is in no national document."""

    threshold: Yuan | None = field(
        default=None, metadata={"label": _("Amount above which a meeting decides")}
    )


@rules.rule(
    "R-FIN-06",
    topic="collective_decision",
    kind=Kind.WARNING,
    parameters=MajorPayments,
    measures=(PAYMENT_AMOUNT, DECIDED_BY_MEETING),
    subject=Subject.PAYMENT,
)
def major_payments_by_meeting(
    parameters: MajorPayments, values: Values
) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 九: major spending is decided collectively; “major” is left open."""
    if parameters.threshold is None:
        return (open_number(_("Amount above which a meeting decides")),)
    paid = PAYMENT_AMOUNT.of(values)
    if paid is None:
        return (unrecorded(PAYMENT_AMOUNT),)
    limit = show_yuan(parameters.threshold.amount)
    required = _("%(amount)s at most, or a meeting") % {"amount": limit}
    small = told(PAYMENT_AMOUNT, True, required=required, actual=PAYMENT_AMOUNT.show(paid))
    if paid <= parameters.threshold.amount:
        return (small,)
    return (small, fact_condition(DECIDED_BY_MEETING, values))


@rules.rule(
    "R-FIN-07",
    topic="earmarked_funds",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(GRANT_PURPOSE, PAYMENT_PURPOSE, GRANT_AMOUNT, GRANT_SPENT),
    precedence=Precedence.ALL,
    subject=Subject.PAYMENT,
)
def earmarked(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 八, 冀工办发〔2020〕43号 四.1: on purpose only, within the grant."""
    return (_same_purpose(values), _within_grant(values))


def _same_purpose(values: Values) -> ConditionResult:
    asked, given = GRANT_PURPOSE.of(values), PAYMENT_PURPOSE.of(values)
    if asked is None or given is None:
        return unrecorded(GRANT_PURPOSE if asked is None else PAYMENT_PURPOSE)
    required, actual = GRANT_PURPOSE.show(asked), PAYMENT_PURPOSE.show(given)
    return told(PAYMENT_PURPOSE, asked == given, required=required, actual=actual)


def _within_grant(values: Values) -> ConditionResult:
    granted, spent = GRANT_AMOUNT.of(values), GRANT_SPENT.of(values)
    if granted is None or spent is None:
        return unrecorded(GRANT_AMOUNT if granted is None else GRANT_SPENT)
    required = _("%(amount)s at most") % {"amount": GRANT_AMOUNT.show(granted)}
    return told(GRANT_SPENT, spent <= granted, required=required, actual=GRANT_SPENT.show(spent))


@rules.rule(
    "R-FIN-08",
    topic="chair_approval",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(APPROVED_BY_CHAIR,),
    precedence=Precedence.ALL,
    subject=Subject.PAYMENT,
)
def signed_by_chair(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """绍兴 2013, 二(五): 工会主席一支笔审批; a meeting for major payments stands beside it."""
    return (fact_condition(APPROVED_BY_CHAIR, values),)


@rules.rule(
    "R-FND-18",
    topic="fixed_subsidies",
    kind=Kind.RECORD,
    parameters=NoParameters,
    measures=(GRANTS_OF_SUBJECT,),
    precedence=Precedence.ALL,
    subject=Subject.GRANT,
)
def subsidised_once(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """福建: the subsidy of a new 职工服务中心 is given once."""
    return (count_condition(GRANTS_OF_SUBJECT, AtMost(1), values),)


@rules.rule(
    "R-FND-25",
    topic="project_subsidies",
    kind=Kind.RECORD,
    parameters=NoParameters,
    measures=(SUPERIOR_MANAGES_FUNDS, SPANS_TOWNSHIPS),
    precedence=Precedence.ALL,
    subject=Subject.GRANT,
)
def supported_case_by_case(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 四.1: where the higher union keeps no funds, or across townships."""
    kept = fact_condition(SUPERIOR_MANAGES_FUNDS, values, required=False)
    across = fact_condition(SPANS_TOWNSHIPS, values)
    if any_met((kept.met, across.met)):
        return tuple(one for one in (kept, across) if one.met)
    return (kept, across)
