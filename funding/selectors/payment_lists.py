"""The lists of payments inside the places of a user."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef

from funding.choices import HANDS, AllocationState, PaymentState
from funding.models import Allocation, AllocationLine, Payment, PaymentStep
from funding.selectors.payments import VIEW, balances_of, visible
from unionreg.county import CountyQuerySet

OPEN = "open"
UNDER_WAY = (
    *(PaymentState.DRAFT, PaymentState.REVIEWED, PaymentState.APPROVED),
    PaymentState.PAID,
)
TABS = (OPEN, *PaymentState.values)


def counts(user: Any) -> dict[str, int]:
    """The number of payments of each tab."""
    rows = Payment.objects.visible_to(user, VIEW).order_by().values("state")
    found = dict.fromkeys(TABS, 0)
    found |= dict(rows.annotate(number=Count("pk")).values_list("state", "number"))
    found[OPEN] = sum(found[state] for state in UNDER_WAY)
    return found


def of_tab(user: Any, tab: str) -> CountyQuerySet[Payment]:
    """The payments of a tab, the latest first."""
    states = UNDER_WAY if tab == OPEN else (tab,)
    rows = visible(user).select_related("line__township").filter(state__in=states)
    return rows.order_by("-pk")


def steps_of(payment: Payment) -> CountyQuerySet[PaymentStep]:
    """What was done with a payment, in order."""
    rows = PaymentStep.objects.in_county(payment.county_code).filter(payment_id=payment.pk)
    return rows.order_by("number")


def to_approve(user: Any) -> CountyQuerySet[Payment]:
    """The reviewed payments that the user may approve: he had no hand in them."""
    hand = PaymentStep.objects.filter(
        county_code=OuterRef("county_code"),
        payment_id=OuterRef("pk"),
        user_id=user.pk,
        action__in=HANDS,
    )
    rows = Payment.objects.visible_to(user, "funding.change_payment")
    return rows.filter(~Exists(hand), state=PaymentState.REVIEWED)


def to_confirm(user: Any, townships: Collection[str]) -> CountyQuerySet[Payment]:
    """What was paid to the townships and waits for a chair; nothing for the office that pays."""
    rows = Payment.objects.visible_to(user, "funding.receive_payment")
    if user.has_perm("funding.change_payment"):
        return rows.none()
    return rows.filter(
        recipient__township_id__in=townships, state=PaymentState.PAID, reverses__isnull=True
    )


@dataclass(frozen=True)
class Payable:
    """An approved allocation of which something is still to be drafted, in yuan."""

    allocation: Allocation
    left: Decimal


def payable_allocations(county_code: str) -> list[Payable]:
    """The approved allocations of a county with something left, the latest first."""
    rows = Allocation.objects.in_county(county_code).filter(state=AllocationState.APPROVED)
    found = list(rows.order_by("-year", "-pk")[:10])
    lines = AllocationLine.objects.in_county(county_code).filter(
        allocation_id__in=[one.pk for one in found], amount__gt=0
    )
    known = list(lines.order_by().values_list("pk", "allocation_id", "amount"))
    balances = balances_of([county_code], "line", {pk: amount for pk, _of, amount in known})
    left = {one.pk: Decimal(0) for one in found}
    for pk, allocation, _amount in known:
        left[allocation] += balances[pk].left
    return [Payable(one, left[one.pk]) for one in found if left[one.pk] > 0]
