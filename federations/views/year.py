"""The year of a federation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cadres.services.meetings import record_meeting
from federations import pages
from federations.forms import EventForm
from federations.selectors.federations import RECORD, federation_or_404
from federations.views.common import REFUSED, require, saved

FIRST_YEAR = 1949


@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, pk: int) -> HttpResponse:
    """What the year asks for, with the event behind every tick; POST records one in place."""
    found = federation_or_404(request.user, pk)
    number = _number(request.GET.get("year", ""))
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        form = EventForm(initial={"kind": kind}, auto_id="event_%s")
        context = pages.year(found, request.user, number, form)
        return render(request, "federations/year.html", context)
    require(request.user, RECORD, found)
    form = EventForm(request.POST, auto_id="event_%s")
    if form.is_valid():

        def write() -> Any:
            return record_meeting(meeting=form.made(found.union), user=request.user)

        if saved(request, form, write, _("The event is recorded.")):
            back = reverse("federation_year", args=[found.pk])
            return redirect(f"{back}?year={form.cleaned_data['held_on'].year}")
    context = pages.year(found, request.user, number, form)
    return render(request, "federations/year.html", context, status=REFUSED)


def _number(text: str) -> int:
    """The year of the address; today's for anything that is none."""
    today = timezone.localdate().year
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return today
    return min(max(int(text), FIRST_YEAR), today + 1)
