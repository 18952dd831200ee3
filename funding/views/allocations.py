"""The allocations of a county: calculate, keep, review, approve, withdraw, compare, export."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from federations.views.common import REFUSED, saved
from funding import allocation_pages as pages
from funding.choices import AllocationState
from funding.forms.allocations import ChooseForm, DecisionForm, WithdrawForm
from funding.models import Allocation
from funding.selectors.schemes import cut_of, work_out
from funding.services import allocations as service
from funding.views.common import CHANGE, VIEW, choose_county, reader, require, year_of
from funding.views.payment_pages import tell
from funding.workbooks import allocation_workbook
from townships.problems import Problem
from unionreg.county import Conflict
from unionreg.downloads import download
from unionreg.text import as_key


@require_http_methods(["GET", "HEAD", "POST"])
def allocations(request: HttpRequest) -> HttpResponse:
    """The year of a county: what is kept, and what a scheme comes to before it is kept."""
    asked = request.POST.get("county") or request.GET.get("county", "")
    shown = reader(request.user, VIEW, asked)
    if shown.place is None:
        if request.method == "POST":
            require(request.user, CHANGE)
        title = _("Allocations of the year")
        return choose_county(request, title, "allocations", shown.counties)
    county = shown.place.division
    year = year_of(request.POST.get("year") or request.GET.get("year", ""))
    given = request.POST if request.method == "POST" else request.GET
    form = ChooseForm(shown.place, year, given if "scheme" in given else None)
    if request.method == "POST":
        require(request.user, CHANGE, county.key)
        kept = _kept(request, form, shown.place, year)
        if kept is not None:
            return redirect("allocation", kept.pk)
    context = pages.overview(request.user, shown, year, form)
    context["result"] = _result(form, shown.place, year)
    if context["result"] is not None:
        context |= pages.against_last_year(context["result"])
    status = REFUSED if form.errors or request.method == "POST" else 200
    return render(request, "funding/allocations.html", context, status=status)


def _kept(request: HttpRequest, form: ChooseForm, place: Any, year: int) -> Allocation | None:
    made: list[Allocation] = []
    if not form.is_valid():
        return None

    def write() -> None:
        values = form.cleaned_data
        scheme = form.schemes[values["scheme"]]
        found = service.save_allocation(
            scheme=scheme, place=place, year=year, user=request.user, as_of=values["as_of"]
        )
        made.append(found.record)

    saved(request, form, write, _("The allocation is kept as a draft."))
    return made[0] if made else None


def _result(form: ChooseForm, place: Any, year: int) -> Any:
    """What the chosen scheme comes to; its refusal becomes an error of the form."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        return work_out(form.schemes[values["scheme"]], place, cut_of(year, values["as_of"]))
    except ValidationError as error:
        form.add_error(None, error)
    return None


def allocation_or_404(user: Any, pk: int) -> Allocation:
    """An allocation inside the user's counties."""
    rows = Allocation.objects.visible_to(user, VIEW)
    found = rows.select_related("author", "reviewer", "approver", "meeting").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """One allocation: every township with parts, figures and clauses; beside another one."""
    found = allocation_or_404(request.user, pk)
    context = pages.detail(request.user, found, request.GET)
    return render(request, "funding/allocation.html", context)


@require_POST
def allocation_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Review, approve or withdraw."""
    found = allocation_or_404(request.user, pk)
    require(request.user, CHANGE, found.county_code)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:  # a made-up form; the page shows what can be done
        return redirect("allocation", pk)
    try:
        done, notices = step(request, found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Conflict:
        messages.error(request, _("Somebody else has just changed it. Look at it again."))
    else:
        messages.success(request, done)
        tell(request, (one.message for one in notices))
    return redirect("allocation", pk)


Done = tuple[str, tuple[Problem, ...]]  # what is told when it is done, and the notices


def _version(request: HttpRequest) -> int:
    """The version that the user saw; one that is missing is not the present one."""
    return as_key(request.POST.get("record_version")) or 0


def _review(request: HttpRequest, found: Allocation) -> Done:
    version = _version(request)
    saved = service.review_allocation(allocation=found, user=request.user, expected_version=version)
    return _("The allocation is reviewed."), saved.notices


def _approve(request: HttpRequest, found: Allocation) -> Done:
    form = DecisionForm(found.county_code, request.POST)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data()["meeting"])
    saved = service.approve_allocation(
        allocation=found,
        user=request.user,
        expected_version=_version(request),
        meeting=form.cleaned_data["meeting"],
    )
    return _("The allocation is approved. Nothing of it changes any more."), saved.notices


def _withdraw(request: HttpRequest, found: Allocation) -> Done:
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    saved = service.withdraw_allocation(
        allocation=found, user=request.user, reason=reason, expected_version=_version(request)
    )
    return _("The allocation is withdrawn."), saved.notices


STEPS: dict[str, Callable[[HttpRequest, Allocation], Done]] = {
    "review": _review,
    "approve": _approve,
    "withdraw": _withdraw,
}


@require_safe
def allocation_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of the county: overview, parts, figures, clauses."""
    found = allocation_or_404(request.user, pk)
    require(request.user, "townships.export_registry", found.county_code)
    name = f"{found.scheme_title}-{found.year}-{AllocationState(found.state).label}.xlsx"
    return download(allocation_workbook(found), name)
