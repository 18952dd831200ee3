"""What the admin of documents and of provisions have in common: drafts, their release, their end.

Writing is done by the services; here are the pages.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from policies.admin.columns import ReleasableColumns
from policies.forms import ReleaseForm
from policies.models.release import Releasable
from policies.selectors.offices import DRAFT, may_edit, may_release, readable
from policies.selectors.states import stamp_of
from policies.services import discard_draft, save_draft
from unionreg.admin_base import RegistryAdmin
from unionreg.county import Conflict
from unionreg.refusals import add_errors


class DraftAdmin(ReleasableColumns, RegistryAdmin):
    """Everybody reads what was released; an office writes, changes and deletes its drafts."""

    autocomplete_fields = ("jurisdiction",)

    # --- who may do what ------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What was released, and the drafts inside one's places."""
        rows = super().get_queryset(request)
        return readable(rows.select_related("owner", "author", "releaser"), request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offices; the place is checked when the draft is saved."""
        return request.user.has_perm(DRAFT)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Drafts of one's office. What was released is never edited, only superseded."""
        if isinstance(obj, Releasable):
            return may_edit(request.user, obj)
        return request.user.has_perm(DRAFT)

    # --- the form -------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form knows for whose places it offers records."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def save_record(
        self, request: HttpRequest, obj: Any, form: Any, *, expected_version: Any
    ) -> None:
        """Save the draft."""
        seen = None if expected_version is None else str(expected_version)
        save_draft(draft=obj, user=request.user, seen=seen)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        """Stay at the draft, which says what comes next."""
        messages.success(
            request, _("Saved as a draft. It holds as soon as a second person has released it.")
        )
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Say what was changed and stay at the draft, where its release is."""
        super().response_change(request, obj)
        return redirect(self._record_url, obj.pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Say what may be done with the record. A new draft is shown again once it is saved."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        record = kwargs.get("obj")
        if record is not None:
            context["may_edit"] = may_edit(request.user, record)
            context["may_release"] = may_release(request.user, record)
            context["is_author"] = record.author_id == request.user.pk
        return super().render_change_form(request, context, *args, **kwargs)

    # --- the pages beside it --------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The pages on which a draft is released and deleted."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [("release", self.release_view), ("discard", self.discard_view)]
        own = [
            path(
                f"<path:object_id>/{page}/", self.admin_site.admin_view(view), name=f"{name}_{page}"
            )
            for page, view in pages
        ]
        return [*own, *super().get_urls()]

    def release_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What would come into force, and its release by a second person; 404 for all others."""
        draft = self.get_object(request, object_id)
        if draft is None or not may_release(request.user, draft):
            raise Http404
        form = ReleaseForm(request.POST or None, initial={"record_version": stamp_of(draft)})
        if request.method == "POST" and form.is_valid():
            done = self._done(form, lambda seen: self.release(draft, request.user, seen))
            if done:
                messages.success(request, _("Released: %(name)s.") % {"name": draft})
                return redirect(self._record_url, draft.pk)
        context = {**self._page(request, draft, form), **self.comparison(draft)}
        context["is_author"] = draft.author_id == getattr(request.user, "pk", None)
        return TemplateResponse(request, self.release_template, context)

    def discard_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Delete a draft after asking; 404 for everybody else."""
        draft = self.get_object(request, object_id)
        if draft is None or not may_edit(request.user, draft):
            raise Http404
        form = ReleaseForm(request.POST or None, initial={"record_version": stamp_of(draft)})
        if request.method == "POST" and form.is_valid():
            name = str(draft)
            done = self._done(
                form, lambda seen: discard_draft(draft=draft, user=request.user, seen=seen)
            )
            if done:
                messages.success(request, _("The draft %(name)s was deleted.") % {"name": name})
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return TemplateResponse(
            request, "admin/policies/discard.html", self._page(request, draft, form)
        )

    release_template = "admin/policies/release.html"

    def release(self, draft: Any, user: Any, seen: str) -> None:
        """Override with the service of the record."""
        raise NotImplementedError

    def comparison(self, draft: Any) -> dict[str, Any]:
        """What the page of the release shows besides."""
        return {}

    @property
    def _record_url(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_change"

    def _done(self, form: Any, service: Any) -> bool:
        """Whether the service did it; else the form says why not, and carries the present state."""
        try:
            service(form.cleaned_data["record_version"])
        except Conflict as conflict:
            text = _("%(who)s has changed the draft meanwhile. Look at it again.")
            form.add_error(None, text % {"who": conflict.current.author})
            form.data = {"record_version": stamp_of(conflict.current)}
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            return True
        return False

    def _page(self, request: HttpRequest, draft: Any, form: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": self.get_object(request, str(draft.pk)),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }
