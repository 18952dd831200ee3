"""What the statement of a township takes from payments and grants."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from funding.choices import PAID_STATES
from funding.models import Grant, Payment
from funding.selectors import grants


@dataclass(frozen=True)
class PaymentRow:
    """One payment to a township: the day, what for, how much (less than 0: it came back). Yuan."""

    on: date
    text: str
    amount: Decimal


@dataclass(frozen=True)
class GrantRow:
    """One earmarked grant of a township: granted, paid and left. Yuan."""

    title: str
    source: str
    granted: Decimal
    paid: Decimal
    granted_on: date
    basis: str = ""

    @property
    def balance(self) -> Decimal:
        """What is left for the purpose."""
        return self.granted - self.paid


def payments_of(county_code: str, township_key: str, year: int) -> list[PaymentRow]:
    """What was paid of the allocations and grants of a year, whenever it was, by day."""
    rows = Payment.objects.in_county(county_code).filter(
        Q(line__allocation__year=year) | Q(grant__granted_on__year=year),
        recipient__township_id=township_key,
        state__in=PAID_STATES,
        paid_on__isnull=False,
    )
    rows = rows.select_related("line__allocation", "grant").order_by("paid_on", "pk")
    return [_payment(row) for row in rows]


def _payment(row: Payment) -> PaymentRow:
    what = row.grant.title if row.grant else row.line and row.line.allocation.scheme_title
    text, amount = str(what or row.get_purpose_display()), row.amount
    if row.reverses_id is not None:
        text, amount = _("Reversed: %(what)s") % {"what": text}, -amount
    return PaymentRow(row.paid_on or row.created_at.date(), text, amount)


def grants_of(county_code: str, township_key: str, year: int) -> list[GrantRow]:
    """The grants to unions of a township that were open in a year."""
    return [_grant(one) for one in grants.of_township(county_code, township_key, year)]


def _grant(standing: grants.Standing) -> GrantRow:
    grant: Grant = standing.grant
    return GrantRow(
        title=grant.title,
        source=grant.source,
        granted=standing.balance.amount,
        paid=standing.balance.paid,
        granted_on=grant.granted_on,
        basis=grant.approval_no or grant.grantor,
    )
