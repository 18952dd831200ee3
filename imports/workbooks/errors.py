"""The workbook with the failed rows: the same columns, what is wrong in red, and why.

It is made from the uploaded file, so that also the columns nobody reads come back, and can be
uploaded again as it is.  When that cannot be done, the reasons alone are listed.
"""

from __future__ import annotations

import io
import logging
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from imports.choices import Severity
from imports.kinds import ImportKind, kind_of
from imports.messages import describe
from imports.models import ImportBatch, RowIssue
from imports.pipeline.read import limits
from imports.reading import Layout, Refused, Uncalculated, Workbook
from imports.reading.spec import column_number
from unionreg.text import is_lossy_number, whole_number

REASON = "错误原因"
ROW = "原行号"
REASONS_ONLY = (ROW, "标题", "姓名或名称", "内容", REASON)
NARROWEST, WIDEST = 10, 30
# Excel takes neither these in the name of a sheet, nor a quote mark at its ends, nor one name.
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
RESERVED = "history"

logger = logging.getLogger(__name__)


@dataclass
class RowErrors:
    """What is wrong in one row: columns to be marked, sentences."""

    columns: set[int] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)


def make_error_file(batch_id: int) -> None:
    """Make the workbook of a batch unless it exists, the file is gone, or nothing failed."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None or batch.error_file or not batch.file or not batch.failed_count:
        return
    try:
        data = error_workbook(batch)
    except (Refused, OSError, ValueError, xlsxwriter.exceptions.XlsxWriterException) as error:
        # the message may hold what stands in a cell
        logger.warning("%s kept the rows of %s out", type(error).__name__, batch.facts())
        data = reasons_workbook(batch)
    batch.error_file.save("errors", ContentFile(data), save=False)
    here = ImportBatch.objects.in_county(batch.county_code).filter(pk=batch.pk, error_file="")
    if not here.update(error_file=batch.error_file.name):
        batch.error_file.storage.delete(str(batch.error_file.name))


def error_workbook(batch: ImportBatch) -> bytes:
    """The failed rows of a batch as an xlsx file."""
    kind, errors = kind_of(batch.kind), _errors(batch)
    layout = Layout.from_dict(batch.layout)
    buffer = io.BytesIO()
    # days are numbers: they must be counted as in the uploaded file
    options = {"in_memory": True, "date_1904": layout.epoch_1904}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = _Sheet(book, kind, layout)
    with Workbook(Path(batch.file.path), kind.reader_columns(), limits()) as source:
        for rows in source.batches():
            for row in rows:
                if row[0] in errors:
                    sheet.write(row, errors[row[0]])
    book.close()
    return buffer.getvalue()


def reasons_workbook(batch: ImportBatch) -> bytes:
    """What is wrong where, without the rows themselves."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(REASON)
    sheet.write_row(0, 0, REASONS_ONLY, _formats(book)["head"])
    rows = RowIssue.objects.in_county(batch.county_code).filter(
        batch_id=batch.pk, severity=Severity.ERROR
    )
    for line, issue in enumerate(rows.order_by("row_number", "id").iterator(), start=1):
        words = describe(issue.code, issue.params, column=issue.column)
        sheet.write_number(line, 0, issue.row_number)
        texts = (issue.header, issue.label, issue.shown, words.sentence)
        for column, text in enumerate(texts, start=1):
            sheet.write_string(line, column, text)
    book.close()
    return buffer.getvalue()


def _errors(batch: ImportBatch) -> dict[int, RowErrors]:
    """The errors of a batch by row."""
    found: dict[int, RowErrors] = defaultdict(RowErrors)
    rows = RowIssue.objects.in_county(batch.county_code).filter(
        batch_id=batch.pk, severity=Severity.ERROR
    )
    fields = ("row_number", "column", "header", "code", "params")
    for number, column, header, code, params in rows.values_list(*fields).iterator():
        words = describe(code, params, column=column)
        if column:
            found[number].columns.add(column_number(column))
        place = _("%(header)s: ") % {"header": header} if header else ""
        found[number].sentences.append(place + words.sentence)
    return found


class _Sheet:
    """The sheet under construction."""

    def __init__(self, book: Any, kind: ImportKind, layout: Layout) -> None:
        self.formats = _formats(book)
        self.sheet = book.add_worksheet(sheet_name(layout.sheet) or str(kind.title))
        self.kinds = {number: kind.column(key) for key, number in layout.columns.items()}
        # our own titles are understood for certain; two rows of titles have become one
        own = {number: column.header for number, column in self.kinds.items()}
        known = {**dict(layout.heads), **own}
        self.width = max(known)
        # a file that was downloaded here before has these two already
        self.reason = _number_of(known, REASON) or self.width + 1
        self.row = _number_of(known, ROW) or self.reason + 1
        self.line = 0
        self._head({**known, self.reason: REASON, self.row: ROW})

    def _head(self, titles: dict[int, str]) -> None:
        for number, title in titles.items():
            column = self.kinds.get(number)
            look = "need" if column is not None and column.required else "head"
            self.sheet.write_string(0, number - 1, title, self.formats[look])
            width = column.width if column else NARROWEST
            if number == self.reason:
                width = 60
            style = self.formats["text"] if column is not None and column.as_text else None
            self.sheet.set_column(number - 1, number - 1, width, style)
        self.sheet.freeze_panes(1, 0)

    def write(self, row: list[Any], errors: RowErrors) -> None:
        """One failed row with its reasons."""
        self.line += 1
        for number in range(1, self.width + 1):
            if number in (self.reason, self.row):
                continue
            cell = row[number] if number < len(row) else ""
            self._cell(number, cell, wrong=number in errors.columns)
        self.sheet.write_string(
            self.line, self.reason - 1, " ".join(errors.sentences), self.formats["why"]
        )
        self.sheet.write_number(self.line, self.row - 1, row[0])

    def _cell(self, number: int, cell: Any, *, wrong: bool) -> None:
        """A cell as it was; numbers that lost their end become text, so that they can be typed."""
        column = self.kinds.get(number)
        as_text = column is not None and column.as_text
        look = ("wrong text" if as_text else "wrong") if wrong else "text" if as_text else None
        style = self.formats[look] if look else None
        place = (self.line, number - 1)
        if isinstance(cell, datetime | date):
            style = self.formats["wrong day" if wrong else "day"]
            self.sheet.write_datetime(*place, cell, style)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(*place, cell, style)
        elif isinstance(cell, int | float) and not as_text:
            self.sheet.write_number(*place, cell, style)
        elif cell == "" and style is not None:
            self.sheet.write_blank(*place, None, style)
        elif cell != "":
            self.sheet.write_string(*place, _as_text(cell), style)


def sheet_name(name: str) -> str:
    """The name of a sheet as Excel takes it; empty when nothing is left of it."""
    text = NOT_IN_NAMES.sub("", name).strip("' ")[:31].rstrip("' ")
    return "" if text.lower() == RESERVED else text


def _as_text(cell: Any) -> str:
    if isinstance(cell, Uncalculated):
        return ""
    if is_lossy_number(cell):
        return f"{cell:.14E}"
    number = whole_number(cell)
    return str(cell if number is None else number)


def _number_of(titles: dict[int, str], title: str) -> int | None:
    return next((number for number, text in titles.items() if text.strip() == title), None)


def _formats(book: Any) -> dict[str, Any]:
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
