"""The workbook with the failed rows: the same columns, what is wrong in red, and why.

It holds the cells of the uploaded file, so that also the columns nobody reads come back, and can be
uploaded again as it is.  A check makes it while the rows are at hand (imports/pipeline/read.py).
Here it is made from the file once more: after an interruption, or when rows have failed at the
confirmation.  When that cannot be done, the reasons alone are listed.
"""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from pathlib import Path

import xlsxwriter
from django.db.models import TextField
from django.db.models.functions import Cast

from imports.choices import Severity
from imports.corrections import ROW
from imports.kinds import kind_of
from imports.messages import describe
from imports.models import ImportBatch, RowIssue
from imports.models.batch import upload_path
from imports.pipeline.read import limits
from imports.reading import Layout, Refused, Workbook
from imports.workbooks.failed_rows import (
    REASON,
    UNWRITABLE,
    FailedRows,
    Reason,
    Reasons,
    formats,
    store_workbook,
)

REASONS_ONLY = (ROW, "标题", "姓名或名称", "内容", REASON)
logger = logging.getLogger(__name__)


def make_error_file(batch_id: int) -> None:
    """Make the workbook of a batch unless it exists, the file is gone, or nothing failed."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None or batch.error_file or not batch.file or not batch.failed_count:
        return
    try:
        data = error_workbook(batch)
    except (Refused, *UNWRITABLE) as error:
        logger.warning("%s kept the rows of %s out", type(error).__name__, batch.facts())
        data = reasons_workbook(batch)
    _keep(batch, data)


def _keep(batch: ImportBatch, data: bytes) -> None:
    """Store the workbook, unless another worker has found more errors meanwhile."""
    storage, name = batch.file.storage, upload_path(batch, "")
    rows = ImportBatch.objects.in_county(batch.county_code).filter(pk=batch.pk, error_file="")
    here = rows.filter(error_count=batch.error_count)
    store_workbook(storage, name, data)
    if not here.update(error_file=name):
        storage.delete(name)


def error_workbook(batch: ImportBatch) -> bytes:
    """The failed rows of a batch as an xlsx file."""
    kind, errors = kind_of(batch.kind), _errors(batch)
    source = Workbook(Path(batch.file.path), kind.reader_columns(), limits())
    with FailedRows(batch, Layout.from_dict(batch.layout)) as sheet, source:
        for rows in source.batches():
            for row in rows:
                if row[0] in errors:
                    sheet.write(row, errors[row[0]])
        return sheet.finish()


def reasons_workbook(batch: ImportBatch) -> bytes:
    """What is wrong where, without the rows themselves."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(REASON)
    sheet.write_row(0, 0, REASONS_ONLY, formats(book)["head"])
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


def _errors(batch: ImportBatch) -> dict[int, list[Reason]]:
    """The errors of a batch by row."""
    found: dict[int, list[Reason]] = defaultdict(list)
    rows = RowIssue.objects.in_county(batch.county_code).filter(
        batch_id=batch.pk, severity=Severity.ERROR
    )
    # parameters as text: the same few are not to be parsed for every row
    params = Cast("params", TextField())
    fields = ("row_number", "column", "header", "code", params)
    reasons = Reasons()
    for number, *issue in rows.values_list(*fields).iterator():
        found[number].append(reasons[tuple(issue)])
    return found
