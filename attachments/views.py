"""Documents of an organisation: list, upload, download, removal. Outside one's places: 404."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from attachments import kinds, services
from attachments.forms import RemovalForm, UploadForm, limits
from attachments.models import Attachment
from attachments.records import find_record, kind_words
from attachments.selectors import (
    attachment_or_404,
    changes_of_documents,
    documents_of,
    union_or_404,
)
from history.selectors import labelled
from townships.models import Union
from unionreg.county import Conflict
from unionreg.refusals import add_errors, changed_meanwhile, conflict_message

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, union_id: int) -> HttpResponse:
    """All documents of an organisation; takes one more."""
    union = union_or_404(request.user, union_id)
    if request.method != "POST":
        record = find_record(union, request.GET.get("record", ""))
        form = UploadForm(union, record=record, initial={"next": request.GET.get("next", "")})
        return render(request, "attachments/documents.html", _page(request, union, form))
    if not services.may(request.user, union, services.ADD):
        raise PermissionDenied
    form = UploadForm(union, request.POST, request.FILES)
    if form.is_valid() and _saved(form, request.user):
        messages.success(request, _("The document is kept."))
        return redirect(_back(request, union))
    return render(
        request, "attachments/documents.html", _page(request, union, form), status=REFUSED
    )


def _page(request: HttpRequest, union: Union, form: UploadForm) -> dict[str, Any]:
    kept, gone = documents_of(union), documents_of(union, removed=True)
    key = str(form["record"].value() or "")
    return {
        "union": union,
        "form": form if services.may(request.user, union, services.ADD) else None,
        "record_kind": kind_words(key) if key and find_record(union, key) else "",
        "limits": limits(),
        "documents": kept,
        "removed": gone,
        "may_remove": services.may(request.user, union, services.CHANGE),
        "changes": labelled(changes_of_documents(union)),
    }


def _saved(form: UploadForm, user: Any) -> bool:
    """Whether the service took it; its refusal is put into the form."""
    try:
        form.save(user)
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _back(request: HttpRequest, union: Union) -> str:
    """Where the form was filled in, if that is a page of ours; else the documents."""
    asked = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if here and asked.startswith("/") else reverse("documents", args=[union.pk])


@require_safe
def document(request: HttpRequest, attachment_id: int) -> FileResponse:
    """The file, never shown in the browser. 404 for a removed one and for one that is lost."""
    found = attachment_or_404(request.user, attachment_id)
    if found.removed_on is not None:
        raise Http404(_("This document has been removed."))
    kind = kinds.ending_of(found.original_name).kind
    try:
        content = found.file.open("rb")
    except OSError as error:
        raise Http404(_("The file is not where it should be.")) from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=found.original_name,
        content_type=kinds.CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Ask for the reason, then take the document off."""
    found = attachment_or_404(request.user, attachment_id)
    if not services.may(request.user, found.union, services.CHANGE):
        raise PermissionDenied
    if request.method != "POST":
        first = {"record_version": found.version, "next": request.GET.get("next", "")}
        return _removal(request, found, RemovalForm(initial=first))
    form = RemovalForm(request.POST)
    if form.is_valid() and _removed(form, found, request.user):
        messages.success(request, _("The document is removed. Its record stays."))
        return redirect(_back(request, found.union))
    fresh = attachment_or_404(request.user, attachment_id)
    return _removal(request, fresh, form, status=REFUSED)


def _removal(
    request: HttpRequest, found: Attachment, form: RemovalForm, status: int = 200
) -> HttpResponse:
    context = {"document": found, "union": found.union, "form": form}
    return render(request, "attachments/remove.html", context, status=status)


def _removed(form: RemovalForm, found: Attachment, user: Any) -> bool:
    version = form.cleaned_data["record_version"]
    try:
        services.remove(
            attachment=found,
            reason=form.cleaned_data["reason"],
            user=user,
            expected_version=version,
        )
    except Conflict as conflict:
        form.add_error(None, conflict_message(changed_meanwhile(conflict, version).values()))
    except ValidationError as error:
        add_errors(form, error)
    else:
        return True
    return False
