"""What is in force at a place on a day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies import pages
from policies.engine import NEVER
from policies.engine.measure_types import read_day
from policies.selectors.places import find_places, viewpoint
from unionreg.text import half_width, tidy

LONGEST_QUERY = 100


@require_safe
def in_force(request: HttpRequest) -> HttpResponse:
    """The provisions of a place and day, what overrides what, and the contradictions.

    `place` is a registry key, empty for the whole country; `find` a name or code to look for; `q`
    words to look for in the provisions. 404 for a place that does not exist.
    """
    view = viewpoint(request.user, request.GET.get("place"))
    if view is None:
        raise Http404
    on = _day(request.GET.get("on", ""))
    search = tidy(request.GET.get("find", ""))[:LONGEST_QUERY]
    context = pages.in_force(
        view,
        on or timezone.localdate(),
        user=request.user,
        query=tidy(request.GET.get("q", ""))[:LONGEST_QUERY],
    )
    found = find_places(half_width(search)) if search else []
    asked = {"find": search, "found": found, "wrong_day": on is None and request.GET.get("on")}
    return render(request, "policies/in_force.html", {**context, **asked})


def _day(text: str) -> date | None:
    """The day asked for; None for none and for what is no day."""
    try:
        day = read_day(half_width(text))
    except ValueError:
        return None
    return None if day == NEVER else day
