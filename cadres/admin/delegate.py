"""Delegates and their proposals in the admin (R-TRM-08, R-MTG-10)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from cadres.admin.records import RecordAdmin
from cadres.models import Delegate, Person, Proposal
from cadres.services.delegates import replace_delegate, save_delegate, save_proposal
from cadres.term_forms import DelegateForm, ReplaceForm
from townships.admin.base import TownshipFilter
from townships.forms import ReasonedForm
from townships.problems import Saved
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict


class DelegateTownshipFilter(TownshipFilter):
    """The township of the organisation."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(term__union__township_id=value) if value else queryset


class ProposalTownshipFilter(TownshipFilter):
    """The township of the organisation."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(delegate__term__union__township_id=value) if value else queryset


@admin.register(Delegate)
class DelegateAdmin(RecordAdmin):
    """Delegates of a term; a mandate ends by a page of its own."""

    form = DelegateForm
    parent = "term"
    change_form_template = "admin/cadres/delegate_form.html"
    list_display = ("person", "term", "represents", "since", "until", "status")
    list_filter = (DelegateTownshipFilter, "status")
    list_select_related = ("person", "term__union", "represents")
    linked_lookups = ("term__id__exact",)
    ordering = ("-since", "-pk")
    search_fields = ("person__name", "term__union__name")
    autocomplete_fields = ("term", "person", "represents")
    readonly_fields = ("until", "status", "replaces", "reason")
    only_for_changes = frozenset({"why", "reason", "until", "status", "replaces"})
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "term",
                    ("person", "new_name"),
                    ("represents", "since"),
                    ("status", "until"),
                    ("replaces", "reason"),
                    "why",
                ]
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who it is is said once; a successor has a mandate of his own."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "person") if obj else fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody new in a stored mandate."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            for _name, options in fieldsets:
                options["fields"] = [
                    "person" if row == ("person", "new_name") else row for row in options["fields"]
                ]
        return fieldsets

    def get_urls(self) -> list[URLPattern]:
        """The page beside the form."""
        view = self.admin_site.admin_view(self.replace_view)
        name = "cadres_delegate_replace"
        return [path("<path:object_id>/replace/", view, name=name), *super().get_urls()]

    def may_replace(self, request: HttpRequest, delegate: Any) -> bool:
        """By role and place, as long as the mandate lasts."""
        return delegate.until is None and self.has_change_permission(request, delegate)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Whether the page is offered."""
        obj = kwargs.get("obj")
        context["may_replace"] = obj is not None and self.may_replace(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def replace_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """End a mandate and name the successor; 404 outside or without the permission."""
        delegate = self.get_object(request, object_id)
        if delegate is None or not self.may_replace(request, delegate):
            raise Http404
        form = ReplaceForm(delegate, request.user, request.POST or None)
        if request.method == "POST" and form.is_valid() and self._replaced(request, delegate, form):
            return redirect("union_terms", delegate.term.union_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": delegate,
            "title": _("End the mandate"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/cadres/replace_delegate.html", context)

    def _replaced(self, request: HttpRequest, delegate: Delegate, form: ReplaceForm) -> bool:
        values = form.cleaned_data
        try:
            replace_delegate(
                delegate=delegate,
                person=form.successor(),
                on=values["on"],
                reason=values["reason"],
                user=request.user,
                expected_version=values["record_version"],
            )
        except Conflict as conflict:
            show_conflict(form, conflict, values["record_version"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The mandate has ended."))
            return True
        return False

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        name = form.cleaned_data.get("new_name", "")
        if obj.pk is None and name:
            obj.person = Person(name=name)
        return save_delegate(
            delegate=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("why", ""),
        )


@admin.register(Proposal)
class ProposalAdmin(RecordAdmin):
    """Proposals of delegates and what became of them."""

    form = ReasonedForm
    parent = "delegate"
    list_display = ("title", "delegate", "submitted_on", "state", "handled_by", "answered_on")
    list_filter = (ProposalTownshipFilter, "state")
    list_select_related = ("delegate__person", "delegate__term__union")
    ordering = ("-submitted_on", "-pk")
    search_fields = ("title", "delegate__person__name")
    autocomplete_fields = ("delegate",)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "delegate",
                    "title",
                    "text",
                    ("submitted_on", "state"),
                    ("handled_by", "answered_on"),
                    "answer",
                    "reason",
                ]
            },
        ),
    )

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_proposal(
            proposal=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
