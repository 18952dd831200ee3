"""The statement of a township as Excel and Word file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from funding.selectors.statement import Statement, note
from funding.workbooks import Row, Workbook

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "宋体"


def title_of(one: Statement) -> str:
    """The heading of the statement."""
    return _("%(year)s statement of funds of township unions") % {"year": one.year}


def part_headers() -> list[str]:
    """Columns of the parts."""
    return [_("No."), _("Item"), _("How it is calculated"), _("Basis (column)"), _("Amount (yuan)")]


def part_rows(one: Statement) -> Iterator[Row]:
    """The parts and their total in figures and capitals."""
    for number, part in enumerate(one.parts, start=1):
        yield number, part.label, _how(part), part.basis, part.amount
    yield _("Total"), one.capitals, "", "", one.total


def _how(part: Any) -> str:
    days = {figure.as_of for figure in part.figures if figure.as_of}
    told = _("as of %(day)s") % {"day": max(days)} if days else ""
    return f"{part.calculation}（{told}）" if told else str(part.calculation)


def payment_headers() -> list[str]:
    """Columns of the payments."""
    return [_("Date"), _("What for"), _("Received (yuan)"), _("Still open (yuan)")]


def payment_rows(one: Statement) -> Iterator[Row]:
    """The payments and what is open."""
    for row in one.payments:
        yield row.on.isoformat(), row.text, row.amount, row.left
    yield _("Received and still open"), "", one.paid, one.open


def grant_headers() -> list[str]:
    """Columns of the earmarked grants."""
    return [_("Purpose"), _("Granted (yuan)"), _("Paid (yuan)"), _("Left (yuan)")]


def grant_rows(one: Statement) -> Iterator[Row]:
    """The earmarked grants."""
    for row in one.grants:
        yield row.title, row.granted, row.paid, row.balance


def change_headers(one: Statement) -> list[str]:
    """Columns of the comparison."""
    return [_("Item"), str(one.year - 1), str(one.year), _("Difference (yuan)"), _("Reason")]


def change_rows(one: Statement) -> Iterator[Row]:
    """This year beside the last."""
    for row in one.changes:
        yield row.label, row.before, row.now, row.difference, row.reason


def tables(one: Statement) -> Iterator[tuple[str, list[str], list[Row]]]:
    """Heading, columns and rows of every table that has rows."""
    yield _("Items"), part_headers(), list(part_rows(one))
    yield _("Payments"), payment_headers(), list(payment_rows(one))
    if one.grants:
        yield _("Use of earmarked money"), grant_headers(), list(grant_rows(one))
    if one.changes:
        yield _("Compared with last year"), change_headers(one), list(change_rows(one))


def workbook(one: Statement) -> bytes:
    """The statement as an Excel file, a sheet for each table."""
    book = Workbook()
    for title, headers, rows in tables(one):
        book.sheet(title, headers, rows)
    book.sheet(_("Note"), [title_of(one)], [[text] for text in _head(one) + note(one)])
    return book.content()


def _head(one: Statement) -> list[str]:
    return [
        _("Number: %(number)s") % {"number": one.number},
        _("Unit: %(unit)s") % {"unit": one.township.name},
        _("Numbers as of %(day)s") % {"day": one.as_of.isoformat()},
    ]


def word_file(one: Statement) -> bytes:
    """The statement as a Word file."""
    document = Document()
    _set_font(document)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title_of(one))
    run.bold, run.font.size = True, Pt(16)
    document.add_paragraph("    ".join(_head(one)))
    for title, headers, rows in tables(one):
        document.add_paragraph().add_run(title).bold = True
        _add_table(document, headers, rows)
    document.add_paragraph()
    for text in note(one):
        document.add_paragraph(text)
    document.add_paragraph("        ".join(f"{name}：{who}" for name, who in signatures(one)))
    document.add_paragraph(_("%(county)s federation (seal)") % {"county": one.county.name})
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def signatures(one: Statement) -> list[tuple[str, str]]:
    """The lines at the end, with the names that are recorded."""
    people = one.people
    return [
        (_("Made by"), people.get("author", "")),
        (_("Reviewed by"), people.get("reviewer", "")),
        (_("Approving person"), people.get("approver", "")),
        (_("Received by the chair"), ""),
    ]


def _set_font(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _add_table(document: Any, headers: Sequence[str], rows: list[Row]) -> None:
    table = document.add_table(rows=1, cols=len(headers))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, headers, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        cells = table.add_row().cells
        for cell, value in zip(cells, row, strict=True):
            _fill(cell, value)


def _fill(cell: Any, value: Any) -> None:
    if isinstance(value, Decimal):
        cell.text = f"{value:,.2f}"
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        cell.text = "" if value is None else str(value)
