"""Writing a table as an Excel workbook: texts stay texts, numbers numbers, dates dates."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 40
NARROWEST = 8
# Larger amounts have more digits than a cell of Excel keeps; they are written as texts.
LARGEST_NUMBER = Decimal(10) ** 13
MEASURED = 300  # rows that say how wide a column is; more of them only take time


def write_table(*, title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet: a frozen line of headers, then the rows.

    A text that begins with “=” is written as text, never as a formula.
    """
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "border": 1, "text_wrap": True})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
    }
    widths = [_width(header) for header in headers]
    sheet.write_row(0, 0, headers, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
            if number <= MEASURED:
                widths[column] = max(widths[column], _width(value))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST))
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif isinstance(value, Decimal) and abs(value) < LARGEST_NUMBER:
        sheet.write_number(row, column, float(value), formats["amount"])
    else:
        sheet.write_string(row, column, str(value))


def _width(value: Any) -> int:
    """The width of a cell: a Chinese character takes two."""
    text = "" if value is None else str(value)
    return max(NARROWEST, sum(2 if ord(char) > 0x2E80 else 1 for char in text) + 2)
