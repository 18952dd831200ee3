"""Where a figure comes from. What lies outside the reader's places answers 404."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.explain import page, readings
from dashboards.explain.readings import Reading, figure_url
from dashboards.explain.registry import FIGURES
from dashboards.selectors.places import (
    RegionPlace,
    SeveralTownships,
    TownshipPlace,
    county_or_404,
    region_or_404,
    start_of,
    township_or_404,
)
from townships.choices import Level
from townships.models import Division
from townships.selectors.places import CountyPlace


@require_safe
def figures(request: HttpRequest, key: str) -> HttpResponse:
    """A figure of a place (`?of=joining`): definition, numbers, provisions, rows; else all."""
    level = Division.objects.filter(key=key).values_list("level", flat=True).first()
    asked, user = request.GET.get("of", ""), request.user
    if level == Level.TOWNSHIP:
        return _show(request, readings.of_township(township_or_404(user, key)))
    if level == Level.COUNTY:
        return _show(request, readings.of_county(county_or_404(user, key), user, asked))
    place = region_or_404(user, key)
    return _show(request, readings.of_region(place, asked, str(place.division)))


@require_safe
def own_figures(request: HttpRequest) -> HttpResponse:
    """The same of the reader's own place; of several counties together for who has several."""
    place, asked = start_of(request.user), request.GET.get("of", "")
    if isinstance(place, RegionPlace) and place.division is None:
        return _show(request, readings.of_region(place, asked, _("My counties")))
    if place is None or isinstance(place, SeveralTownships):
        raise Http404
    return redirect(figure_url(_key(place), asked if asked in FIGURES else ""))


def _key(place: TownshipPlace | CountyPlace | RegionPlace) -> str:
    division: Any = place.division
    return str(division.key)


def _show(request: HttpRequest, reading: Reading) -> HttpResponse:
    figure = FIGURES.get(request.GET.get("of", ""))
    if figure is None:
        return render(request, "dashboards/explain/index.html", page.index(reading))
    context = page.page(figure, reading, request.user)
    return render(request, "dashboards/explain/figure.html", context)
