"""Small tables uploaded on a page of another app: read like imports, under tighter limits."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings

from imports.reading import Column, Layout, Limits, Workbook
from imports.reading import Refused as Unreadable
from imports.refusals import describe_refusal
from unionreg.refusals import Refused
from unionreg.tables import TableRow

MEGABYTES, ROWS, SECONDS = 2, 2000, 20


def read_table(file: Any, columns: Mapping[str, tuple[str, ...]]) -> Iterator[TableRow]:
    """The rows of an uploaded file. Raises Refused: hostile, too large, without the titles."""
    wanted = [Column(key, titles, required=True) for key, titles in columns.items()]
    with NamedTemporaryFile() as stored:
        # One block more than allowed is enough for the reader to refuse the file.
        for chunk in file.chunks():
            stored.write(chunk)
            if stored.tell() > MEGABYTES * 2**20:
                break
        stored.flush()
        try:
            with Workbook(Path(stored.name), wanted, _limits()) as book:
                for rows in book.batches():
                    yield from (_row(cells, book.layout) for cells in rows)
        except Unreadable as reason:
            words = describe_refusal({"code": reason.code, "params": reason.params})
            raise Refused(f"{words.text} {words.remedy}") from reason


def _limits() -> Limits:
    return Limits(
        file_bytes=MEGABYTES * 2**20,
        unpacked_bytes=32 * 2**20,
        rows=ROWS,
        columns=50,
        memory_bytes=settings.IMPORT_READER_MEGABYTES * 2**20,
        seconds=SECONDS,
    )


def _row(cells: list[Any], layout: Layout) -> TableRow:
    """`cells` begins with the number of the row, so a column's number is its place."""
    found = {key: cells[at] if at < len(cells) else "" for key, at in layout.columns.items()}
    return TableRow(cells[0], found)
