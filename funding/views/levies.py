"""What units owe and paid, and what each township paid up. Outside one's places: 404."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from funding.selectors import levies as reads
from funding.selectors.levy_counties import of_counties
from funding.selectors.levy_page import (
    ArrearsPage,
    arrears_page,
    readable_counties,
    township_of,
)
from funding.templatetags.levy_words import months
from townships.models import Division
from unionreg.downloads import LARGEST_EXPORT, download, refuse_export
from unionreg.workbooks import write_table

EXPORT = "townships.export_registry"


def _require(user: Any, *permissions: str) -> None:
    """Raise PermissionDenied unless the user holds all of these somewhere."""
    if not all(user.has_perm(permission) for permission in permissions):
        raise PermissionDenied


@require_safe
def levies(request: HttpRequest) -> HttpResponse:
    """Due, paid and arrears by township and employer."""
    _require(request.user, reads.VIEW)
    user: Any = request.user
    counties = readable_counties(user)
    if len(counties) > 1 and not request.GET.get("county"):
        return _counties(request, counties)
    page = arrears_page(user, request.GET)
    context = {
        "page": page,
        "rows": page.rows(request.GET.get("page")),
        "may_export": user.has_perm(EXPORT),
        "may_record": user.has_perm("funding.add_levy"),
        "may_import": user.has_perm("funding.add_levypayment")
        and user.has_perm("imports.import_workbook"),
    }
    return render(request, "funding/levies.html", context)


def _counties(request: HttpRequest, counties: list[Division]) -> HttpResponse:
    """All counties of the reader for a year of the last three."""
    this_year = timezone.localdate().year
    years = [this_year - back for back in range(3)]
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), this_year)
    lines = of_counties(request.user, counties, year)
    context = {"year": year, "years": years, "lines": lines}
    return render(request, "funding/levy_counties.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook, all pages."""
    _require(request.user, reads.VIEW, EXPORT)
    page = arrears_page(request.user, request.GET)
    if len(page.lines) > LARGEST_EXPORT:
        return refuse_export(request, len(page.lines), LARGEST_EXPORT, reverse("levies"))
    headers = [
        *(_("Township"), _("Employer"), _("Due (yuan)"), _("Paid in (yuan)"), _("Arrears (yuan)")),
        *(_("Months in arrears"), _("Months not recorded")),
    ]
    name = _("%(place)s levies %(year)s") % {"place": page.title, "year": page.wanted.year}
    content = write_table(title=_("Levies and arrears"), headers=headers, rows=_rows(page))
    return download(content, f"{name}.xlsx")


def _rows(page: ArrearsPage) -> Iterator[Sequence[Any]]:
    unknown = _("not recorded (amount)")
    for line in page.lines:
        yield (
            *(page.name_of(line.township), line.employer),
            *(unknown if line.due is None else line.due, line.paid),
            line.arrears if line.due is not None else unknown,
            *(months(line.months), months(line.unknown_months)),
        )


@require_safe
def paid_up(request: HttpRequest, key: str) -> HttpResponse:
    """What a township (or the county itself) paid up in a year, payment by payment."""
    _require(request.user, reads.VIEW)
    found = township_of(request.user, key, request.GET.get("year", ""))
    if found is None:
        raise Http404
    return render(request, "funding/paid_up.html", {"found": found})
