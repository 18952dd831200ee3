"""A payment on its way: draft, review, approval, paid, received, and back by a reversal.

Whoever drafted, changed or reviewed a payment does not approve it. Two people are enough: one
drafts and reviews, the other approves.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Meeting, Person
from cadres.services.upkeep import allow, not_to_come, same_county
from funding.choices import APPROVED_STATES, PaymentAction, PaymentState
from funding.exact import exact
from funding.models import Payment
from funding.selectors.payments import live_reversal
from funding.services.payment_listeners import PaymentListener, register, tell, unregister
from funding.services.payment_log import had_a_hand, log_step
from funding.services.payment_rules import (
    allowance_problems,
    meeting_problems,
    purpose_problems,
    sign_as_chair,
    signature_problems,
    take_meeting,
)
from funding.services.payment_sources import fit_reversal, fit_source, lock_source
from history.services import save_record
from members.services.rows import require
from townships.problems import Problem, Saved, refuse
from townships.services.common import lock_stored
from unionreg.refusals import Refused

__all__ = [
    "PaymentListener",
    "approve",
    "cancel",
    "confirm",
    "pay",
    "register",
    "reverse",
    "review",
    "save_draft",
    "send_back",
    "unregister",
]

CHANGE, RECEIVE = "funding.change_payment", "funding.receive_payment"
# From which states a step leads to which.
_WAYS: dict[str, tuple[tuple[str, ...], str]] = {
    PaymentAction.REVIEW: ((PaymentState.DRAFT,), PaymentState.REVIEWED),
    PaymentAction.RETURN: ((PaymentState.REVIEWED,), PaymentState.DRAFT),
    PaymentAction.CANCEL: ((PaymentState.DRAFT, PaymentState.REVIEWED), PaymentState.CANCELLED),
    PaymentAction.APPROVE: ((PaymentState.REVIEWED,), PaymentState.APPROVED),
    PaymentAction.PAY: ((PaymentState.APPROVED,), PaymentState.PAID),
    PaymentAction.RECEIVE: ((PaymentState.PAID,), PaymentState.RECEIVED),
}


@transaction.atomic
def save_draft(
    *, payment: Payment, user: Any, expected_version: int | None = None
) -> Saved[Payment]:
    """Save the draft of a payment; the same form sent twice gives the same payment.

    Raises Refused for an amount that is none, for more than what is left, for a union that does not
    fit, for a purpose other than the grant's (R-FIN-07), for an allowance of a public official
    (R-FND-21) and from the review on; ValidationError; Conflict; PermissionDenied.
    """
    stored = lock_stored(payment, expected_version)
    payment.county_code = payment.county_code or payment.recipient.county_code
    fields = ("recipient", "line", "grant", "allowance", "meeting", "signed_by")
    same_county(payment, **{field: getattr(payment, field) for field in fields})
    allow(user, payment, stored)
    if stored is not None:
        _still(stored, PaymentState.DRAFT)
        _not_a_reversal(stored)
    payment.amount = exact(payment.amount)
    lock_source(payment)
    if stored is None and (twin := _sent_before(payment)) is not None:
        return Saved(twin)
    notices = _judge(payment)
    take_meeting(payment, None)
    payment.author, payment.state = user, PaymentState.DRAFT
    save_record(instance=payment, user=user, expected_version=expected_version)
    action = PaymentAction.CREATE if stored is None else PaymentAction.CHANGE
    log_step(payment=payment, action=action, user=user)
    return Saved(payment, notices)


def _sent_before(payment: Payment) -> Payment | None:
    """The payment that the same form has made already."""
    if payment.submission is None:
        return None
    rows = Payment.objects.in_county(payment.county_code)
    return rows.filter(submission=payment.submission).first()


def _judge(payment: Payment) -> tuple[Problem, ...]:
    """The notices of the rules on source and purpose; raises Refused when one forbids it."""
    if payment.reverses_id is not None:
        return ()
    notices = refuse([*purpose_problems(payment), *allowance_problems(payment)])
    fit_source(payment)
    return notices


def _still(payment: Payment, *states: str) -> None:
    """Raises Refused unless the payment is in one of the states."""
    if payment.state in states:
        return
    if payment.state in APPROVED_STATES:
        text = _(
            "The payment is %(state)s; nothing of it changes any more. "
            "A mistake is put right by a reversal."
        )
    else:
        text = _("The payment is %(state)s now, so this step is not open. Look at it again.")
    raise Refused(text % {"state": payment.get_state_display()})


def _not_a_reversal(payment: Payment) -> None:
    if payment.is_reversal:
        raise Refused(_("A reversal is not changed. Cancel it and write a new one."))


def _begin(
    payment: Payment, action: str, user: Any, expected_version: int | None, right: str = CHANGE
) -> Payment:
    """The stored payment, locked, where the step may be taken by this user from this state."""
    stored = lock_stored(payment, expected_version)
    if stored is None:
        raise Refused(_("Save the payment first."))
    require(user, right, stored)
    _still(stored, *_WAYS[action][0])
    stored.state = _WAYS[action][1]
    return stored


def _finish(payment: Payment, action: str, user: Any, note: str = "") -> None:
    save_record(instance=payment, user=user, reason=note)
    log_step(payment=payment, action=action, user=user, note=note)


@transaction.atomic
def review(
    *, payment: Payment, user: Any, expected_version: int | None = None, note: str = ""
) -> Saved[Payment]:
    """Review a draft. Raises Refused when it no longer fits its source; Conflict."""
    stored = _begin(payment, PaymentAction.REVIEW, user, expected_version)
    lock_source(stored)
    notices = _judge(stored)
    stored.reviewer, stored.reviewed_at = user, timezone.now()
    _finish(stored, PaymentAction.REVIEW, user, note)
    return Saved(stored, notices)


@transaction.atomic
def send_back(
    *, payment: Payment, user: Any, expected_version: int | None = None, note: str = ""
) -> Saved[Payment]:
    """Make a reviewed payment a draft again. Raises Refused without a reason; Conflict."""
    stored = _begin(payment, PaymentAction.RETURN, user, expected_version)
    _reasoned(note)
    stored.reviewer = stored.reviewed_at = None
    _finish(stored, PaymentAction.RETURN, user, note)
    return Saved(stored)


@transaction.atomic
def cancel(
    *, payment: Payment, user: Any, expected_version: int | None = None, note: str = ""
) -> Saved[Payment]:
    """Cancel a payment before its approval. Raises Refused without a reason; Conflict."""
    stored = _begin(payment, PaymentAction.CANCEL, user, expected_version)
    _reasoned(note)
    _finish(stored, PaymentAction.CANCEL, user, note)
    return Saved(stored)


def _reasoned(note: str) -> None:
    if not note.strip():
        raise Refused({"note": _("Say why, in a few words: it goes into the log of approvals.")})


@transaction.atomic
def approve(
    *,
    payment: Payment,
    user: Any,
    expected_version: int | None = None,
    meeting: Meeting | None = None,
    signed_by: Person | None = None,
    note: str = "",
) -> Saved[Payment]:
    """Approve a reviewed payment.

    Raises Refused for somebody who drafted, changed or reviewed it, for a missing meeting above the
    amount laid down (R-FIN-06), for a meeting of others or of a later day, and when it no longer
    fits its source (R-FIN-07, R-FND-21); Conflict. Tells an approval that the chair did not sign
    (R-FIN-08).
    """
    stored = _begin(payment, PaymentAction.APPROVE, user, expected_version)
    _four_eyes(stored, user)
    same_county(stored, meeting=meeting, signed_by=signed_by)
    stored.signed_by = signed_by or stored.signed_by
    lock_source(stored)
    take_meeting(stored, meeting)
    notices = _judge(stored)
    if not stored.is_reversal:
        sign_as_chair(stored, user)
        notices += refuse([*meeting_problems(stored), *signature_problems(stored)])
    stored.approver, stored.approved_at = user, timezone.now()
    _finish(stored, PaymentAction.APPROVE, user, note)
    return Saved(stored, notices)


def _four_eyes(payment: Payment, user: Any) -> None:
    """Raises Refused for somebody who has had a hand in the payment."""
    if user.pk in (payment.author_id, payment.reviewer_id) or had_a_hand(payment, user):
        text = _(
            "You drafted, changed or reviewed this payment yourself. "
            "Somebody else has to approve it."
        )
        raise Refused(text)


@transaction.atomic
def pay(
    *,
    payment: Payment,
    paid_on: date,
    voucher: str,
    user: Any,
    expected_version: int | None = None,
    note: str = "",
) -> Saved[Payment]:
    """Record that the money has left the account, or with a reversal that it has come back.

    Raises Refused for a day before the approval or to come, without a voucher, for a payment that
    is being reversed and for an allowance of a public official; Conflict.
    """
    stored = _begin(payment, PaymentAction.PAY, user, expected_version)
    _payable(stored)
    not_to_come(paid_on, "paid_on")
    approved_on = timezone.localdate(stored.approved_at)
    if paid_on < approved_on:
        text = _("It was approved on %(day)s and cannot be paid before.")
        raise Refused({"paid_on": text % {"day": approved_on.isoformat()}})
    if not voucher.strip():
        raise Refused({"voucher": _("Give the number of the voucher: the audit asks for it.")})
    stored.paid_on, stored.voucher = paid_on, voucher.strip()
    notices = () if stored.is_reversal else refuse(allowance_problems(stored))
    _finish(stored, PaymentAction.PAY, user, note)
    tell(payment=stored, user=user)
    return Saved(stored, notices)


def _payable(payment: Payment) -> None:
    if live_reversal(payment) is not None:
        raise Refused(_("This payment is being reversed, so it is not paid."))
    original = payment.reverses
    if original is not None and original.state == PaymentState.APPROVED:
        text = _("The reversed payment was never paid: nothing comes back, and nothing is open.")
        raise Refused(text)


@transaction.atomic
def confirm(
    *,
    payment: Payment,
    received_on: date,
    user: Any,
    expected_version: int | None = None,
    note: str = "",
) -> Saved[Payment]:
    """Confirm that the money has arrived; for a reversal the county does.

    Raises Refused for a day before the payment or to come; Conflict; PermissionDenied.
    """
    right = CHANGE if payment.is_reversal else RECEIVE
    stored = _begin(payment, PaymentAction.RECEIVE, user, expected_version, right)
    not_to_come(received_on, "received_on")
    if stored.paid_on and received_on < stored.paid_on:
        text = _("It was paid on %(day)s and cannot have arrived before.")
        raise Refused({"received_on": text % {"day": stored.paid_on.isoformat()}})
    stored.received_on, stored.receiver = received_on, user
    _finish(stored, PaymentAction.RECEIVE, user, note)
    return Saved(stored)


@transaction.atomic
def reverse(
    *,
    payment: Payment,
    amount: Any,
    user: Any,
    note: str,
    submission: Any = None,
    expected_version: int | None = None,
) -> Saved[Payment]:
    """Draft the reversal of a payment, which then goes the way of every payment.

    What was approved but never paid is reversed as a whole; its reversal ends with the approval.
    Raises Refused for a payment that is not approved yet, is a reversal or is reversed already, for
    more than was paid, and without a reason; Conflict; PermissionDenied.
    """
    original = lock_stored(payment, expected_version)
    if original is None:
        raise Refused(_("Save the payment first."))
    require(user, "funding.add_payment", original)
    made = _reversal_of(original, exact(amount), note, submission)
    if (twin := _sent_before(made)) is not None:
        return Saved(twin)
    _reversible(original)
    _reasoned(note)
    fit_reversal(made, original)
    made.author = user
    save_record(instance=made, user=user, reason=note)
    log_step(payment=made, action=PaymentAction.CREATE, user=user, note=note)
    return Saved(made)


def _reversible(original: Payment) -> None:
    _not_a_reversal(original)
    if original.state not in APPROVED_STATES:
        text = _("The payment is %(state)s. Change or cancel it; only approved ones are reversed.")
        raise Refused(text % {"state": original.get_state_display()})
    if live_reversal(original) is not None:
        raise Refused(_("This payment is reversed already. Cancel that reversal first."))


def _reversal_of(original: Payment, amount: Any, note: str, submission: Any) -> Payment:
    kept = ("recipient_id", "line_id", "grant_id", "allowance_id", "months", "payee")
    return Payment(
        county_code=original.county_code,
        amount=amount,
        reverses=original,
        purpose=original.purpose,
        purpose_text=original.purpose_text,
        note=note.strip()[:200],
        submission=submission,
        **{name: getattr(original, name) for name in kept},
    )
