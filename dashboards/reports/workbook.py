"""A report as a workbook: the lines of the page in its order, all of them, with what they say."""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.export import attachment
from dashboards.reports.basis import Basis
from dashboards.reports.table import Cell, Line, Number, Share, Table

Value = str | int | None


def workbook(context: dict[str, Any], found: list[Basis]) -> HttpResponse:
    """The table of a page as a file."""
    areas, report = context["areas"], context["report"]
    title = f"{areas.name}{report.title}"
    return attachment(_write(context["table"], context["lines"], title, found), title)


def _write(table: Table, lines: list[Line], title: str, found: list[Basis]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("Report"))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        sheet.set_column(0, 0, 24)
        shared = _shared(table, lines)
        for number, text in enumerate(_heads(table, shared)):
            sheet.write(1, number, text, head)
        sheet.set_column(1, sum(3 if each else 1 for each in shared), 11)
        every = [*lines, *([table.total] if table.total else [])]
        for row, line in enumerate(every, start=2):
            for number, value in enumerate(_values(line, shared)):
                sheet.write(row, number, value)
        for row, text in enumerate(_below(table, found), start=len(every) + 3):
            sheet.write_string(row, 0, text)
        sheet.freeze_panes(2, 1)
    return buffer.getvalue()


def _shared(table: Table, lines: list[Line]) -> list[bool]:
    """Which columns hold shares in some line: they take three columns of the sheet."""
    every = [*lines, *([table.total] if table.total else [])]
    width = range(len(table.columns))
    return [any(isinstance(line.cells[n], Share) for line in every) for n in width]


def _heads(table: Table, shared: list[bool]) -> Iterator[str]:
    yield str(table.first)
    for column, three in zip(table.columns, shared, strict=True):
        label = str(column.label)
        yield label
        if three:
            yield _("%(column)s, of all") % {"column": label}
            yield _("%(column)s, per cent") % {"column": label}


def _values(line: Line, shared: list[bool]) -> Iterator[Value]:
    yield line.name
    for cell, three in zip(line.cells, shared, strict=True):
        yield from _of_cell(cell, three)


def _of_cell(cell: Cell, three: bool) -> tuple[Value, ...]:
    if isinstance(cell, Share):
        return (cell.part, cell.whole, cell.text if cell.known else None)
    value = cell.value if isinstance(cell, Number) else str(cell.text)
    return (value, None, None) if three else (value,)


def _below(table: Table, found: list[Basis]) -> Iterator[str]:
    if table.says:
        yield table.says
    yield from (str(note) for note in table.notes)
    for basis in found:
        yield _("Basis: %(document)s %(clause)s") % {
            "document": basis.provision.document,
            "clause": basis.provision.clause,
        }
    time = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    yield _("As of %(time)s") % {"time": time}
