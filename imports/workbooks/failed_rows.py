"""A sheet of failed rows: the columns of the uploaded file, errors in red, and the reasons.

Columns have the drop-downs of the template.  The title of the row numbers says which import they
are of, so that the corrected file is known for what it is, whatever it is called.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import xlsxwriter
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.translation import gettext as _

from imports.corrections import is_row_title, title_of
from imports.kinds import kind_of
from imports.messages import describe
from imports.models import ImportBatch
from imports.pipeline.staging import Failed, Told
from imports.places import place_of_batch
from imports.reading import Layout
from imports.reading.spec import column_number, letter
from imports.workbooks.lists import entries, write_lists
from imports.workbooks.rows import Look, Rows, look

REASON = "错误原因"
NARROWEST, ROWS_WIDE, REASONS_WIDE = 10, 25, 60
# Excel takes neither these in the name of a sheet, nor a quote mark at its ends, nor one name.
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
RESERVED = "history"
# What keeps a workbook from being written.  A message may hold what stands in a cell.
UNWRITABLE = (OSError, ValueError, xlsxwriter.exceptions.XlsxWriterException)
MOST_KEPT = 10_000
# Formats of cells below the titles.
BELOW = ("text", "day", "why", "wrong", "wrong text", "wrong day")


class Reason(NamedTuple):
    """Something wrong in a row: number of the column to be marked, 0 for none, and a sentence."""

    column: int
    sentence: str


class Reasons(dict[Told, Reason]):
    """Reasons by what is told; the same is put into words once."""

    def __missing__(self, issue: Told) -> Reason:
        column, header, code, params = issue
        words = describe(code, json.loads(params), column=column)
        place = _("%(header)s: ") % {"header": header} if header else ""
        found = Reason(column_number(column), place + words.sentence)
        if len(self) < MOST_KEPT:  # of most errors there are few, of some one for each row
            self[issue] = found
        return found


def workbook_of(
    batch: ImportBatch, layout: Layout, failed: Iterable[Failed], beat: Callable[[], None]
) -> bytes:
    """A workbook with these rows; `beat` is called between them.  Raises one of `UNWRITABLE`."""
    reasons = Reasons()
    with FailedRows(batch, layout) as sheet:
        for cells, errors in failed:
            sheet.write(cells, [reasons[error] for error in errors])
            beat()
        return sheet.finish()


def store_workbook(storage: Storage, name: str, data: bytes) -> None:
    """Store a workbook under a name that nothing has yet.  Raises OSError, and leaves no piece."""
    try:
        storage.save(name, ContentFile(data))
    except OSError:
        storage.delete(name)  # it would hold people's data too
        raise


class FailedRows:
    """A workbook under construction, to which failed rows are added as they come."""

    def __init__(self, batch: ImportBatch, layout: Layout) -> None:
        kind = kind_of(batch.kind)
        self.batch = batch
        self.kinds = {number: kind.column(key) for key, number in layout.columns.items()}
        # our own titles are understood for certain; two rows of titles have become one
        own = {number: column.header for number, column in self.kinds.items()}
        titles = {**dict(layout.heads), **own}
        # a file that was downloaded here before has these two already
        self.reason = _number_of(titles, REASON.__eq__) or max(titles) + 1
        self.row = _number_of(titles, is_row_title) or max(*titles, self.reason) + 1
        self.titles = {**titles, self.reason: REASON, self.row: title_of(batch)}
        self.widths = {self.reason: REASONS_WIDE, self.row: ROWS_WIDE}
        self.width = max(self.titles)
        name = sheet_name(layout.sheet) or str(kind.title)
        self.rows = Rows(self._head(name, layout.epoch_1904), epoch_1904=layout.epoch_1904)
        styles = dict(zip(BELOW, self.rows.styles, strict=True))
        numbers = range(1, self.width + 1)
        self.right = [self._look(number, styles) for number in numbers]
        self.wrong = [self._look(number, styles, "wrong") for number in numbers]

    def __enter__(self) -> FailedRows:
        return self

    def __exit__(self, *error: object) -> None:
        self.rows.__exit__(*error)

    def write(self, row: list[Any], reasons: list[Reason]) -> None:
        """One failed row, which begins with its number, and what is wrong in it."""
        cells = row[1 : self.width + 1]
        cells += [""] * (self.width - len(cells))
        cells[self.reason - 1] = " ".join([reason.sentence for reason in reasons])
        cells[self.row - 1] = row[0]
        looks = self.right.copy()
        for reason in reasons:
            if reason.column:
                looks[reason.column - 1] = self.wrong[reason.column - 1]
        self.rows.write(cells, looks)

    def finish(self) -> bytes:
        """The workbook."""
        return self.rows.finish()

    def _head(self, name: str, epoch_1904: bool) -> bytes:
        """The workbook with titles and columns, and a pattern of the formats below."""
        buffer = io.BytesIO()
        # days are numbers: they must be counted as in the uploaded file
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": epoch_1904})
        sheet, known = book.add_worksheet(name), formats(book)
        for number, title in self.titles.items():
            column = self.kinds.get(number)
            need = column is not None and column.required
            sheet.write_string(0, number - 1, title, known["need" if need else "head"])
            width = column.width if column else self.widths.get(number, NARROWEST)
            style = known["text"] if column is not None and column.as_text else None
            sheet.set_column(number - 1, number - 1, width, style)
        sheet.freeze_panes(1, 0)
        for number, look_below in enumerate(BELOW):
            sheet.write_blank(1, number, None, known[look_below])
        write_lists(book, sheet, self._lists(), 1, settings.IMPORT_MAX_ROWS)
        book.close()
        return buffer.getvalue()

    def _lists(self) -> dict[int, tuple[str, ...]]:
        """The drop-downs by column, counted from 0."""
        user = self.batch.created_by
        place = place_of_batch(self.batch) if user is not None else None
        found = {n - 1: entries(column, place, user) for n, column in self.kinds.items()}
        return {number: texts for number, texts in found.items() if texts}

    def _look(self, number: int, styles: dict[str, str], wrong: str = "") -> Look:
        """How the cells of a column look, or those that are wrong."""
        column = self.kinds.get(number)
        as_text = column is not None and column.as_text
        name = f"{wrong} text".strip() if as_text else wrong
        if number == self.reason:
            name = "why"
        style, day = styles.get(name, ""), styles[f"{wrong} day".strip()]
        return look(letter(number), style, day, as_text=as_text)


def sheet_name(name: str) -> str:
    """The name of a sheet as Excel takes it; empty when nothing is left of it."""
    text = NOT_IN_NAMES.sub("", name).strip("' ")[:31].rstrip("' ")
    return "" if text.lower() == RESERVED else text


def _number_of(titles: dict[int, str], is_ours: Callable[[str], bool]) -> int | None:
    """The first column with such a title."""
    return next((number for number, title in titles.items() if is_ours(title)), None)


def formats(book: Any) -> dict[str, Any]:
    """The formats of titles and cells, for a book of XlsxWriter."""
    red = {"bg_color": "#FBE3E1", "border": 1, "border_color": "#C8372D"}
    head = {"bold": True, "bg_color": "#E8EEF5", "border": 1, "border_color": "#C3CCD6"}
    return {
        "head": book.add_format(head),
        "need": book.add_format({**head, "font_color": "#B3261E"}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "wrong": book.add_format(red),
        "wrong text": book.add_format({**red, "num_format": "@"}),
        "wrong day": book.add_format({**red, "num_format": "yyyy-mm-dd"}),
        "why": book.add_format({"font_color": "#B3261E"}),
    }
