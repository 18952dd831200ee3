"""The list of terms, a re-election, an approval. Outside one's places: 404."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.elections import exports, pages
from cadres.elections.first_terms import record_lines
from cadres.elections.forms import ChangeForm
from cadres.elections.open_forms import ElectionForm, seat_formset
from cadres.models import Term
from cadres.selectors import terms as selectors
from cadres.services.terms import open_term, open_term_of
from townships.models import Union
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict

REFUSED = 422


def require(user: Any, permission: str) -> None:
    """Raise PermissionDenied unless the user holds the permission somewhere."""
    if not user.has_perm(permission):
        raise PermissionDenied


def union_or_404(user: Any, union_id: int) -> Union:
    """An organisation in the user's places."""
    found = selectors.union_for(user, union_id)
    if found is None:
        raise Http404
    return found


def term_or_404(user: Any, term_id: int) -> Term:
    """A term in the user's places."""
    found = selectors.term_for(user, term_id)
    if found is None:
        raise Http404
    return found


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Which terms are overdue, end soon, or are not recorded."""
    require(request.user, selectors.VIEW)
    context = pages.term_list(request.user, request.GET)
    return render(request, "cadres/terms.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The rows of the list as a workbook."""
    require(request.user, pages.EXPORT)
    return exports.workbook(request)


@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Save the first terms that were typed into the table; refused lines come back as typed."""
    require(request.user, pages.ADD)
    result = record_lines(request.POST, request.user)
    if result.saved:
        text = _("%(number)s terms are recorded.") % {"number": result.saved}
        messages.success(request, text)
    for notice in result.notices:
        messages.warning(request, notice)
    back = _back(request)
    if not result.refused:
        if not result.saved:
            messages.error(request, _("Nothing was filled in: give the day of the election."))
        return redirect(back)
    query = request.POST.copy()
    query["tab"] = selectors.UNRECORDED
    context = pages.term_list(request.user, query, result.refused)
    return render(request, "cadres/terms.html", context, status=REFUSED)


def _back(request: HttpRequest) -> str:
    """The list as it was, if the form says so."""
    asked = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    base = reverse("terms")
    return asked if here and asked.startswith(base) else f"{base}?tab={selectors.UNRECORDED}"


@require_safe
def union_terms(request: HttpRequest, union_id: int) -> HttpResponse:
    """The terms of one organisation."""
    union = union_or_404(request.user, union_id)
    return render(request, "cadres/union_terms.html", pages.union_page(request.user, union))


@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest, union_id: int) -> HttpResponse:
    """A re-election on one page: election, assembly, approval and everybody elected."""
    union = union_or_404(request.user, union_id)
    if not request.user.has_perm(pages.ADD, union):
        raise PermissionDenied
    if not union.is_open:
        messages.error(request, _("This union is closed. Its record stays as it was."))
        return redirect("union_terms", union.pk)
    former = open_term_of(union)
    data = request.POST if request.method == "POST" else None
    form = ElectionForm(union, former, data)
    seats = seat_formset(union, selectors.in_office(union), data)
    if data is not None and not seats.wants_more and _opened(form, seats, request):
        return redirect("union_terms", union.pk)
    status = REFUSED if data is not None and not seats.wants_more else 200
    context = {"union": union, "former": former, "form": form, "seats": seats}
    return render(request, "cadres/open_term.html", context, status=status)


def _opened(form: ElectionForm, seats: Any, request: HttpRequest) -> bool:
    """Whether the service took it; its refusal is put into the form."""
    settled, valid = seats.settle(form.union.county_code), form.is_valid()
    if not settled:
        form.add_error(None, _("Put the lines marked below “Elected persons” right."))
    if not (valid and settled):
        return False
    try:
        saved = open_term(
            term=form.term(),
            officers=list(seats.appointments(form.union)),
            user=request.user,
            meeting=form.meeting(),
            leaders_by=form.cleaned_data["leaders_by"],
            expected_version=form.cleaned_data["former_version"],
        )
    except Conflict:
        form.add_error(None, _("Somebody else has just changed the term before. Look at it first."))
    except ValidationError as error:
        add_errors(form, error)
    else:
        messages.success(request, _("The new term is open."))
        for notice in saved.notices:
            messages.warning(request, notice.message)
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, term_id: int) -> HttpResponse:
    """The approval of an early or late re-election."""
    term = term_or_404(request.user, term_id)
    if not request.user.has_perm(pages.CHANGE, term):
        raise PermissionDenied
    form = ChangeForm(term, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _approved(form, request):
        return redirect("union_terms", term.union_id)
    context = {"term": term, "union": term.union, "form": form}
    status = REFUSED if form.is_bound else 200
    return render(request, "cadres/change_term.html", context, status=status)


def _approved(form: ChangeForm, request: HttpRequest) -> bool:
    try:
        saved = form.save(request.user)
    except Conflict as conflict:
        show_conflict(form, conflict, form.cleaned_data["record_version"])
    except ValidationError as error:
        add_errors(form, error)
    else:
        messages.success(request, _("The approval is recorded."))
        for notice in saved.notices:
            messages.warning(request, notice.message)
        return True
    return False
