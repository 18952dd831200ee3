"""Workbooks of allocations: several sheets, amounts as numbers with two decimals."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from funding.choices import FundSource, LineState
from funding.models import Allocation
from funding.schemes.results import Result
from funding.selectors.allocations import stored_result
from unionreg.workbooks import NARROWEST, WIDEST

Row = Sequence[Any]
EXACT = Decimal(10) ** 13  # a cell keeps 15 digits; larger amounts stay texts


class Workbook:
    """A workbook that is written sheet by sheet."""

    def __init__(self) -> None:
        self._stream = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._stream, options)
        style = {"bold": True, "bg_color": "#EEF1F5", "border": 1, "text_wrap": True}
        self._head = self._book.add_format(style)
        self._money = self._book.add_format({"num_format": "#,##0.00"})

    def sheet(self, title: str, headers: Sequence[str], rows: Iterator[Row] | list[Row]) -> None:
        """A sheet with a frozen line of headers."""
        sheet = self._book.add_worksheet(title[:31])
        sheet.write_row(0, 0, headers, self._head)
        widths = [_width(header) for header in headers]
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)
                widths[column] = max(widths[column], _width(value))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, WIDEST))
        sheet.freeze_panes(1, 0)

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, Decimal) and abs(value) < EXACT:
            sheet.write_number(row, column, float(value), self._money)
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, str(value))

    def content(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._stream.getvalue()


def _width(value: Any) -> int:
    text = "" if value is None else str(value)
    return max(NARROWEST, sum(2 if ord(char) > 0x2E80 else 1 for char in text) + 2)


def allocation_workbook(allocation: Allocation) -> bytes:
    """Overview, parts, figures and clauses of one allocation."""
    result = stored_result(allocation)
    book = Workbook()
    book.sheet(_("Overview"), _overview_headers(), _overview(result, allocation))
    book.sheet(_("Parts"), _part_headers(), _parts(result))
    book.sheet(_("Figures"), _figure_headers(), _figures(result))
    book.sheet(_("Clauses"), [_("Part"), _("Source"), _("Basis (column)")], _clauses(result))
    return book.content()


def _overview_headers() -> list[str]:
    return [_("Township"), _("Code"), _("Amount (yuan)"), _("State"), _("Reason")]


def _overview(result: Result, allocation: Allocation) -> Iterator[Row]:
    for line in result.lines:
        yield line.name, line.key, line.amount, LineState(line.state).label, line.reason
    yield _("Total"), "", result.total, allocation.get_state_display(), ""
    yield _("Scheme"), "", None, result.scheme_title, ""
    yield _("Numbers as of"), "", None, result.as_of.isoformat(), ""


def _part_headers() -> list[str]:
    return [
        _("Township"),
        _("Number"),
        _("Part"),
        _("Source"),
        _("How it is calculated"),
        _("Basis (column)"),
        _("Amount (yuan)"),
    ]


def _parts(result: Result) -> Iterator[Row]:
    for line in result.lines:
        for part in line.parts:
            source = FundSource(part.source).label
            yield (
                *(line.name, part.number, part.label, source),
                *(part.calculation, part.basis, part.amount),
            )


def _figure_headers() -> list[str]:
    return [
        *(_("Township"), _("Part"), _("Figure"), _("Value")),
        *(_("Numbers as of"), _("Source of the number")),
    ]


def _figures(result: Result) -> Iterator[Row]:
    for line in result.lines:
        for part in line.parts:
            for one in (*part.numbers, *part.figures):
                source = one.source or part.basis
                yield line.name, part.label, one.label, one.shown, one.as_of, source


def _clauses(result: Result) -> Iterator[Row]:
    rows = {
        (part.label, str(FundSource(part.source).label), part.basis)
        for line in result.lines
        for part in line.parts
    }
    yield from sorted(rows)
