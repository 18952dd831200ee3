"""Staffing of the reader's townships, or of the counties of a city. Outside: 404."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.selectors.readers import OneCounty, view_of
from compliance.staffing import export as sheets
from compliance.staffing.lines import table
from compliance.staffing.regions import region
from compliance.staffing.shares import party_shares, shares
from compliance.views.findings import require
from unionreg.downloads import download
from unionreg.workbooks import write_table

VIEW = "cadres.view_appointment"
EXPORT = "cadres.export_cadre"


def _asked(request: HttpRequest) -> tuple[str, str]:
    """County and township in the address."""
    return request.GET.get("county", ""), request.GET.get("township", "")


@require_safe
def staffing(request: HttpRequest) -> HttpResponse:
    """Who leads, who serves full-time, social union workers, the pattern in force, findings."""
    require(request.user, VIEW)
    shown = view_of(request.user, VIEW, *_asked(request))
    today = timezone.localdate()
    context = {"may_export": request.user.has_perm(EXPORT), "today": today}
    if isinstance(shown, OneCounty):
        found = table(request.user, shown.scope(today))
        context |= {"table": found, "place": shown.place, "several": shown.several}
        context |= {"township": shown.township, "townships": shown.choices}
        context["whole"] = shown.township_keys is None
        if context["whole"]:
            context["shares"] = [*shares(found.rosters), *party_shares(shown.place.codes, today)]
        return render(request, "compliance/staffing.html", context)
    found_region = region(request.user, shown.counties, today)
    context["labels"] = sheets.column_labels().values()
    context["lines"] = [(line, sheets.cells(line.known)) for line in found_region.lines]
    context["sums"] = sheets.cells(found_region.totals)
    return render(request, "compliance/staffing_region.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same table as a workbook."""
    require(request.user, EXPORT)
    shown = view_of(request.user, EXPORT, *_asked(request))
    today = timezone.localdate()
    if isinstance(shown, OneCounty):
        found = table(request.user, shown.scope(today))
        headers, rows = sheets.county_headers(), sheets.county_rows(found)
        title = shown.township.name if shown.township else shown.place.title
    else:
        whole = region(request.user, shown.counties, today)
        headers, rows = sheets.region_headers(), sheets.region_rows(whole)
        title = _("My counties")
    name = _("%(place)s staffing %(day)s") % {"place": title, "day": today.isoformat()}
    content = write_table(title=_("Staffing"), headers=headers, rows=rows)
    return download(content, f"{name}.xlsx")
