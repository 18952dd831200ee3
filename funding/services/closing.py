"""Closing a year: income and spending of a sub-ledger become part of its surplus."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funding import chart
from funding.models import JournalEntry, SubLedger
from funding.selectors.books import closing_of, sums_of_book
from funding.services.journal import Posting, lock_book, write
from unionreg.refusals import Refused

SURPLUS = "surplus"


@transaction.atomic
def close_year(*, sub_ledger: SubLedger, year: int, user: Any) -> JournalEntry:
    """Post the entry that closes the year of a sub-ledger; the one that holds, if there is one.

    No money moves, so a frozen final account and closed books are no obstacle; once there is one
    of them, the entry is not taken back any more. Raises Refused: the year is not over, nothing
    was received or spent in it.
    """
    book = lock_book(sub_ledger)
    if year >= timezone.localdate().year:
        text = _("%(year)s is not over. Close it after its last day.")
        raise Refused(text % {"year": year})
    holding = closing_of(book, year)
    if holding is not None:
        return holding
    lines = _lines(book, year)
    if not lines:
        text = _("Nothing was received or spent in %(year)s; there is nothing to close.")
        raise Refused(text % {"year": year})
    text = _("closing of %(year)s") % {"year": year}
    return write(book, _last_day(book, year), lines, text, user, closing=True)


def _lines(book: SubLedger, year: int) -> list[Posting]:
    """Each account of income and spending against the surplus; a sum below 0 the other way."""
    sums = sums_of_book(book, year)
    found = []
    for kind in chart.BUDGETED:
        for key in chart.keys(kind):
            amount = sums.get(key)
            if amount:
                to_surplus = (kind == chart.AccountClass.INCOME) == (amount > 0)
                debit, credit = (key, SURPLUS) if to_surplus else (SURPLUS, key)
                found.append(Posting(debit, credit, abs(amount)))
    return found


def _last_day(book: SubLedger, year: int) -> date:
    """31 December, or the last day of books that were closed before."""
    last = date(year, 12, 31)
    return min(last, book.closed_on) if book.closed_on else last
