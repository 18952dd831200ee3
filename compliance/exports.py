"""The compliance list as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import words
from compliance.models import Finding
from compliance.pages import listed
from compliance.permissions import EXPORT
from compliance.selectors.findings import with_details
from compliance.sentences import sentence
from townships.selectors.places import names_of
from unionreg.downloads import LARGEST_EXPORT, download, refuse_export
from unionreg.workbooks import write_table

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
        return refuse_export(request, total, LARGEST_EXPORT, reverse("compliance_list"))
    found = list(with_details(here.rows)[:LARGEST_EXPORT])
    title = _("Compliance list")
    content = write_table(title=title, headers=headers(), rows=_rows(found))
    return download(content, f"{title}-{timezone.localdate().isoformat()}.xlsx")


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
