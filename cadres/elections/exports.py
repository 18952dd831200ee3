"""The list of terms as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.elections import pages
from cadres.selectors import terms as selectors
from cadres.selectors.terms import UNRECORDED, Choice
from unionreg.downloads import LARGEST_EXPORT, download, refuse_export
from unionreg.workbooks import write_table


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
        return refuse_export(request, total, LARGEST_EXPORT, reverse("terms"))
    if choice.tab != UNRECORDED:
        rows = rows.select_related("union")
    found = pages.lines(list(rows), user, today, {})
    title = _("Terms and elections")
    content = write_table(title=title, headers=headers(), rows=_rows(found))
    return download(content, f"{title}-{today.isoformat()}.xlsx")


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
