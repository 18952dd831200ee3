"""Ledgers, sub-ledgers and their journals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from funding import chart
from funding.choices import BudgetKind, BudgetState
from funding.exact import ZERO, to_fen
from funding.fields import DIGITS
from funding.models import (
    AccountTerm,
    Budget,
    JournalEntry,
    JournalLine,
    Ledger,
    SubLedger,
)
from townships.choices import OPEN_STATUSES, UnionKind
from townships.models import Union
from unionreg.row_order import records_in_blocks

BLOCK = 2000
VIEW = "funding.view_ledger"
POST = "funding.add_journalentry"
SET_MODE = "funding.add_accountterm"
# Whose accounts are listed: unions of townships and counties, federations; others once recorded.
LISTED = (UnionKind.COUNTY, UnionKind.TOWNSHIP, UnionKind.FEDERATION)


def _yuan() -> Any:
    return DecimalField(max_digits=DIGITS, decimal_places=2)


def effect(accounts: Sequence[str] = ()) -> Any:
    """By how much a line changes the money at hand: plus, minus or nothing.

    `accounts`: of these money accounts only.
    """
    money = accounts or chart.money()
    into, out = Q(debit__in=money), Q(credit__in=money)
    whens = (When(into & ~out, then=F("amount")), When(out & ~into, then=-F("amount")))
    return Case(*whens, default=ZERO, output_field=_yuan())


def final_account_frozen(county_code: str, union_id: int, year: int) -> bool:
    """Whether a final account of the union for the year is frozen."""
    rows = Budget.objects.in_county(county_code).filter(
        union_id=union_id, year=year, kind=BudgetKind.FINAL, state=BudgetState.FROZEN
    )
    return rows.exists()


def first_shortage(
    book: SubLedger, year: int, change: Decimal, accounts: Sequence[str] = ()
) -> Decimal | None:
    """The lowest balance from the end of a year on, where `change` makes it less than 0.

    `accounts`: of these money accounts; of all money otherwise.
    """
    lowest = lowest_since(book, year, accounts)
    return lowest if lowest + change < 0 else None


def lowest_since(book: SubLedger, year: int, accounts: Sequence[str] = ()) -> Decimal:
    """The lowest balance of the journal from the last entry of the year on (yuan)."""
    balance = opening(book, year + 1, accounts=accounts)
    lowest = balance
    for entry in with_effect(entries_of(book).filter(year__gt=year), accounts):
        balance += to_fen(entry.effect)
        lowest = min(lowest, balance)
    return lowest


def entries_of(book: SubLedger) -> QuerySet[JournalEntry]:
    """The entries of a sub-ledger in the order of their numbers."""
    rows = JournalEntry.objects.in_county(book.county_code).filter(sub_ledger_id=book.pk)
    return rows.order_by("year", "number")


def with_effect(rows: QuerySet[JournalEntry], accounts: Sequence[str] = ()) -> QuerySet[Any]:
    """Entries with `effect`: by how much each changes the money at hand."""
    mine = JournalLine.objects.filter(
        county_code=OuterRef("county_code"), entry_id=OuterRef("pk")
    ).order_by()
    total = mine.values("entry_id").annotate(total=Sum(effect(accounts))).values("total")
    return rows.annotate(effect=Coalesce(Subquery(total), ZERO, output_field=_yuan()))


def opening(book: SubLedger, year: int, number: int = 1, accounts: Sequence[str] = ()) -> Decimal:
    """The money at hand before the entry of a year with this number (yuan)."""
    rows = JournalLine.objects.in_county(book.county_code).filter(
        Q(entry__year__lt=year) | Q(entry__year=year, entry__number__lt=number),
        entry__sub_ledger_id=book.pk,
    )
    return to_fen(rows.aggregate(total=Sum(effect(accounts)))["total"])


def turnover(book: SubLedger, year: int) -> tuple[Decimal, Decimal]:
    """What came in and what went out in a year, entry by entry (yuan)."""
    rows = with_effect(entries_of(book).filter(year=year)).order_by()
    found = rows.aggregate(
        received=Sum("effect", filter=Q(effect__gt=0)), paid=Sum("effect", filter=Q(effect__lt=0))
    )
    return to_fen(found["received"]), -to_fen(found["paid"])


def last_number(book: SubLedger, year: int) -> int:
    """The number of the last entry of a year; 0 without any."""
    return entries_of(book).filter(year=year).aggregate(last=Max("number"))["last"] or 0


@dataclass(frozen=True)
class JournalRow:
    """An entry of the journal with the balance after it."""

    entry: Any
    lines: list[JournalLine]
    balance: Decimal
    reversal: bool
    reversed: bool

    @property
    def received(self) -> Decimal | None:
        """Money that came in."""
        return to_fen(self.entry.effect) if self.entry.effect > 0 else None

    @property
    def paid(self) -> Decimal | None:
        """Money that went out."""
        return to_fen(-self.entry.effect) if self.entry.effect < 0 else None


def journal(book: SubLedger, year: int, numbers: range | None = None) -> list[JournalRow]:
    """Entries of a year, each with its lines and the balance after it; all, or these numbers."""
    rows = with_effect(entries_of(book).filter(year=year)).select_related("posted_by")
    if numbers is not None:
        rows = rows.filter(number__gte=numbers.start, number__lt=numbers.stop)
    entries = list(rows.prefetch_related("lines"))
    taken_back = JournalEntry.objects.in_county(book.county_code).filter(
        reverses_id__in=[entry.pk for entry in entries]
    )
    gone = set(taken_back.values_list("reverses_id", flat=True))
    before = opening(book, year, numbers.start if numbers else 1)
    return list(_running(entries, before, gone))


def _running(entries: Iterable[Any], balance: Decimal, gone: set[int]) -> Iterable[JournalRow]:
    for entry in entries:
        balance += to_fen(entry.effect)
        lines = list(entry.lines.all())
        yield JournalRow(entry, lines, balance, entry.reverses_id is not None, entry.pk in gone)


def sums_by_account(county_code: str, union_id: int, year: int) -> dict[str, Decimal]:
    """What the books of a union moved in a year by income or spending account (yuan).

    Income counts what was credited less what was debited, spending the other way round. Entries
    that close the year are left out: they say nothing of what came in or was spent.
    """
    return _sums(
        JournalLine.objects.in_county(county_code).filter(
            entry__sub_ledger__union_id=union_id, entry__year=year, entry__closing=False
        )
    )


def sums_of_book(book: SubLedger, year: int, *, with_closing: bool = False) -> dict[str, Decimal]:
    """The same for one sub-ledger; `with_closing`: what closing the year has left of it."""
    rows = JournalLine.objects.in_county(book.county_code).filter(
        entry__sub_ledger_id=book.pk, entry__year=year
    )
    return _sums(rows if with_closing else rows.filter(entry__closing=False))


def _sums(rows: QuerySet[JournalLine]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        grouped = rows.order_by().values(side).annotate(total=Sum("amount"))
        for key, total in grouped.values_list(side, "total"):
            found[key] = found.get(key, ZERO) + sign * to_fen(total)
    income = set(chart.keys(chart.AccountClass.INCOME))
    return {key: -total if key in income else total for key, total in found.items()}


def closing_of(book: SubLedger, year: int) -> JournalEntry | None:
    """The entry that closes the year and is not reversed."""
    rows = entries_of(book).filter(year=year, closing=True, reverses__isnull=True)
    taken_back = JournalEntry.objects.in_county(book.county_code).filter(
        sub_ledger_id=book.pk, closing=True, reverses__isnull=False
    )
    return rows.exclude(pk__in=taken_back.values("reverses_id")).first()


def sub_ledger_or_404(user: Any, pk: int) -> SubLedger:
    """A sub-ledger that the user may see. Raises Http404."""
    rows = SubLedger.objects.visible_to(user, VIEW)
    found = rows.select_related("union__township", "ledger__owner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def union_or_404(user: Any, pk: int, permission: str = VIEW) -> Union:
    """A union whose accounts the user may see. Raises Http404."""
    found = Union.objects.visible_to(user, permission).select_related("township").filter(pk=pk)
    union = found.first()
    if union is None:
        raise Http404
    return union


def listed_unions(user: Any) -> QuerySet[Union]:
    """Unions whose accounts are listed: of townships, counties, federations, and those recorded."""
    books = SubLedger.objects.visible_to(user, VIEW).values("union_id")
    rows = Union.objects.visible_to(user, VIEW).filter(
        Q(kind__in=LISTED) | Q(pk__in=books), status__in=OPEN_STATUSES
    )
    return in_order(rows)


def in_order(rows: QuerySet[Union]) -> QuerySet[Union]:
    """The county federation, the unions of townships, then the others."""
    first = When(kind=UnionKind.COUNTY, then=0)
    rank = Case(first, When(kind=UnionKind.TOWNSHIP, then=1), default=2)
    rows = rows.select_related("township").annotate(rank=rank)
    return rows.order_by("county_code", "rank", "township__code", "pinyin", "name")


def terms_of(county_codes: Iterable[str], union_ids: Iterable[int]) -> dict[int, AccountTerm]:
    """The open account mode of each union, with its sub-ledger and who keeps it."""
    rows = AccountTerm.objects.filter(
        county_code__in=set(county_codes), union_id__in=list(union_ids), valid_to__isnull=True
    )
    return {row.union_id: row for row in rows.select_related("custodian", "sub_ledger")}


@dataclass(frozen=True)
class Discrepancy:
    """A sub-ledger whose stored balance is not what its journal says."""

    sub_ledger: SubLedger
    stored: Decimal
    journal: Decimal


def discrepancies(county_code: str = "") -> list[Discrepancy]:
    """Sub-ledgers whose balance, numbers or county differ from their journal; none is right.

    Some thousand sub-ledgers are in memory at a time, besides what is wrong.
    """
    lines = JournalLine.objects.filter(
        county_code=OuterRef("county_code"), entry__sub_ledger_id=OuterRef("pk")
    ).order_by()
    total = lines.values("entry__sub_ledger_id").annotate(total=Sum(effect())).values("total")
    rows: QuerySet[Any] = SubLedger.objects.select_related("union", "ledger")
    if county_code:
        rows = rows.filter(county_code=county_code)
    rows = rows.annotate(told=Coalesce(Subquery(total), ZERO, output_field=_yuan()))
    found = (
        Discrepancy(row, row.balance, to_fen(row.told))
        for block in records_in_blocks(rows, BLOCK)
        for row in block
    )
    return [one for one in found if one.stored != one.journal]


def gaps(county_code: str = "") -> list[tuple[int, int]]:
    """(sub-ledger, year) whose entries are not numbered 1, 2, 3 … without a gap."""
    rows = JournalEntry.objects.order_by()
    if county_code:
        rows = rows.filter(county_code=county_code)
    grouped = rows.values("sub_ledger_id", "year").annotate(n=Count("pk"), last=Max("number"))
    return list(grouped.exclude(n=F("last")).values_list("sub_ledger_id", "year"))


def total_of(county_code: str = "") -> tuple[int, Decimal]:
    """How many ledgers there are and the balance of all of them (yuan)."""
    inside = Q(county_code=county_code) if county_code else Q()
    # by ledger and then in Python: SQLite would add binary fractions
    grouped = SubLedger.objects.filter(inside).order_by().values("ledger_id")
    totals = grouped.annotate(total=Sum("balance")).values_list("total", flat=True)
    number = Ledger.objects.filter(inside).count()
    return number, sum((to_fen(total) for total in totals.iterator(BLOCK)), ZERO)
