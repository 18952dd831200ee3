"""The order in which an office wants to see its findings."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compliance.choices import USUAL_ORDER
from compliance.pages import order_lines
from compliance.permissions import ORDER
from compliance.selectors.order import chain_of, moved, order_above
from compliance.services.order import reset_order, set_order
from compliance.views.findings import REFUSED, require
from townships.models import Division


@require_http_methods(["GET", "HEAD", "POST"])
def urgency_order(request: HttpRequest) -> HttpResponse:
    """Show the order of a place, and move a group up or down; every press is saved."""
    user = request.user
    require(user, ORDER)
    places = _places(user)
    place = _place(places, request.POST.get("place") or request.GET.get("place", ""))
    if request.method == "POST" and place and _changed(request, place):
        return redirect(f"{reverse('urgency_order')}?{urlencode({'place': place.key})}")
    status = REFUSED if request.method == "POST" else 200
    return render(request, "compliance/order.html", _context(places, place), status=status)


def _places(user: Any) -> list[Division]:
    """The user's own places; the whole country has no order of its own."""
    keys = sorted(user.scope_for(ORDER).divisions)
    return list(Division.objects.filter(key__in=keys).order_by("code"))


def _place(places: list[Division], key: str) -> Division | None:
    """The chosen place, else the first. Raises Http404 for one that is not the user's."""
    if not key:
        return places[0] if places else None
    found = next((place for place in places if place.key == key), None)
    if found is None:
        raise Http404
    return found


def _changed(request: HttpRequest, place: Division) -> bool:
    """Do what the pressed button says; whether it said anything."""
    if "reset" in request.POST:
        reset_order(division=place, user=request.user)
        messages.success(request, _("The usual order holds again."))
        return True
    now = order_above(chain_of(place.key))
    groups = now.complete if now else list(USUAL_ORDER)
    wanted = moved(groups, request.POST)
    if wanted is None:
        return False
    try:
        set_order(division=place, groups=wanted, user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def _context(places: list[Division], place: Division | None) -> dict[str, Any]:
    now = order_above(chain_of(place.key)) if place else None
    return {
        "places": places,
        "place": place,
        "groups": order_lines(now.complete if now else USUAL_ORDER),
        "own": bool(now and place and now.division_id == place.key),
        "above": now.division if now and place and now.division_id != place.key else None,
    }
