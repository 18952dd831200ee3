"""What a payment does to the books: out of those of the payer, into those of the receiver."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.models import JournalEntry, Payment, SubLedger
from funding.selectors.payments import county_federation
from funding.services.journal import Posting, post
from townships.models import Union

# A subsidy to a lower union, and one from a higher union.
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
) -> list[JournalEntry]:
    """Post a payment of `amount` yuan into the open books of payer and receiver.

    Whoever has no books is left out. `payment` is its id. Raises Refused as `post` does: a
    payment above the balance, posted before, in a closed year.
    """
    words = text or _("payment %(number)s") % {"number": payment}
    sides = [(payer, Posting(OUT, "bank", amount))]
    if receiver is not None and receiver.pk != payer.pk:
        sides.append((receiver, Posting("bank", INTO, amount)))
    return _post(sides, payment, on, words, user)


@transaction.atomic
def post_returned(
    *,
    payment: int,
    payer: Union,
    amount: Decimal,
    on: date,
    user: Any,
    receiver: Union | None = None,
    text: str = "",
) -> list[JournalEntry]:
    """Post money that came back, all of a payment or a part of it, as `post_paid` did, reversed.

    `payment` is the id of the reversal. Raises Refused as `post` does.
    """
    words = text or _("reversal %(number)s") % {"number": payment}
    sides = [(payer, Posting("bank", OUT, amount))]
    if receiver is not None and receiver.pk != payer.pk:
        sides.append((receiver, Posting(INTO, "bank", amount)))
    return _post(sides, payment, on, words, user)


def _post(
    sides: list[tuple[Union, Posting]], payment: int, on: date, text: str, user: Any
) -> list[JournalEntry]:
    """Into the open books, in the common order; whoever has none is left out."""
    books = [(open_book(union), line) for union, line in sides]
    found = sorted(
        ((book, line) for book, line in books if book is not None), key=lambda one: one[0].pk
    )
    return [
        post(sub_ledger=book, on=on, lines=[line], text=text, user=user, payment=payment)
        for book, line in found
    ]


def open_book(union: Union) -> SubLedger | None:
    """The books of a union that are open now."""
    rows = SubLedger.objects.in_county(union.county_code)
    return rows.filter(union_id=union.pk, closed_on__isnull=True).first()


class PaymentsInBooks:
    """Listens to payments: what is paid or comes back is posted in the same transaction."""

    def paid(self, *, payment: Payment, user: Any) -> None:
        """Out of the books of the county federation, into those of the union that receives."""
        self._enter(post_paid, payment, payment, user)

    def reversed(self, *, payment: Payment, user: Any) -> None:
        """The other way round."""
        self._enter(post_returned, payment, payment.reverses or payment, user)

    def _enter(self, entry: Any, payment: Payment, original: Payment, user: Any) -> None:
        payer = county_federation(payment.county_code)
        if payer is None or payment.paid_on is None:
            return
        # What goes to somebody else on behalf of the union never was in the union's books.
        receiver = None if original.payee else original.recipient
        entry(
            payment=payment.pk,
            payer=payer,
            receiver=receiver,
            amount=payment.amount,
            on=payment.paid_on,
            user=user,
        )
