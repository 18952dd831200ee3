"""The compliance list, one finding, and what is done with it. Outside one's places: 404."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from compliance import exports, pages
from compliance.forms import FORMS, BulkForm, FindingForm
from compliance.permissions import CHANGE, EXPORT, VIEW
from compliance.selectors import findings, people
from compliance.services import handling as services
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict

REFUSED = 422


def require(user: Any, permission: str) -> None:
    """Raise PermissionDenied unless the user holds the permission somewhere."""
    if not user.has_perm(permission):
        raise PermissionDenied


@require_safe
def compliance_list(request: HttpRequest) -> HttpResponse:
    """What is out of order in the user's places, the most urgent first."""
    require(request.user, VIEW)
    context = pages.compliance_list(request.user, request.GET)
    return render(request, "compliance/list.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The rows of the list as a workbook."""
    require(request.user, EXPORT)
    return exports.workbook(request)


@require_safe
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """One finding: what is the matter, why, and who does what about it."""
    found = findings.finding_or_404(request.user, finding_id)
    return render(request, "compliance/finding.html", pages.finding(found, request.user))


@require_POST
def assign(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Put somebody in charge."""
    return _send(request, finding_id, "assign", _("Saved who is in charge."))


@require_POST
def note(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Write a note."""
    return _send(request, finding_id, "note", _("The note is saved."))


@require_POST
def waive(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Put a finding aside with an approval."""
    return _send(request, finding_id, "waive", _("The finding is waived."))


@require_POST
def unwaive(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Take a waiver back."""
    return _send(request, finding_id, "unwaive", _("The finding is open again."))


def _send(request: HttpRequest, finding_id: int, name: str, done: str) -> HttpResponse:
    """Do what a form of the page asks; show it again with all input when that is refused."""
    found = findings.finding_or_404(request.user, finding_id)
    kind = FORMS[name]
    if not services.may(found, request.user, kind.permission):
        raise PermissionDenied
    form = kind(found, people.colleagues_of(found), request.POST)
    if form.is_valid() and _saved(form, request.user):
        messages.success(request, done)
        return redirect("finding", found.pk)
    fresh = findings.finding_or_404(request.user, finding_id)
    context = pages.finding(fresh, request.user, form)
    return render(request, "compliance/finding.html", context, status=REFUSED)


def _saved(form: FindingForm, user: Any) -> bool:
    """Whether the service took it; its refusal is put into the form."""
    try:
        form.save(user)
    except Conflict as conflict:
        show_conflict(form, conflict, form.cleaned_data["record_version"])
    except ValidationError as error:
        add_errors(form, error)
    else:
        return True
    return False


@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Put somebody in charge of the findings that were ticked."""
    user = request.user
    require(user, CHANGE)
    back = _back(request)
    form = BulkForm(people.colleagues_in(user, request.POST.get("county", "")), request.POST)
    keys = form.keys(request.POST.getlist("finding"))
    if not keys or not form.is_valid():
        messages.error(request, _("Tick the findings and choose the person in charge."))
        return redirect(back)
    person = User.objects.get(pk=form.cleaned_data["assignee"])
    result = services.assign_many(keys=keys, user=user, person=person)
    messages.success(request, pages.bulk_message(result.done, result.left_out, person))
    return redirect(back)


def _back(request: HttpRequest) -> str:
    """The list as it was, if the form says so."""
    asked = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if here and asked.startswith(reverse("compliance_list")) else "compliance_list"
