"""The log of approvals: one row for each thing that somebody does with a payment."""

from typing import Any

from django.utils import timezone

from funding.choices import HANDS
from funding.models import Payment, PaymentStep


def log_step(*, payment: Payment, action: str, user: Any, note: str = "") -> PaymentStep:
    """Add a row; the payment is locked by whoever calls."""
    rows = PaymentStep.objects.in_county(payment.county_code).filter(payment_id=payment.pk)
    return PaymentStep.objects.create(
        county_code=payment.county_code,
        payment=payment,
        number=rows.count() + 1,
        action=action,
        user=user if getattr(user, "pk", None) else None,
        who=str(user or "")[:150],
        at=timezone.now(),
        amount=payment.amount,
        note=note.strip()[:300],
    )


def had_a_hand(payment: Payment, user: Any) -> bool:
    """Whether the user drafted, changed or reviewed the payment at any time."""
    rows = PaymentStep.objects.in_county(payment.county_code).filter(payment_id=payment.pk)
    return rows.filter(user_id=user.pk, action__in=HANDS).exists()
