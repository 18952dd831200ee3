"""The comparison table as a workbook, for those who go on calculating."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.comparison import Line
from dashboards.rates import Rate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | None


def columns() -> list[tuple[str, int, Callable[[Line], Cell]]]:
    """Title, width and content of each column after the name."""
    return [
        (_("Members"), 10, lambda line: line.members),
        (_("Workers"), 10, lambda line: line.workers),
        (_("Joining rate"), 10, lambda line: _rate(line.joining)),
        (_("Goal met"), 10, lambda line: _met(line.joining)),
        (_("Members missing"), 12, lambda line: line.joining.short),
        (_("Unionised units"), 12, lambda line: line.unionisation.part),
        (_("Legal-person units"), 12, lambda line: line.units),
        (_("Unionisation rate"), 10, lambda line: _rate(line.unionisation)),
        (_("Goal met"), 10, lambda line: _met(line.unionisation)),
        (_("Units missing"), 12, lambda line: line.unionisation.short),
        (_("Grassroots unions"), 12, lambda line: line.unions),
        (_("Workers counted on"), 24, lambda line: line.counted or None),
    ]


def _rate(rate: Rate) -> str | None:
    """The rate as the page shows it: cut and not rounded, so that a workbook says the same."""
    return rate.text if rate.known else None


def _met(rate: Rate) -> str:
    if rate.excessive:
        return _("above 100%: please check the figures")
    words = {True: _("yes"), False: _("no"), None: _("cannot be judged")}
    return words[rate.met]


def workbook(context: dict[str, Any], title: str, first: str) -> HttpResponse:
    """The lines of a page as a file. `first` is the title of the first column."""
    return attachment(_write(context["lines"], title, first), title)


def attachment(content: bytes, title: str) -> HttpResponse:
    """A workbook to download, named by its title and today."""
    day = timezone.localdate().isoformat()
    response = HttpResponse(content, content_type=XLSX)
    name = quote(f"{title}{day}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _write(lines: list[Line], title: str, first: str) -> bytes:
    buffer = io.BytesIO()
    # Names never become formulas or links, whatever they begin with.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wanted = columns()
        sheet.write(0, 0, first, head)
        sheet.set_column(0, 0, 16)
        for number, (label, width, _content) in enumerate(wanted, start=1):
            sheet.write(0, number, label, head)
            sheet.set_column(number, number, width)
        for row, line in enumerate(lines, start=1):
            sheet.write_string(row, 0, line.name)
            for number, (_label, _width, content) in enumerate(wanted, start=1):
                sheet.write(row, number, content(line))
        sheet.freeze_panes(1, 1)
        source = _("As of %(time)s") % {"time": timezone.localtime().strftime("%Y-%m-%d %H:%M")}
        sheet.write_string(len(lines) + 2, 0, source)
    return buffer.getvalue()
