"""Payments, decisions and grants of a county for its judgement: all of them in a few queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cadres.choices import Body, Post
from cadres.models import Appointment
from funding.choices import APPROVED_STATES, PAID_STATES, PaymentState
from funding.models import Payment
from funding.selectors.payments import county_federation

_READ = (
    *("county_code", "amount", "state", "purpose", "purpose_text", "approved_at", "line_id"),
    *("signed_by_id", "meeting_id", "allowance_id", "recipient__name", "recipient__township_id"),
    *("grant__purpose", "grant__purpose_text", "grant__amount"),
)


@dataclass(frozen=True)
class Standing:
    """A payment that stands; `net` is what of it was not taken back, in yuan."""

    payment: Payment
    net: Decimal


def standing_payments(county_code: str) -> Iterator[Standing]:
    """Payments that are neither cancelled nor wholly taken back, by their ids; two queries.

    With union and grant, as far as they are judged.
    """
    back = taken_back(county_code)
    rows = Payment.objects.in_county(county_code).filter(reverses__isnull=True)
    rows = rows.exclude(state=PaymentState.CANCELLED).select_related("recipient", "grant")
    for row in rows.only(*_READ).order_by("pk").iterator(2000):
        net = row.amount - back[row.pk]
        if net > 0:
            yield Standing(row, net)


def taken_back(county_code: str) -> dict[int, Decimal]:
    """Yuan that came back of each payment, or never left, by its id; one query."""
    never_left = Q(state=PaymentState.APPROVED, reverses__state=PaymentState.APPROVED)
    rows = Payment.objects.in_county(county_code).filter(
        Q(state__in=PAID_STATES) | never_left, reverses__isnull=False
    )
    found: dict[int, Decimal] = defaultdict(Decimal)
    for key, amount in rows.order_by().values_list("reverses_id", "amount"):
        found[key] += amount
    return found


@dataclass(frozen=True)
class Decided:
    """Payments of one source that were approved on one day; `first` stands for all of them."""

    first: Payment
    on: date
    amount: Decimal
    by_meeting: bool


def decided_together(county_code: str, on: date) -> Iterator[Decided]:
    """Approved payments by the decision they carry out (`decisions.decided_amount`).

    Those of an allocation are decided with it and left out.
    """
    groups: dict[tuple[date, int | None, int], list[Standing]] = defaultdict(list)
    for one in approved(county_code, on):
        row = one.payment
        if row.line_id is None:
            groups[_day(row), row.grant_id, row.recipient_id].append(one)
    for (day, _grant, _recipient), rows in groups.items():
        total = sum((one.net for one in rows), Decimal(0))
        by_meeting = all(one.payment.meeting_id for one in rows)
        yield Decided(rows[0].payment, day, total, by_meeting)


def approved(county_code: str, on: date) -> Iterator[Standing]:
    """Those of `standing_payments` that were approved by the day."""
    for one in standing_payments(county_code):
        if one.payment.state in APPROVED_STATES and _day(one.payment) <= on:
            yield one


def _day(payment: Payment) -> date:
    return timezone.localdate(payment.approved_at)


def chairs_of_payer(county_code: str) -> list[tuple[date, date | None, int]]:
    """First day, last day and person of each chair of the federation that pays; two queries."""
    payer = county_federation(county_code)
    rows: Any = Appointment.objects.in_county(county_code).filter(
        union_id=payer.pk if payer else 0, body=Body.COMMITTEE, post=Post.CHAIR
    )
    return list(rows.order_by("pk").values_list("valid_from", "valid_to", "person_id"))


def signed_by_chair(payment: Payment, chairs: list[tuple[date, date | None, int]]) -> bool | None:
    """Whether the chair in office on the day of the approval signed; None: unknown."""
    day = _day(payment)
    held = [who for first, last, who in chairs if first <= day and (last is None or day <= last)]
    if not held or payment.signed_by_id is None:
        return None
    return payment.signed_by_id in held
