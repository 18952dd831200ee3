"""The reports. What lies outside the reader's places answers 404."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.reports import figure as explaining
from dashboards.reports import pages
from dashboards.reports.areas import Areas, areas_of, place_or_404
from dashboards.reports.basis import bases
from dashboards.reports.registry import REPORTS, Report
from dashboards.reports.workbook import workbook
from dashboards.selectors.places import VIEW, start_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which reports there are for the reader's own place."""
    place = start_of(request.user)
    if place is None:
        return render(request, "dashboards/no_place.html")
    return render(request, "dashboards/reports.html", pages.index(place))


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """A report about the place of this registry key (`place`), without one the reader's own."""
    found, areas = _asked(request, name, VIEW)
    context = pages.page(found, areas, request.user, request.GET)
    return render(request, "dashboards/report.html", context)


@require_safe
def figure(request: HttpRequest, name: str, column: str) -> HttpResponse:
    """How a number of a report about a place is made; 404 for one that it does not have."""
    found, areas = _asked(request, name, VIEW)
    number = request.GET.get("page", "")
    try:
        context = explaining.page(found, column, areas, request.user, number)
    except KeyError:
        raise Http404 from None
    return render(request, "dashboards/report_figure.html", context)


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponse:
    """The same as a workbook."""
    found, areas = _asked(request, name, pages.EXPORT)
    context = pages.table(found, areas, request.user, request.GET.get("sort", ""))
    return workbook(context, bases(found.rules, areas.division))


def _asked(request: HttpRequest, name: str, permission: str) -> tuple[Report, Areas]:
    """The report and its places; 404 for one that says nothing about such a place."""
    key = request.GET.get("place", "")
    found, user = REPORTS.get(name), request.user
    place = place_or_404(user, key, permission) if key else start_of(user, permission)
    if found is None or place is None:
        raise Http404
    areas = areas_of(place)
    if areas.level not in found.levels:
        raise Http404
    return found, areas
