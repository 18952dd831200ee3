"""Payments of levies: recorded once, taken back by a reversal, never edited."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.exact import exact
from funding.models import LevyPayment
from funding.services.levy_rows import (
    judge_again,
    mine,
    real_month,
    settle_county,
    settle_township,
)
from history.services import lock, save_record
from townships.problems import Saved
from unionreg.county import Conflict
from unionreg.refusals import Refused

_COPIED = ("county_code", "kind", "year", "month", "amount", "channel", "collecting_township_id")


@transaction.atomic
def record_payment(*, payment: LevyPayment, user: Any, reason: str = "") -> Saved[LevyPayment]:
    """Record what a unit paid for a month (in yuan).

    Raises Refused for an amount of nothing, below 0 or with parts of a fen, for a day or month to
    come, an employer or township of another county, and for a payment that is stored already;
    PermissionDenied; ValidationError for a voucher number of the same channel that exists.
    """
    if payment.pk is not None:
        raise Refused(_("A payment is not changed. Take it back and record it anew."))
    settle_county(payment)
    mine(user, payment)
    payment.reference = payment.reference.strip()
    payment.amount = exact(payment.amount)
    _checked_day(payment.paid_on)
    real_month(payment)
    settle_township(payment)
    save_record(instance=payment, user=user, reason=reason)
    judge_again(payment)
    return Saved(payment)


@transaction.atomic
def reverse_payment(
    *,
    payment: LevyPayment,
    paid_on: date,
    reference: str,
    reason: str,
    user: Any,
    expected_version: int | None = None,
) -> Saved[LevyPayment]:
    """Take a payment back by a record of its own; both stay, and neither counts any more.

    Raises Refused for a reversal, for a payment that was taken back already, for a day before the
    payment or to come and without a reason; PermissionDenied; Conflict.
    """
    stored = lock(payment)
    if expected_version is not None and stored.version != expected_version:
        raise Conflict(stored)
    mine(user, stored)
    _may_be_reversed(stored)
    _checked_day(paid_on)
    if paid_on < stored.paid_on:
        raise Refused({"paid_on": _("This day lies before the payment.")})
    if not reason.strip():
        raise Refused({"reason": _("Say why the payment is taken back.")})
    reversal = LevyPayment(
        employer_id=stored.employer_id,
        paid_on=paid_on,
        reference=reference.strip(),
        reverses=stored,
        **{name: getattr(stored, name) for name in _COPIED},
    )
    save_record(instance=reversal, user=user, reason=reason)
    judge_again(reversal)
    return Saved(reversal)


def _may_be_reversed(stored: LevyPayment) -> None:
    if stored.reverses_id is not None:
        raise Refused(_("This record takes a payment back itself. Record the payment anew."))
    taken = LevyPayment.objects.in_county(stored.county_code).filter(reverses_id=stored.pk)
    if taken.exists():
        raise Refused(_("This payment has been taken back already."))


def _checked_day(day: date) -> None:
    if day > timezone.localdate():
        raise Refused({"paid_on": _("This day is still to come. Record it on that day.")})
