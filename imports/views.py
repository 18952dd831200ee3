"""The screens of an import.  Every request is short: the work is done by the worker."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imports import screens, selectors, services, tasks
from imports.choices import Kind, Mode, State
from imports.forms import MOST_UNIONS, UploadForm, unions_of
from imports.kinds import ImportKind, all_kinds, kind_of
from imports.models import ImportBatch
from imports.places import PERMISSION, places_of
from imports.workbooks.template import provincial_template
from imports.workbooks.template import template as build_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 5


def _kinds_of(user: Any) -> list[ImportKind]:
    """What the user may import; nothing without the permission to import at all."""
    if not user.has_perm(PERMISSION):
        return []
    return [kind for kind in all_kinds() if user.has_perm(kind.permission)]


def _kind(request: HttpRequest, code: str) -> ImportKind:
    """The kind of a page.  Raises Http404 for an unknown one, PermissionDenied for a forbidden."""
    if code not in Kind.values:
        raise Http404
    kind = kind_of(code)
    if kind not in _kinds_of(request.user):
        raise PermissionDenied
    return kind


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What can be imported, and the imports so far."""
    if not request.user.has_perm("imports.view_importbatch"):
        raise PermissionDenied
    page = Paginator(selectors.batches_for(request.user), 20).get_page(request.GET.get("page"))
    rows = [(batch, screens.badge_of(batch)) for batch in page.object_list]
    context = {"kinds": _kinds_of(request.user), "page": page, "rows": rows}
    return render(request, "imports/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file; it is checked by the worker afterwards."""
    wanted = _kind(request, kind)
    form = UploadForm(wanted, request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        batch = services.create_batch(
            kind=wanted.code,
            place=data["place"],
            user=request.user,
            file=data["file"],
            name=data["file"].name,
            mode=data["mode"],
            default_union=data.get("union") or None,
        )
        return redirect("imports:batch", batch.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/upload.html", _upload(request, wanted, form), status=status)


def _upload(request: HttpRequest, kind: ImportKind, form: UploadForm) -> dict[str, Any]:
    unions = unions_of(request.user, form.places[0]) if len(form.places) == 1 else []
    recent = selectors.batches_for(request.user).filter(kind=kind.code)[:RECENT]
    return {
        "kind": kind,
        "form": form,
        "unions": unions[:MOST_UNIONS] if kind.takes_default_union else [],
        "others": [other for other in _kinds_of(request.user) if other is not kind],
        "steps": screens.steps(1),
        "megabytes": settings.IMPORT_MAX_MEGABYTES,
        "recent": [(batch, screens.badge_of(batch)) for batch in recent],
    }


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook to fill in."""
    wanted = _kind(request, kind)
    places = places_of(request.user)
    place = places[0] if len(places) == 1 else None
    provincial = request.GET.get("layout") == "provincial" and wanted.code == Kind.MEMBERS
    build = provincial_template if provincial else build_template
    name = _("%(kind)s, provincial template") if provincial else _("%(kind)s, template")
    data = build(wanted, place, request.user)
    return _download(data, f"{name % {'kind': wanted.title}}.xlsx")


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@require_safe
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The screen that fits the state of a batch."""
    found = selectors.batch_for(request.user, batch_id)
    may = services.may_work(found, request.user)
    name, context = _screen(found, request, may_work=may)
    return render(request, f"imports/{name}.html", {**context, "may_work": may})


def _screen(
    found: ImportBatch, request: HttpRequest, *, may_work: bool
) -> tuple[str, dict[str, Any]]:
    if found.is_busy:
        return "progress", screens.progress(found, may_work=may_work)
    if found.state == State.READY:
        return "preview", screens.preview(found, request.GET, request.user)
    if found.state == State.REFUSED:
        return "refused", screens.refused(found)
    if found.state in (State.FAILED, State.DISCARDED):
        return "stopped", screens.frame(found)
    return "result", screens.result(found, request.GET, request.user)


@require_safe
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The part of the progress page that renews itself; ends with a reload when it is done."""
    found = selectors.batch_for(request.user, batch_id)
    context = screens.progress(found, may_work=services.may_work(found, request.user))
    response = render(request, "imports/_progress.html", context)
    if not found.is_busy:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Import what the preview has shown."""
    found = selectors.batch_for(request.user, batch_id)
    mode = request.POST.get("mode", found.mode)
    if mode not in Mode.values:
        mode = found.mode
    return _do(request, found, services.confirm, mode=mode)


@require_POST
def discard(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Throw the batch away and go on with another file."""
    found = selectors.batch_for(request.user, batch_id)
    try:
        services.discard(batch=found, user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("imports:batch", found.pk)
    text = _("Batch %(number)s was stopped; nothing of it was written. Choose another file here.")
    messages.info(request, text % {"number": found.number})
    return redirect("imports:upload", found.kind)


@require_POST
def dismiss(request: HttpRequest, batch_id: int) -> HttpResponse:
    """No longer remind of the rows that were not imported."""
    return _do(request, selectors.batch_for(request.user, batch_id), services.dismiss)


@require_POST
def retry(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Send a batch again that stopped with a fault."""
    return _do(request, selectors.batch_for(request.user, batch_id), services.retry)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show what an undo would do, and which records it would leave; then have it done."""
    found = selectors.batch_for(request.user, batch_id)
    if request.method == "POST":
        partly = request.POST.get("partly") == "on"
        return _do(request, found, services.request_undo, partly=partly)
    if not found.can_be_undone:
        return redirect("imports:batch", found.pk)
    context = screens.undo(found, request.user)
    may = services.may_work(found, request.user)
    return render(request, "imports/undo.html", {**context, "may_work": may})


@require_safe
def errors(request: HttpRequest, batch_id: int) -> HttpResponse | FileResponse:
    """The workbook with the failed rows; a page that waits for it while it is being made.

    It holds what was uploaded, ID numbers in full: for those who may import there, and logged.
    """
    found = selectors.batch_for(request.user, batch_id)
    if not services.may_work(found, request.user):
        raise Http404
    if not found.failed_count or not (found.error_file or found.file):
        raise Http404
    if not found.error_file:
        tasks.want_error_file(found)
        return render(request, "imports/waiting.html", screens.frame(found))
    services.log_download(batch=found, user=request.user)
    name = _("rows with errors, %(file)s") % {"file": found.original_name.rpartition(".")[0]}
    return FileResponse(
        found.error_file.open("rb"), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
    )


def _do(request: HttpRequest, found: ImportBatch, service: Any, **values: Any) -> HttpResponse:
    """Call a service and come back to the batch, with its refusal as a message."""
    try:
        service(batch=found, user=request.user, **values)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("imports:batch", found.pk)
