"""What somebody changed in the books past the product: altered, missing and half closed entries.

Some thousand records are in memory at a time, however large the books are, and each such block
costs the same few statements.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from funding import chart
from funding.exact import ZERO, to_fen
from funding.models import JournalEntry, JournalLine
from funding.seals import seal_of
from history.choices import Action
from history.models import Change
from unionreg.row_order import RowOrder, records_in_blocks

BLOCK = 2000
# As the index of the history has them.
_BY_RECORD = RowOrder(("county_code", "model", "object_id", "id"), descending=False)


def _entries(county_code: str) -> QuerySet[JournalEntry]:
    rows = JournalEntry.objects.select_related("sub_ledger__union", "sub_ledger__ledger")
    return rows.filter(county_code=county_code) if county_code else rows.all()


def altered(county_code: str = "") -> Iterator[JournalEntry]:
    """Entries that are not what was posted: they or their lines do not fit the seal."""
    for block in records_in_blocks(_entries(county_code).prefetch_related("lines"), BLOCK):
        for entry in block:
            if entry.seal != seal_of(entry, entry.lines.all()):
                yield entry


def missing(county_code: str = "") -> Iterator[Change]:
    """What the history says was posted and is not there any more."""
    changes = Change.objects.filter(model=JournalEntry._meta.label_lower, action=Action.CREATED)
    if county_code:
        changes = changes.filter(county_code=county_code)
    rows = changes.only("county_code", "model", "object_id", "object_label")
    for block in records_in_blocks(rows, BLOCK, _BY_RECORD):
        there = _there(block)
        yield from (change for change in block if change.object_id not in there)


def _there(changes: Sequence[Change]) -> set[str]:
    """Of the entries that these changes tell of, the ids of those that stand in the books."""
    keys = [int(change.object_id) for change in changes if change.object_id.isdecimal()]
    rows = JournalEntry.objects.filter(county_code__in=_counties(changes), pk__in=keys)
    return set(map(str, rows.order_by().values_list("pk", flat=True)))


def _counties(rows: Sequence[Any]) -> list[str]:
    return sorted({row.county_code for row in rows})


def half_closed(county_code: str = "") -> Iterator[JournalEntry]:
    """Closing entries that hold although income and spending of their year are not all closed."""
    taken_back = JournalEntry.objects.filter(
        county_code=OuterRef("county_code"), reverses_id=OuterRef("pk"), closing=True
    )
    rows = _entries(county_code).filter(closing=True, reverses__isnull=True)
    for block in records_in_blocks(rows.exclude(Exists(taken_back)), BLOCK):
        left = _left(block)
        yield from (entry for entry in block if (entry.sub_ledger_id, entry.year) in left)


def _left(closings: Sequence[JournalEntry]) -> set[tuple[int, int]]:
    """The books and years of these entries in which an account of income or spending is not 0."""
    rows = JournalLine.objects.order_by().filter(
        county_code__in=_counties(closings),
        entry__sub_ledger_id__in={entry.sub_ledger_id for entry in closings},
        entry__year__in={entry.year for entry in closings},
    )
    budgeted = [key for kind in chart.BUDGETED for key in chart.keys(kind)]
    sums: dict[tuple[int, int, str], Decimal] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        of_side = rows.filter(Q(**{f"{side}__in": budgeted}))
        grouped = of_side.values("entry__sub_ledger_id", "entry__year", side)
        columns = ("entry__sub_ledger_id", "entry__year", side, "total")
        for *key, total in grouped.annotate(total=Sum("amount")).values_list(*columns):
            place = (key[0], key[1], key[2])
            sums[place] = sums.get(place, ZERO) + sign * to_fen(total)
    return {(book, year) for (book, year, _account), total in sums.items() if total}
