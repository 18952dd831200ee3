"""The founding file of a federation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federations import pages
from federations.choices import Step
from federations.forms import GateForm, ItemForm
from federations.models import ChecklistItem, Federation, FoundingStep
from federations.selectors.federations import (
    FOUND,
    federation_or_404,
    steps_of,
    ticks_of,
)
from federations.services.founding import pass_gate, tick_item
from federations.services.records import save_federation
from federations.views.common import REFUSED, require, saved


@require_safe
def federation(request: HttpRequest, pk: int) -> HttpResponse:
    """The gates in order, and the form of the next one or of one to be corrected."""
    found = federation_or_404(request.user, pk)
    edited = request.GET.get("edit", "")
    rows = steps_of(found)
    edited = edited if edited in rows else ""
    form = _gate_form(found, edited or _next(found), rows)
    return render(
        request, "federations/founding.html", pages.founding(found, request.user, form, edited)
    )


def _next(found: Federation) -> str:
    return next((gate.step for gate in pages.gates(found) if gate.current), "")


def _gate_form(found: Federation, step: str, rows: dict[str, FoundingStep]) -> GateForm | None:
    """The form of a gate, filled with what is recorded of it."""
    if not step:
        return None
    row = rows.get(step)
    first: dict[str, Any] = {"step": step}
    if row is not None:
        names = ("done_on", "by", "document_no", "people", "note")
        first |= {name: getattr(row, name) for name in names}
        first["record_version"] = row.version
    elif step == Step.APPROVED and found.union.superior is not None:
        first["by"] = found.union.superior.name
    return GateForm(found, initial=first)


@require_POST
def gate(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a gate, or correct it; the page again with all input when it is refused."""
    found = federation_or_404(request.user, pk)
    require(request.user, FOUND, found)
    form = GateForm(found, request.POST)
    if form.is_valid():
        row = steps_of(found).get(form.cleaned_data["step"])
        version = form.cleaned_data["record_version"]
        step = form.filled(row)
        step.federation = found

        def write() -> Any:
            _settle_party(found, form, request.user)
            return pass_gate(step=step, user=request.user, expected_version=version)

        done = _("“%(step)s” is recorded.") % {"step": step.get_step_display()}
        if saved(request, form, write, done):
            return redirect("federation", found.pk)
    found = federation_or_404(request.user, pk)
    shown = request.POST.get("step", "")
    context = pages.founding(found, request.user, form, shown if shown in Step.values else "")
    return render(request, "federations/founding.html", context, status=REFUSED)


def _settle_party(found: Federation, form: GateForm, user: Any) -> None:
    """Record whether there is a party organisation, where the form has just asked it."""
    answer = form.cleaned_data.get("has_party_org")
    if answer is not None and found.has_party_org is None:
        found.has_party_org = answer
        save_federation(federation=found, townships=None, user=user)


@require_POST
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick an item of the 321 procedure."""
    found = federation_or_404(request.user, pk)
    require(request.user, FOUND, found)
    form = ItemForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        row = ticks_of(found).get(values["item"])
        tick = row or ChecklistItem(federation=found, item=values["item"])
        tick.federation = found
        tick.done_on, tick.document_no = values["done_on"], values["document_no"]

        def write() -> Any:
            return tick_item(item=tick, user=request.user)

        if saved(request, form, write, _("The item is ticked.")):
            return redirect("federation", found.pk)
    context = pages.founding(found, request.user, _gate_form(found, _next(found), {}), "")
    context["refused"] = form
    return render(request, "federations/founding.html", context, status=REFUSED)
