"""What the page of one payment shows: its state, who did what, what comes next."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from funding.choices import APPROVED_STATES, PaymentAction, PaymentState
from funding.forms.payments import (
    ApproveForm,
    PayForm,
    ReasonForm,
    ReceiptForm,
    ReverseForm,
    StepForm,
)
from funding.models import Payment
from funding.selectors.payment_lists import steps_of
from funding.selectors.payments import county_federation, live_reversal
from funding.services.payment_log import had_a_hand
from funding.services.payments import CHANGE, RECEIVE

FORMS: dict[str, type[StepForm]] = {
    PaymentAction.REVIEW: StepForm,
    PaymentAction.APPROVE: ApproveForm,
    PaymentAction.PAY: PayForm,
    PaymentAction.RETURN: ReasonForm,
    PaymentAction.CANCEL: ReasonForm,
    PaymentAction.RECEIVE: ReceiptForm,
    "reverse": ReverseForm,
}
# What can be done in which state: the next step first.
OPEN_STEPS: dict[str, tuple[str, ...]] = {
    PaymentState.DRAFT: (PaymentAction.REVIEW, PaymentAction.CANCEL),
    PaymentState.REVIEWED: (PaymentAction.APPROVE, PaymentAction.RETURN, PaymentAction.CANCEL),
    PaymentState.APPROVED: (PaymentAction.PAY,),
    PaymentState.PAID: (PaymentAction.RECEIVE,),
}
BUTTONS = {
    PaymentAction.REVIEW: gettext_lazy("Review"),
    PaymentAction.APPROVE: gettext_lazy("Approve"),
    PaymentAction.PAY: gettext_lazy("Record the payment"),
    PaymentAction.RETURN: gettext_lazy("Send back"),
    PaymentAction.CANCEL: gettext_lazy("Cancel the payment"),
    PaymentAction.RECEIVE: gettext_lazy("Confirm receipt"),
    "reverse": gettext_lazy("Draft the reversal"),
}


@dataclass(frozen=True)
class Step:
    """A step that can be taken: its form and its button."""

    key: str
    form: StepForm
    label: Any


def detail(payment: Payment, user: Any, refused: tuple[str, StepForm] | None = None) -> Any:
    """The page; `refused` is the form of a step that was not taken."""
    reversal = live_reversal(payment)
    changes = user.has_perm(CHANGE, payment)
    found = [_step(key, payment, refused) for key in _keys(payment, user, changes, reversal)]
    return {
        "payment": payment,
        "payer": county_federation(payment.county_code),
        "source": payment.grant or payment.line,
        "log": steps_of(payment),
        "reversal": reversal,
        "next": found[:1] if found and found[0].key != "reverse" else [],
        "others": found[1:] if found and found[0].key != "reverse" else found,
        "may_edit": changes and payment.state == PaymentState.DRAFT and not payment.is_reversal,
        "refused": refused[1] if refused else None,
        "own_hand": payment.state == PaymentState.REVIEWED and had_a_hand(payment, user),
        "way": _way(payment),
    }


def _keys(payment: Payment, user: Any, changes: bool, reversal: Payment | None) -> list[str]:
    found = [
        key
        for key in OPEN_STEPS.get(payment.state, ())
        if (user.has_perm(RECEIVE, payment) if key == PaymentAction.RECEIVE else changes)
    ]
    if payment.is_reversal and not changes:
        return []
    if reversal is not None and PaymentAction.PAY in found:
        found.remove(PaymentAction.PAY)
    if changes and reversal is None and not payment.is_reversal:
        found += ["reverse"] if payment.state in APPROVED_STATES else []
    return found


def _step(key: str, payment: Payment, refused: tuple[str, StepForm] | None) -> Step:
    if refused is not None and refused[0] == key:
        return Step(key, refused[1], BUTTONS[key])
    form = FORMS[key](payment, auto_id=f"{key}_%s")
    return Step(key, form, BUTTONS[key])


def _way(payment: Payment) -> list[tuple[str, bool, bool]]:
    """The states of the way: word, whether it is passed, whether it is the present one."""
    states: list[PaymentState] = list(PaymentState)[:-1]  # the last one leads off the way
    if payment.state == PaymentState.CANCELLED:
        return [(str(PaymentState.CANCELLED.label), False, True)]
    at = states.index(PaymentState(payment.state))
    return [(str(state.label), number < at, number == at) for number, state in enumerate(states)]
