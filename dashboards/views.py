"""Home, township, county and region pages. What lies outside the reader's places answers 404."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dashboards import export, movements, pages
from dashboards.organisation.page import organisation as organisation_page
from dashboards.organisation.rows import union_or_404
from dashboards.selectors import search as searching
from dashboards.selectors.places import (
    RegionPlace,
    SeveralTownships,
    TownshipPlace,
    county_or_404,
    region_or_404,
    start_of,
    township_or_404,
)
from members.selectors.search import looks_like_id
from townships.selectors.places import CountyPlace
from unionreg.text import tidy

LONGEST_QUERY = 100
NOT_IN_ADDRESSES = gettext_lazy(
    "Type ID numbers into the search field. In an address they would be kept by the browser, so "
    "this one was not looked up."
)
WORK = "townships.change_grassrootsunion"  # who may do this in all of a county works there


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the user comes for: an office its work, a chair his township, a city its counties."""
    place = start_of(request.user)
    if isinstance(place, TownshipPlace):
        return _township(request, place)
    if isinstance(place, RegionPlace):
        return _region(request, place)
    if isinstance(place, SeveralTownships):
        return _several(request, place)
    if place is None:
        return render(request, "dashboards/no_place.html")
    if place.division.key in request.user.scope_for(WORK).counties:  # type: ignore[union-attr]
        context = pages.home(place, request.user, everything="all" in request.GET)
        return render(request, "dashboards/home.html", context)
    return _county(request, place)


@require_safe
def township(request: HttpRequest, key: str) -> HttpResponse:
    """A township: rates, what is missing, what changed, what has to be done."""
    return _township(request, township_or_404(request.user, key))


@require_safe
def county_start(request: HttpRequest) -> HttpResponse:
    """The figures of the user's own county or region."""
    place = start_of(request.user)
    if isinstance(place, CountyPlace):
        return redirect("county_dashboard", key=place.division.key)
    if isinstance(place, RegionPlace):
        return _region(request, place)
    raise Http404


@require_safe
def county(request: HttpRequest, key: str) -> HttpResponse:
    """All townships of a county side by side."""
    return _county(request, county_or_404(request.user, key))


@require_safe
def township_month(request: HttpRequest, key: str) -> HttpResponse:
    """Who joined, came, went and left in a month of a township."""
    place = township_or_404(request.user, key)
    return _show(request, "month", movements.of_township(place, request.user, request.GET))


@require_safe
def county_month(request: HttpRequest, key: str) -> HttpResponse:
    """Who joined, came, went and left in a month of a county."""
    place = county_or_404(request.user, key)
    return _show(request, "month", movements.of_county(place, request.user, request.GET))


@require_safe
def region(request: HttpRequest, key: str) -> HttpResponse:
    """All counties of a city or province side by side."""
    return _region(request, region_or_404(request.user, key))


@require_safe
def county_export(request: HttpRequest, key: str) -> HttpResponse:
    """The county's table as a workbook."""
    place = county_or_404(request.user, key, pages.EXPORT)
    context = pages.county(place, request.user, _sort(request))
    return export.workbook(context, place.title, _("Township"))


@require_safe
def region_export(request: HttpRequest, key: str) -> HttpResponse:
    """The region's table as a workbook."""
    return _region_export(request, region_or_404(request.user, key, pages.EXPORT))


@require_safe
def own_export(request: HttpRequest) -> HttpResponse:
    """The table of the user's own county, region or counties."""
    place = start_of(request.user, pages.EXPORT)
    if isinstance(place, RegionPlace):
        return _region_export(request, place)
    if isinstance(place, CountyPlace):
        return redirect("county_export", key=place.division.key)
    raise Http404


@require_safe
def organisation(request: HttpRequest, union_id: int) -> HttpResponse:
    """A union of any kind at a glance."""
    union = union_or_404(request.user, union_id)
    return _show(request, "organisation", organisation_page(union, request.user))


@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Search everything.

    The forms post: what is typed may be an ID number, which must not get into an address, because
    addresses end up in logs and histories. Anything else is sent on to an address of its own, so
    that one can come back to it.
    """
    posted = request.method == "POST"
    text = tidy((request.POST if posted else request.GET).get("q", ""))[:LONGEST_QUERY]
    secret = looks_like_id(text) or (posted and searching.is_somebodys_id(request.user, text))
    if secret and not posted:
        messages.warning(request, NOT_IN_ADDRESSES)
        return redirect("search")
    if posted and not secret:
        return redirect(f"{reverse('search')}?{urlencode({'q': text})}")
    context = {
        "query": "" if secret else text,
        "asked": bool(text),
        "secret": secret,
        "found": searching.find(request.user, text, secret=secret),
    }
    return _show(request, "search", context)


def _sort(request: HttpRequest) -> str:
    return request.GET.get("sort", "")


def _show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"dashboards/{template}.html", context)


def _township(request: HttpRequest, place: TownshipPlace) -> HttpResponse:
    return _show(request, "township", pages.township(place, request.user))


def _county(request: HttpRequest, place: CountyPlace) -> HttpResponse:
    return _show(request, "county", pages.county_page(place, request.user, _sort(request)))


def _region(request: HttpRequest, place: RegionPlace) -> HttpResponse:
    return _show(request, "region", pages.region_page(place, request.user, _sort(request)))


def _region_export(request: HttpRequest, place: RegionPlace) -> HttpResponse:
    context = pages.region(place, request.user, _sort(request))
    title = str(place.division or _("My counties"))
    return export.workbook(context, title, _("County"))


def _several(request: HttpRequest, place: SeveralTownships) -> HttpResponse:
    return _show(request, "townships", pages.several_townships(place, _sort(request)))
