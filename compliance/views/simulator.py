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
    may = request.user.scope_for(EXPORT).covers(desk.area.county.key, None)  # type: ignore[union-attr]
    if desk.simulation is None or not may:
        raise Http404
    return workbook(desk, desk.simulation)
