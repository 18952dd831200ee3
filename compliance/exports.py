"""The compliance list as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from compliance import words
from compliance.models import Finding
from compliance.pages import listed
from compliance.permissions import EXPORT
from compliance.selectors.filters import names_of
from compliance.selectors.findings import with_details
from compliance.sentences import sentence
from unionreg.admin_export import LARGEST_EXPORT
from unionreg.ui import number
from unionreg.workbooks import XLSX_TYPE, write_table

Cell = str | int | Any


def headers() -> list[str]:
    """The titles of the columns."""
    return [
        _("County"),
        _("Township"),
        _("About (finding)"),
        _("Problem"),
        _("What to do"),
        _("Basis (column)"),
        _("Urgency"),
        _("First seen"),
        _("Days"),
        _("In charge"),
        _("State"),
        _("Approval number"),
    ]


def workbook(request: HttpRequest) -> HttpResponse:
    """The rows of the address as a download; back to the list when they are too many."""
    here = listed(request.user, request.GET, EXPORT)
    total = here.counts.of(here.choice.tab)
    if total > LARGEST_EXPORT:
        return _refuse(request, total)
    found = list(with_details(here.rows)[:LARGEST_EXPORT])
    title = _("Compliance list")
    content = write_table(title=title, headers=headers(), rows=_rows(found))
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"{title}-{timezone.localdate().isoformat()}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _refuse(request: HttpRequest, total: int) -> HttpResponse:
    """Back to the list with its filters, and say that they have to be narrower."""
    text = _(
        "Not exported: the list has %(number)s rows, at most %(limit)s fit into one workbook. "
        "Narrow it with the filters, for example to one township, and export again."
    )
    messages.error(request, text % {"number": number(total), "limit": number(LARGEST_EXPORT)})
    return redirect(f"{reverse('compliance_list')}?{request.META.get('QUERY_STRING', '')}")


def _rows(found: list[Finding]) -> Iterator[list[Cell]]:
    """A row for each finding; texts stay texts, whatever they begin with."""
    names = names_of({key for f in found for key in (f.county_code, f.township_key)})
    today = timezone.localdate()
    for finding in found:
        told, verdict = sentence(finding), finding.verdict
        in_township = finding.township_key != finding.county_code
        yield [
            names[finding.county_code],
            names[finding.township_key] if in_township else "",
            told.about,
            told.text,
            told.remedy,
            f"{verdict.document} {verdict.clause}",
            finding.get_urgency_display(),
            finding.first_seen,
            words.age(finding, today).days,
            str(finding.assignee or ""),
            finding.get_state_display(),
            finding.waiver_no,
        ]
