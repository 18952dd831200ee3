"""Posting: the only way into the books. Entries are inserted, never changed."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from funding import chart
from funding.exact import ZERO, exact
from funding.models import JournalEntry, JournalLine, SubLedger
from funding.seals import seal_of
from funding.selectors.books import closing_of, final_account_frozen, first_shortage
from history.services import record
from policies.selectors import citation
from townships.models import Division
from townships.services.common import today_or
from unionreg.county import Conflict
from unionreg.refusals import Refused


class Posting(NamedTuple):
    """An amount in yuan that goes from the credited account to the debited one (chart keys)."""

    debit: str
    credit: str
    amount: Decimal


@transaction.atomic
def post(
    *,
    sub_ledger: SubLedger,
    on: date,
    lines: Iterable[Posting],
    text: str,
    user: Any,
    payment: int | None = None,
    document_no: str = "",
) -> JournalEntry:
    """Write one entry into one sub-ledger and change its balance with it (R-FIN-05).

    `payment` is the id of the payment behind it. Raises Refused: a day to come or outside the
    books, a year whose final account is frozen, an unknown account, an amount that is none, an
    entry without lines, money that the sub-ledger has not got, a payment posted before.
    """
    given = _checked(lines)
    book = lock_book(sub_ledger)
    _open_on(book, on)
    _once(book, payment)
    return write(book, on, given, text, user, document_no, payment=payment)


@transaction.atomic
def reverse(*, entry: JournalEntry, on: date, text: str, user: Any) -> JournalEntry:
    """Take an entry back by its opposite.

    Raises Refused: reversed before, itself a reversal, one that follows from a payment (the
    payment is reversed, and the books with it), and as `post` does.
    """
    book = lock_book(entry.sub_ledger)
    _open_on(book, on, closed_year=entry.closing)
    if entry.payment_key is not None:
        raise Refused(
            _("This entry follows from a payment. Reverse the payment; the books follow.")
        )
    if entry.reverses_id is not None:
        raise Refused(_("This entry is a reversal itself. Post the correct entry anew."))
    rows = JournalEntry.objects.in_county(entry.county_code)
    if rows.filter(reverses_id=entry.pk).exists():
        raise Refused(_("This entry is reversed already."))
    if entry.closing and on != entry.on:
        what = _("A closing entry is reversed as of its own day, %(day)s.")
        raise Refused({"on": what % {"day": entry.on.isoformat()}})
    if on < entry.on:
        what = _("The entry is of %(day)s; it is reversed on that day or later.")
        raise Refused({"on": what % {"day": entry.on.isoformat()}})
    lines = [Posting(one.credit, one.debit, one.amount) for one in _lines_of(entry)]
    return write(
        book,
        on,
        lines,
        text,
        user,
        entry.document_no,
        reverses=entry,
        closing=entry.closing,
    )


@transaction.atomic
def transfer(
    *, source: SubLedger, target: SubLedger, amount: Decimal, on: date, text: str, user: Any
) -> tuple[JournalEntry, JournalEntry]:
    """Hand money from one sub-ledger to another: two entries, one in each. Raises as `post`."""
    if source.pk == target.pk:
        raise Refused(_("Choose two different sub-ledgers."))
    for book in sorted((source, target), key=lambda one: one.pk):
        lock_book(book)
    out = [Posting("surplus", "bank", amount)]
    into = [Posting("bank", "surplus", amount)]
    return (
        post(sub_ledger=source, on=on, lines=out, text=text, user=user),
        post(sub_ledger=target, on=on, lines=into, text=text, user=user),
    )


def moved(lines: Iterable[Posting], accounts: Iterable[str] = ()) -> Decimal:
    """By how much the money at hand, or that of some accounts, changes (yuan, signed)."""
    money = set(accounts) or set(chart.money())
    signed = (line.amount * ((line.debit in money) - (line.credit in money)) for line in lines)
    return sum(signed, ZERO)


def _checked(lines: Iterable[Posting]) -> list[Posting]:
    known = chart.accounts()
    found: list[Posting] = []
    for line in lines:
        for key in (line.debit, line.credit):
            if key not in known:
                raise Refused({"account": _("“%(key)s” is no account.") % {"key": key}})
        if line.debit == line.credit:
            raise Refused({"account": _("Debit and credit are the same account. Choose two.")})
        found.append(line._replace(amount=exact(line.amount)))
    if not found:
        raise Refused(_("An entry has one line or more."))
    return found


def lock_book(book: SubLedger) -> SubLedger:
    """The stored sub-ledger, held until the transaction ends."""
    rows = SubLedger.objects.in_county(book.county_code).select_related("union", "ledger")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=book.pk)


def _open_on(book: SubLedger, on: date, *, closed_year: bool = False) -> None:
    """Raise Refused when nothing can be posted for that day.

    `closed_year`: the closing entry of the year is no obstacle.
    """
    today_or(on, "on")
    if on < book.opened_on:
        text = _("The books were opened on %(day)s. Choose that day or a later one.")
        raise Refused({"on": text % {"day": book.opened_on.isoformat()}})
    if book.closed_on is not None:
        text = _("These books were closed on %(day)s. Post into those that are open.")
        raise Refused(text % {"day": book.closed_on.isoformat()})
    if final_account_frozen(book.county_code, book.union_id, on.year):
        text = _(
            "The final account of %(year)s is frozen: the year takes no more entries. "
            "Post into the year that runs."
        )
        raise Refused({"on": text % {"year": on.year}})
    if not closed_year:
        _refuse_closed_year(book, on)


def _refuse_closed_year(book: SubLedger, on: date) -> None:
    closing = closing_of(book, on.year)
    if closing is not None:
        text = _(
            "The year %(year)s is closed by entry %(number)s. Reverse that entry first, post what "
            "is missing, and close the year again; or post into the year that runs."
        )
        raise Refused({"on": text % {"year": on.year, "number": closing.number}})


def _once(book: SubLedger, payment: int | None) -> None:
    if payment is None:
        return
    rows = JournalEntry.objects.in_county(book.county_code).filter(sub_ledger_id=book.pk)
    if rows.filter(payment_key=payment, reverses__isnull=True).exists():
        raise Refused(_("This payment is in the books already."))


def write(
    book: SubLedger,
    on: date,
    lines: Sequence[Posting],
    text: str,
    user: Any,
    document_no: str = "",
    payment: int | None = None,
    reverses: JournalEntry | None = None,
    closing: bool = False,
) -> JournalEntry:
    """Write an entry into a locked sub-ledger, sealed, and change the balance with it."""
    change = moved(lines)
    _refuse_overdraft(book, on, change)
    _refuse_empty_account(book, on, lines)
    entry = JournalEntry(
        county_code=book.county_code,
        sub_ledger=book,
        year=on.year,
        number=_next_number(book, on.year),
        on=on,
        text=text.strip(),
        document_no=document_no.strip(),
        reverses=reverses,
        payment_key=payment,
        closing=closing,
        posted_by=user if getattr(user, "pk", None) else None,
    )
    entry.full_clean()
    _insert(entry, lines)
    _change_balance(book, change)
    record(instance=entry, before=None, user=user)
    return entry


def _insert(entry: JournalEntry, lines: Sequence[Posting]) -> None:
    rows = [
        JournalLine(county_code=entry.county_code, number=n, **line._asdict())
        for n, line in enumerate(lines, 1)
    ]
    entry.seal = seal_of(entry, rows)
    entry.save(force_insert=True)
    for row in rows:
        row.entry = entry
    JournalLine.objects.bulk_create(rows)


def _next_number(book: SubLedger, year: int) -> int:
    rows = JournalEntry.objects.in_county(book.county_code).filter(sub_ledger_id=book.pk, year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_overdraft(book: SubLedger, on: date, change: Decimal) -> None:
    """R-FIN-05: no sub-ledger is covered by another, today or at the end of a later year."""
    if change >= 0:
        return
    short = first_shortage(book, on.year, change)
    if short is None:
        return
    place = (
        Division.objects.with_chain().filter(pk=book.union.township_id or book.county_code).first()
    )
    basis = citation("R-FIN-05", division=place, on=on) if place else None
    text = _(
        "%(union)s has %(balance)s yuan in its books; %(amount)s yuan cannot be paid from them. "
        "The money of another union does not cover it%(basis)s. Post the income first, or pay less."
    )
    words = {"union": book.union.name, "balance": short, "amount": -change}
    raise Refused({"amount": text % {**words, "basis": f"（{basis}）" if basis else ""}})


def _refuse_empty_account(book: SubLedger, on: date, lines: Sequence[Posting]) -> None:
    """Cash and bank each hold what is taken from them, today and at the end of a later year."""
    for account in chart.money():
        change = moved(lines, (account,))
        if change >= 0:
            continue
        short = first_shortage(book, on.year, change, (account,))
        if short is not None:
            text = _(
                "“%(account)s” of %(union)s holds %(balance)s yuan; %(amount)s yuan cannot be "
                "taken from it. Check account and amount, or post first what came in there."
            )
            words = {"account": chart.name_of(account), "union": book.union.name}
            raise Refused({"amount": text % {**words, "balance": short, "amount": -change}})


def _change_balance(book: SubLedger, change: Decimal) -> None:
    """In the transaction of the entry, on the locked row; the database refuses less than zero.

    Added up here and not by the database: SQLite would add binary fractions.
    """
    if not change:
        return
    rows = SubLedger.objects.in_county(book.county_code).filter(pk=book.pk, balance=book.balance)
    if rows.update(balance=book.balance + change) != 1:
        raise Conflict(book)
    book.balance += change


def _lines_of(entry: JournalEntry) -> Iterable[JournalLine]:
    rows = JournalLine.objects.in_county(entry.county_code)
    return rows.filter(entry_id=entry.pk).order_by("number")
