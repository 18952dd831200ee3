"""What somebody changed in the books past the product: altered, missing and half closed entries."""

from collections.abc import Iterator

from django.db.models import QuerySet

from funding import chart
from funding.models import JournalEntry
from funding.seals import seal_of
from funding.selectors.books import sums_of_book
from history.choices import Action
from history.models import Change

BLOCK = 2000


def _entries(county_code: str) -> QuerySet[JournalEntry]:
    rows = JournalEntry.objects.select_related("sub_ledger__union", "sub_ledger__ledger")
    return rows.filter(county_code=county_code) if county_code else rows.all()


def altered(county_code: str = "") -> Iterator[JournalEntry]:
    """Entries that are not what was posted: they or their lines do not fit the seal."""
    rows = _entries(county_code).order_by("pk").prefetch_related("lines")
    for entry in rows.iterator(BLOCK):
        if entry.seal != seal_of(entry, entry.lines.all()):
            yield entry


def missing(county_code: str = "") -> list[Change]:
    """What the history says was posted and is not there any more."""
    changes = Change.objects.filter(model=JournalEntry._meta.label_lower, action=Action.CREATED)
    if county_code:
        changes = changes.filter(county_code=county_code)
    there = {str(key) for key in _entries(county_code).values_list("pk", flat=True)}
    rows = changes.order_by("pk").only("object_id", "object_label").iterator(BLOCK)
    return [change for change in rows if change.object_id not in there]


def half_closed(county_code: str = "") -> list[JournalEntry]:
    """Closing entries that hold although income and spending of their year are not all closed."""
    rows = _entries(county_code).filter(closing=True)
    taken_back = set(rows.filter(reverses__isnull=False).values_list("reverses_id", flat=True))
    holding = rows.filter(reverses__isnull=True).exclude(pk__in=taken_back).order_by("pk")
    return [entry for entry in holding if _left(entry)]


def _left(entry: JournalEntry) -> bool:
    """Whether an account of income or spending has something left."""
    sums = sums_of_book(entry.sub_ledger, entry.year, with_closing=True)
    return any(sums.get(key) for kind in chart.BUDGETED for key in chart.keys(kind))
