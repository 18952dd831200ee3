"""What a payment does to the books: out of those of the payer, into those of the receiver."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.models import JournalEntry, SubLedger
from funding.services.journal import Posting, post, reverse
from townships.models import Union

# A subsidy to a lower union; other payments name their own spending account.
OUT, INTO = "lower_subsidy", "upper_subsidy"


@transaction.atomic
def post_paid(
    *,
    payment: int,
    payer: Union,
    amount: Decimal,
    on: date,
    user: Any,
    receiver: Union | None = None,
    text: str = "",
    account: str = OUT,
) -> list[JournalEntry]:
    """Post a payment of `amount` yuan into the open books of payer and receiver.

    Whoever has no books is left out. `payment` is its id, `account` what it was spent on. Raises
    Refused as `post` does: a payment above the balance, posted before, in a closed year.
    """
    words = text or _("payment %(number)s") % {"number": payment}
    sides = [(payer, Posting(account, "bank", amount))]
    if receiver is not None and receiver.pk != payer.pk:
        sides.append((receiver, Posting("bank", INTO, amount)))
    books = [(open_book(union), line) for union, line in sides]
    found = sorted(
        ((book, line) for book, line in books if book is not None), key=lambda one: one[0].pk
    )
    return [
        post(sub_ledger=book, on=on, lines=[line], text=words, user=user, payment=payment)
        for book, line in found
    ]


@transaction.atomic
def take_back(
    *, payment: int, county_code: str, on: date, text: str, user: Any
) -> list[JournalEntry]:
    """Reverse what a payment posted. Raises Refused as `reverse` does."""
    rows = JournalEntry.objects.in_county(county_code).select_related("sub_ledger")
    posted = rows.filter(payment_key=payment, reverses__isnull=True).order_by("sub_ledger_id")
    return [reverse(entry=entry, on=on, text=text, user=user) for entry in posted]


def open_book(union: Union) -> SubLedger | None:
    """The books of a union that are open now."""
    rows = SubLedger.objects.in_county(union.county_code)
    return rows.filter(union_id=union.pk, closed_on__isnull=True).first()
