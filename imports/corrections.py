"""Rows that were not imported and come back corrected: which import a file belongs to.

The title above the row numbers of a workbook with failed rows names the import they are of.
"""

import re
from collections import Counter
from collections.abc import Iterable

from imports.choices import SENT_STATES
from imports.models import ImportBatch
from imports.reading.layout import normal

ROW = "原行号"
_TITLE = re.compile(rf"{ROW}\((\d{{4}}-\d{{4}}-(\d{{4,18}}))\)", re.ASCII)


def title_of(batch: ImportBatch) -> str:
    """The title above the numbers that the rows of an import had."""
    return f"{ROW}（{batch.number}）"


def is_row_title(title: str) -> bool:
    """Whether a title is ours: alone, or with the number of any import behind it."""
    return normal(title) == ROW or _TITLE.fullmatch(normal(title)) is not None


def corrected_by(batch: ImportBatch, titles: Iterable[str]) -> ImportBatch | None:
    """The import whose failed rows a file with these titles brings back; None for any other file.

    It must be of the same kind, of the same county, and of a place that the file is imported for:
    nobody settles what his superior waits for.
    """
    found = next(filter(None, map(_TITLE.fullmatch, map(normal, titles))), None)
    if found is None:
        return None
    number, key = found.groups()
    here = ImportBatch.objects.in_county(batch.county_code).exclude(pk=batch.pk)
    before = here.filter(pk=int(key), kind=batch.kind).first()
    if before is None or before.number != number:
        return None
    return before if batch.township_id in (None, before.township_id) else None


def rows_sent_again(batches: Iterable[ImportBatch]) -> Counter[int | None]:
    """How many rows came back for each of these imports, in files that were not undone.

    Only those that remind somebody are looked up.  A row that came back and is still wrong counts:
    its new file reminds of it.
    """
    asked = [batch for batch in batches if batch.reminds]
    counties = {batch.county_code for batch in asked}
    rows = ImportBatch.objects.filter(
        county_code__in=counties, corrects__in=[batch.pk for batch in asked], state__in=SENT_STATES
    )
    found: Counter[int | None] = Counter()
    for row in rows.defer("layout", "left_out") if asked else ():
        found[row.corrects_id] += row.row_count
    return found
