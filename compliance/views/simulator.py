"""The simulator. What lies outside the reader's places answers 404."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.permissions import EXPORT
from compliance.simulator.desk import desk_or_404
from compliance.simulator.export import workbook
from compliance.simulator.pages import page


@require_safe
def simulator(request: HttpRequest) -> HttpResponse:
    """Choose a rule, change its numbers, place or day, and see who changes verdict."""
    desk = desk_or_404(request.user, request.GET)
    return render(request, "compliance/simulator.html", page(desk, request.user))


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook; 404 when the question cannot be answered."""
    desk = desk_or_404(request.user, request.GET)
    scope = request.user.scope_for(EXPORT)  # type: ignore[union-attr]
    may = all(scope.covers(area.county.key, None) for area in desk.taken.areas)
    if desk.simulation is None or not may:
        raise Http404
    return workbook(desk, desk.simulation)
