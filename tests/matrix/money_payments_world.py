"""Grants, payments and approved allocations of every sort of place."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from funding.models import Allocation, Grant, Payment, PaymentStep

DAY = datetime.date(2026, 3, 1)


def _grant(world: Any, spot: Any) -> Grant:
    return Grant.objects.create(
        county_code=spot.county_code,
        number=spot.name,
        title=spot.mark,
        kind="fixed",
        purpose="work",
        source="retained",
        grantor="x",
        recipient=world.record("grassroots union", spot.name),
        amount=Decimal(1000),
        granted_on=DAY,
    )


def _payment(world: Any, spot: Any) -> Payment:
    payment = Payment.objects.create(
        county_code=spot.county_code,
        recipient=world.record("grassroots union", spot.name),
        grant=world.record("grant", spot.name),
        purpose="work",
        amount=Decimal(100),
    )
    PaymentStep.objects.create(
        county_code=spot.county_code,
        payment=payment,
        number=1,
        action="create",
        who="x",
        at=timezone.now(),
        amount=Decimal(100),
        note=spot.mark,
    )
    return payment


def _allocation(world: Any, spot: Any) -> Allocation | None:
    """An approved allocation is the county's."""
    if spot.township:
        return None
    return Allocation.objects.create(
        county_code=spot.county_code,
        scheme_key="payable",
        scheme_title=spot.mark,
        year=2026,
        as_of=DAY,
        total=Decimal(0),
        state="approved",
    )


PAYMENT_MAKERS: dict[str, Callable[[Any, Any], Any]] = {
    "grant": _grant,
    "payment": _payment,
    "payable allocation": _allocation,
}
