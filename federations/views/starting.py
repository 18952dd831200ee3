"""Opening a founding file, and completing unions that have no federation record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from federations.choices import FederationKind, FederationLevel
from federations.forms import FactsForm, StartForm, composed
from federations.models import Federation
from federations.pages import judged_name
from federations.selectors.federations import FOUND, VIEW, unregistered
from federations.services.records import save_federation, start_federation
from federations.views.common import REFUSED, require, saved, typed
from policies.selectors import citation
from townships.models import Division, Union
from townships.selectors.places import counties_of
from unionreg.text import as_key

MOST = 200  # unions without a record on one page


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """One form that opens the file: the union, being prepared, and its federation record."""
    require(request.user, FOUND)
    counties = counties_of(request.user, FOUND)
    county = _county(counties, request.POST.get("county") or request.GET.get("county", ""))
    if county is None:
        return render(request, "federations/start.html", {"counties": counties})
    form = _start_form(request, county)
    if request.method == "POST" and form.is_valid():
        federation, union = form.made()
        places = form.cleaned_data.get("townships") or []

        def write() -> Any:
            return start_federation(
                federation=federation, union=union, townships=places, user=request.user
            )

        if saved(request, form, write, _("The founding file is open.")):
            return redirect("federation", federation.pk)
    context = {"form": form, "county": county, "counties": counties}
    status = REFUSED if form.errors else 200
    return render(request, "federations/start.html", context, status=status)


def _county(counties: list[Division], key: str) -> Division | None:
    """The county of the file; None as long as one of several is to be chosen."""
    if not key:
        return counties[0] if len(counties) == 1 else None
    found = next((county for county in counties if county.key == key), None)
    if found is None:
        raise Http404
    return Division.objects.with_chain().get(pk=found.pk)


def _start_form(request: HttpRequest, county: Division) -> StartForm:
    place = Division.objects.with_chain().get(pk=county.pk)
    shanxi = citation("R-ORG-32", division=place, on=timezone.localdate()) is not None
    first = {
        "place": place_words(place),
        "level": FederationLevel.COUNTY,
        "kind": FederationKind.REGIONAL,
        "shanxi_checklist": shanxi,
    }
    return StartForm(county.key, request.POST or None, initial=first, shanxi=shanxi)


def place_words(county: Division) -> str:
    """How a name calls the county: a district with its city in front."""
    city = county.parent.name if county.parent is not None and county.name.endswith("区") else ""
    return f"{city}{county.name}"


@require_safe
def name_check(request: HttpRequest) -> HttpResponse:
    """What the engine says of a name while it is typed."""
    require(request.user, FOUND)
    counties = counties_of(request.user, FOUND)
    county = _county(counties, request.GET.get("county", ""))
    given = {name: typed(request.GET.get(name, "")) for name in ("place", "middle")}
    kind, level = request.GET.get("kind", ""), request.GET.get("level", "")
    if county is None or not given["middle"].strip():
        return render(request, "federations/_name.html", {"empty": True})
    level = level if level in FederationLevel.values else ""
    kind = kind if kind in FederationKind.values else ""
    place = Division.objects.with_chain().get(pk=county.pk)
    context = judged_name(composed(given["place"], given["middle"]), kind, level, place)
    return render(request, "federations/_name.html", context)


@require_safe
def incomplete(request: HttpRequest) -> HttpResponse:
    """Unions of the kind “federation” whose federation record is missing."""
    require(request.user, VIEW)
    rows = unregistered(request.user)
    context = {
        "unions": list(rows[:MOST]),
        "total": rows.count(),
        "may_found": request.user.has_perm(FOUND),
    }
    return render(request, "federations/incomplete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, union_id: int) -> HttpResponse:
    """Add the federation record to a union of the kind “federation”."""
    union = unregistered(request.user).filter(pk=union_id).first()
    if union is None:
        return _known(request, union_id)
    _require_here(request.user, union)
    first = {"townships": [union.township_id] if union.township_id else []}
    form = FactsForm(union.county_code, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        federation = form.fill(Federation(union=union, county_code=union.county_code))

        def write() -> Any:
            places = form.cleaned_data.get("townships") or []
            return save_federation(federation=federation, townships=places, user=request.user)

        if saved(request, form, write, _("The federation record is complete.")):
            return redirect("federation", federation.pk)
    status = REFUSED if form.errors else 200
    context = {"form": form, "union": union}
    return render(request, "federations/complete.html", context, status=status)


def _known(request: HttpRequest, union_id: int) -> HttpResponse:
    """On to the record of a union that was completed already; 404 for anything else."""
    rows = Federation.objects.visible_to(request.user, VIEW)
    key = as_key(str(union_id))
    found = rows.filter(union_id=key).values_list("pk", flat=True).first() if key else None
    if found is None:
        raise Http404
    return redirect("federation", found)


def _require_here(user: Any, union: Union) -> None:
    if not user.scope_for(FOUND).covers(union.county_code, union.township_id):
        raise PermissionDenied
