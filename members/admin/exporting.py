"""The list as a workbook: small ones at once, large ones written in the background."""

from pathlib import Path
from typing import Any, cast

from django import forms
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members.forms import ExportForm
from members.models import ExportState, MemberExport
from members.selectors.search import looks_like_id
from members.services.exports import (
    EXPORT,
    ask_for_export,
    exports_of,
    file_of,
    write_export,
)
from members.services.reveal import PERMISSION as REVEAL
from unionreg.admin_base import ScopedAdmin
from unionreg.long_lists import LongList
from unionreg.refusals import add_errors
from unionreg.workbooks import XLSX_TYPE

AT_ONCE = 3000  # people; more take longer than a second


class ExportAdmin(ScopedAdmin):
    """Adds `export/` (which columns in full, and why), `exports/<id>/` and its file."""

    def get_urls(self) -> list[URLPattern]:
        """The pages of the export."""
        wrap = self.admin_site.admin_view
        return [
            path("export/", wrap(self.export_view), name="members_member_export"),
            path("exports/<int:pk>/", wrap(self.waiting_view), name="members_member_exported"),
            path("exports/<int:pk>/file/", wrap(self.file_view), name="members_member_file"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with the ways to its workbook and to the import."""
        links = {"may_export": request.user.has_perm(EXPORT), "import_kind": "members"}
        return super().changelist_view(request, {**links, **(extra_context or {})})

    def _listed(self, request: HttpRequest) -> LongList:
        """The list as it is filtered."""
        if looks_like_id(request.GET.get(SEARCH_VAR, "")):
            raise Http404
        return cast(LongList, self.changelist_of(request))

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Ask what is wanted, then hand it out or write it in the background."""
        if not request.user.has_perm(EXPORT):
            raise Http404
        listed = self._listed(request)
        form = ExportForm(_posted(request), may_reveal=request.user.has_perm(REVEAL))
        if request.method == "POST" and form.is_valid():
            answer = self._hand_out(request, listed, form)
            if answer is not None:
                return answer
        return self._export_page(
            request,
            "export",
            _("Export members"),
            form=form,
            length=listed.length,
            earlier=exports_of(request.user),
            not_done=_("Not exported: something has to be put right first"),
        )

    def _hand_out(
        self, request: HttpRequest, listed: LongList, form: Any
    ) -> HttpResponseBase | None:
        wishes = {
            "user": request.user,
            "unmasked": form.cleaned_data["unmasked"],
            "reason": form.cleaned_data["reason"],
        }
        try:
            if listed.length.number <= AT_ONCE:
                rows, order = listed.queryset, listed.order
                written, _number = write_export(members=rows, order=order, **wishes)
                return _attachment(written, remove=True)
            export = ask_for_export(
                query=request.META.get("QUERY_STRING", ""),
                expected=listed.length.number,
                language=get_language() or "zh-hans",
                **wishes,
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
            return None
        return redirect("admin:members_member_exported", export.pk)

    def _export_page(
        self, request: HttpRequest, name: str, title: str, **context: Any
    ) -> HttpResponse:
        form = context.get("form", forms.Form())
        return TemplateResponse(
            request,
            f"admin/members/member/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "media": self.media,
                "adminform": {"form": form},
                **context,
            },
        )

    def waiting_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far the workbook is; the page looks again by itself."""
        export = _own(request, pk)
        waits = export.state in (ExportState.WAITING, ExportState.WRITING)
        name = "_export_state" if request.headers.get("HX-Request") else "exported"
        return self._export_page(request, name, _("Export members"), export=export, waits=waits)

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The workbook, for the one who asked and only while he may export."""
        export = _own(request, pk)
        written = file_of(export)
        if written is None:
            raise Http404
        return _attachment(written)


def _posted(request: HttpRequest) -> Any:
    """What was sent, also a form with nothing in it; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def _own(request: HttpRequest, pk: int) -> MemberExport:
    """An export of this user, as long as he may have it; 404 for anybody else's."""
    user: Any = request.user
    found = MemberExport.objects.filter(pk=pk, user=user).first()
    if found is None or not user.has_perm(EXPORT):
        raise Http404
    if found.unmasked and not user.has_perm(REVEAL):
        raise Http404
    return found


def _attachment(written: Path, *, remove: bool = False) -> FileResponse:
    """The workbook as a download; with `remove` nothing stays behind."""
    stream = written.open("rb")
    if remove:
        written.unlink()  # the open file is still read to its end
    name = f"{_('members')}-{timezone.localdate().isoformat()}.xlsx"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
