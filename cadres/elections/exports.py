"""The list of terms as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from cadres.elections import pages
from cadres.selectors import terms as selectors
from cadres.selectors.terms import UNRECORDED, Choice
from unionreg.admin_export import LARGEST_EXPORT
from unionreg.ui import number
from unionreg.workbooks import XLSX_TYPE, write_table


def headers() -> list[str]:
    """The titles of the columns."""
    return [
        _("Place (column)"),
        _("Organisation"),
        _("Kind"),
        _("Union code"),
        _("Number of the term"),
        _("Elected on"),
        _("Years"),
        _("Re-election due on"),
        _("Approved new date"),
        _("Where it stands"),
        _("Approval number"),
        _("Basis (column)"),
    ]


def workbook(request: HttpRequest) -> HttpResponse:
    """The rows of the address as a download; back to the list when they are too many."""
    user: Any = request.user
    choice, today = Choice.read(request.GET), timezone.localdate()
    rows = selectors.of_tab(user, choice, today).visible_to(user, pages.EXPORT)
    total = rows.count()
    if total > LARGEST_EXPORT:
        return _refuse(request, total)
    if choice.tab != UNRECORDED:
        rows = rows.select_related("union")
    found = pages.lines(list(rows), user, today, {})
    title = _("Terms and elections")
    content = write_table(title=title, headers=headers(), rows=_rows(found))
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"{title}-{today.isoformat()}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _refuse(request: HttpRequest, total: int) -> HttpResponse:
    """Back to the list with its filters, and say that they have to be narrower."""
    text = _(
        "Not exported: the list has %(number)s rows, at most %(limit)s fit into one workbook. "
        "Narrow it with the filters, for example to one township, and export again."
    )
    messages.error(request, text % {"number": number(total), "limit": number(LARGEST_EXPORT)})
    return redirect(f"{reverse('terms')}?{request.META.get('QUERY_STRING', '')}")


def _rows(found: list[pages.Line]) -> Iterator[list[Any]]:
    for line in found:
        term = line.term
        yield [
            line.place,
            line.union.name,
            line.union.get_kind_display(),
            line.union.code,
            term.number if term else None,
            term.started_on if term else None,
            term.years if term else None,
            term.due_on if term else None,
            term.new_due_on if term else None,
            line.standing.text if line.standing else _("term not recorded"),
            term.change_approval_no if term else "",
            line.clause,
        ]
