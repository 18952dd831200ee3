"""How much one decision on spending comes to, and which meetings can have decided it."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cadres.models import Meeting
from funding.choices import APPROVED_STATES
from funding.models import Payment
from funding.selectors.payments import county_federation
from funding.selectors.spending import taken_back
from unionreg.county import CountyQuerySet

MOST_MEETINGS = 50


def decided_amount(payment: Payment, on: date) -> Decimal:
    """Yuan of the decision that a payment carries out, so that it cannot be split up (R-FIN-06).

    From an allocation: the whole of it. Else the payment together with what was approved on the
    same day from the same grant, without a grant as allowances of the same union. What of it
    was taken back does not count.
    """
    if payment.line is not None:
        total: Decimal = payment.line.allocation.total
        return total
    same = _same_source(payment).filter(approved_at__gte=_begin(on))
    same = same.filter(approved_at__lt=_begin(on + timedelta(days=1)))
    others = same.filter(reverses__isnull=True, state__in=APPROVED_STATES).exclude(pk=payment.pk)
    back = taken_back(payment.county_code)
    amounts = others.order_by().values_list("pk", "amount")
    return payment.amount + sum((amount - back[key] for key, amount in amounts), Decimal(0))


def _same_source(payment: Payment) -> CountyQuerySet[Payment]:
    rows = Payment.objects.in_county(payment.county_code)
    if payment.grant_id is not None:
        return rows.filter(grant_id=payment.grant_id)
    return rows.filter(recipient_id=payment.recipient_id, grant__isnull=True, line__isnull=True)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def meetings_of(county_code: str, also: Collection[int] = ()) -> Any:
    """The latest meetings of the county federation, and of the unions with the ids `also`."""
    payer = county_federation(county_code)
    rows = Meeting.objects.in_county(county_code).filter(
        union_id__in={payer.pk if payer else 0, *also}, held_on__lte=timezone.localdate()
    )
    recent = list(rows.order_by("-held_on").values_list("pk", flat=True)[:MOST_MEETINGS])
    return rows.filter(pk__in=recent).select_related("union")
