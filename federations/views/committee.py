"""The committee of a federation: seats by one procedure, and seats to be filled."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cadres.models import Meeting
from cadres.services.meetings import record_meeting
from federations import pages
from federations.forms import FillForm, HeadsForm, ProcedureForm
from federations.models import Coverage, Federation, SeatToFill
from federations.selectors.federations import SEAT, federation_or_404
from federations.services.seats import fill_seat, open_seat, seat_heads
from federations.views.common import REFUSED, require, saved
from townships.models import Union
from unionreg.refusals import Refused
from unionreg.text import as_key


@require_safe
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits for whom, whose chair has no seat, which seats are to be filled."""
    found = federation_or_404(request.user, pk)
    return render(request, "federations/committee.html", _context(request, found))


def _context(
    request: HttpRequest,
    found: Federation,
    heads_form: HeadsForm | None = None,
    fill_form: FillForm | None = None,
) -> dict[str, Any]:
    """The page with empty forms, or with the one that was refused."""
    first = {"on": timezone.localdate()}
    meetings = pages.meetings_of(found)
    refused = heads_form or fill_form
    sent = as_key(fill_form["seat"].value()) if fill_form else None

    def form_of(seat: SeatToFill) -> FillForm:
        """Each seat has a form with names of its own for its labels."""
        if fill_form is not None and seat.pk == sent:
            return fill_form
        own = {**first, "successor": seat.covered.merged_into_id}
        return FillForm(_covered(found), meetings, initial=own, auto_id=f"fill_{seat.pk}_%s")

    empty = HeadsForm(_covered(found), meetings, initial=first, auto_id="heads_%s")
    forms = {"heads_form": heads_form or empty, "refused": refused}
    return pages.committee(found, request.user, forms, form_of)


def _covered(found: Federation) -> Any:
    keys = Coverage.objects.in_county(found.county_code).filter(
        federation_id=found.pk, valid_to__isnull=True
    )
    return Union.objects.in_county(found.county_code).filter(pk__in=keys.values("union_id"))


def _procedure(form: ProcedureForm, found: Federation, user: Any) -> Meeting | None:
    """The chosen meeting, or the one that is recorded with the seat; None without a day."""
    new = form.new_meeting(found.union)
    if new is None:
        chosen: Meeting | None = form.cleaned_data["meeting"]
        return chosen
    return record_meeting(meeting=new, user=user).record


@require_POST
def heads(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the ticked chairs take their seats."""
    found = federation_or_404(request.user, pk)
    require(request.user, SEAT, found)
    form = HeadsForm(_covered(found), pages.meetings_of(found), request.POST, auto_id="heads_%s")
    if form.is_valid():

        @transaction.atomic
        def write() -> Any:
            meeting = _procedure(form, found, request.user)
            if meeting is None:
                raise Refused({"meeting": _("Choose the meeting that elected them, or record it.")})
            return seat_heads(
                federation=found,
                unions=list(form.cleaned_data["unions"]),
                meeting=meeting,
                on=form.cleaned_data["on"],
                user=request.user,
            )

        if saved(request, form, write, _("The chairs sit on the committee now.")):
            return redirect("federation_committee", found.pk)
    context = _context(request, found, heads_form=form)
    return render(request, "federations/committee.html", context, status=REFUSED)


@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill a seat by a democratic procedure."""
    found = federation_or_404(request.user, pk)
    require(request.user, SEAT, found)
    form = FillForm(_covered(found), pages.meetings_of(found), request.POST, auto_id="fill_%s")
    if form.is_valid():
        seat = _seat(found, form.cleaned_data["seat"])

        @transaction.atomic
        def write() -> Any:
            return fill_seat(
                seat=seat,
                meeting=_procedure(form, found, request.user),
                on=form.cleaned_data["on"],
                user=request.user,
                expected_version=form.cleaned_data["record_version"],
                successor=form.cleaned_data["successor"],
            )

        if saved(request, form, write, _("The seat is filled.")):
            return redirect("federation_committee", found.pk)
    context = _context(request, found, fill_form=form)
    return render(request, "federations/committee.html", context, status=REFUSED)


def _seat(found: Federation, key: int) -> SeatToFill:
    rows = SeatToFill.objects.in_county(found.county_code).filter(federation_id=found.pk, pk=key)
    seat = rows.select_related(
        "federation__union", "covered__merged_into", "former__person"
    ).first()
    if seat is None:
        raise Http404
    return seat


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a seat for the head of a union that was covered later (R-COM-12)."""
    found = federation_or_404(request.user, pk)
    require(request.user, SEAT, found)
    key = as_key(request.POST.get("union"))
    union = _covered(found).filter(pk=key).first() if key is not None else None
    if union is None:
        messages.error(request, _("Choose a union that the federation covers."))
        return redirect("federation_committee", found.pk)
    today = timezone.localdate()
    open_seat(federation=found, covered=union, former=None, on=today, user=request.user)
    return redirect("federation_committee", found.pk)
