"""Divisions in the admin: for reading inside one's places, corrected by system administrators."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.choices import Level
from townships.division_forms import DivisionForm, FormerCodeForm, RenumberForm
from townships.models import Division, FormerDivisionCode
from townships.selectors.division_states import stamp_of
from townships.services.divisions import Renumber, renumber, save_division
from unionreg import ui
from unionreg.admin_base import RegistryAdmin, without_fields
from unionreg.admin_inlines import FewRowsInline
from unionreg.county import Conflict
from unionreg.refusals import add_errors

CHANGE = "townships.change_division"
DRAFT_POLICY = "policies.draft_provision"


class FormerCodeInline(FewRowsInline):
    """Codes and names that the place had before."""

    model = FormerDivisionCode
    form = FormerCodeForm
    can_delete = False
    fields = ("code", "name", "valid_from", "valid_to")
    ordering = ("-valid_to",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the division."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may correct the division."""
        return request.user.has_perm(CHANGE, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may correct the division."""
        return request.user.has_perm(CHANGE, obj)


def _rows(fieldsets: Any) -> list[Any]:
    return [row for _heading, options in fieldsets for row in options["fields"]]


@admin.register(Division)
class DivisionAdmin(RegistryAdmin):
    """Provinces down to villages."""

    form = DivisionForm
    list_display = ("name", "code", "level", "kind", "parent", "duty", "valid_to")
    list_filter = ("level", "has_union_duty", "corrected", "kind")
    list_select_related = ("parent",)
    ordering = ("code",)
    search_fields = ("name", "code", "pinyin", "former_codes__code", "former_codes__name")
    search_help_text = gettext_lazy("Name, code, former code or pinyin initials")
    autocomplete_fields = ("parent", "successor")
    inlines = (FormerCodeInline,)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("code", "level"),
                    ("name", "kind"),
                    ("parent", "has_union_duty"),
                    ("valid_from", "valid_to"),
                    "successor",
                    "reason",
                ]
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        """The page for a new code."""
        view = self.admin_site.admin_view(self.renumber_view)
        page = path("<path:object_id>/renumber/", view, name="townships_division_renumber")
        return [page, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The divisions inside the user's places."""
        rows = super().get_queryset(request).select_related("parent")
        return self._within(request, rows, "view")

    def _within(self, request: HttpRequest, rows: QuerySet[Any], action: str) -> QuerySet[Any]:
        """Those of the divisions with which the user may do something."""
        user: Any = request.user
        narrowed: QuerySet[Any] = user.scope_for(self.permission(action)).narrow(rows)
        return narrowed

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """When a record's township is chosen, only townships that exist today.

        Who corrects divisions somewhere is offered those for the parent and the successor, who
        writes policy somewhere the places for which he may.
        """
        name, user = request.GET.get("field_name"), request.user
        if name in ("parent", "successor") and user.has_perm(CHANGE):
            queryset = self._within(request, queryset, "change")
        if name == "township":
            queryset = queryset.filter(level=Level.TOWNSHIP, valid_to__isnull=True)
        if name == "jurisdiction" and user.has_perm(DRAFT_POLICY):
            writer: Any = user
            queryset = writer.scope_for(DRAFT_POLICY).narrow(queryset)
            queryset = queryset.filter(level__lte=Level.TOWNSHIP, valid_to__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The code has a page of its own; moving a place to another parent is no correction."""
        return ("code", "level", "above") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The parent of a known place is only named: its own page may lie outside."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return without_fields(fieldsets, {"reason"})
        rows = [("above", *row[1:]) if row[0] == "parent" else row for row in _rows(fieldsets)]
        return ((None, {"fields": rows}),)

    @admin.display(description=gettext_lazy("belongs to"))
    def above(self, division: Division) -> str:
        """The place that it belongs to."""
        return str(division.parent or ui.NOTHING)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Parent and successor are any divisions that he may correct, not only townships."""
        form = super().get_form(request, obj, change=change, **kwargs)
        user: Any = request.user
        rows = self._within(request, Division.objects.select_related("parent"), "change")
        for name in ("parent", "successor"):
            field: Any = form.base_fields.get(name)
            if field is not None:
                field.queryset = rows
        if "parent" in form.base_fields:
            form.base_fields["parent"].required = not user.scope_for(CHANGE).nationwide
        return form

    def option_label(self, division: Division) -> str:
        """What an autocomplete says: the name with the place above it and the code."""
        return division.full_label

    @admin.display(description=gettext_lazy("union duty"), ordering="has_union_duty")
    def duty(self, division: Division) -> SafeString:
        """Whether the place is to have a union."""
        if division.has_union_duty:
            return ui.badge("ok", gettext_lazy("has a union duty"))
        return ui.badge("plain", gettext_lazy("for statistics only"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Offer the page for a new code."""
        division = kwargs.get("obj")
        context["may_renumber"] = bool(division) and self.has_change_permission(request, division)
        return super().render_change_form(request, context, *args, **kwargs)

    change_form_template = "admin/townships/division_form.html"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saved with the former codes, by the service."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The correction and the former codes together, with history."""
        (codes,) = formsets
        codes.save(commit=False)
        save_division(
            division=form.instance,
            user=request.user,
            reason=form.cleaned_data.get("reason", ""),
            former_codes=[*codes.new_objects, *(row for row, _names in codes.changed_objects)],
            seen=form.cleaned_data["record_version"],
        )

    # --- the page for a new code ------------------------------------------------------------------

    def renumber_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the place, and all below it, a new code. 404 for everybody else."""
        division = self.get_object(request, object_id)
        if division is None or not self.has_change_permission(request, division):
            raise Http404
        initial = {"name": division.name, "record_version": stamp_of(division)}
        form = RenumberForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid() and self._renumber(request, division, form):
            return redirect("admin:townships_division_change", division.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": self.get_object(request, object_id),
            "title": _("Change of code"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/townships/renumber.html", context)

    def _renumber(self, request: HttpRequest, division: Division, form: RenumberForm) -> bool:
        """Whether it was done; else the form says why not."""
        values = dict(form.cleaned_data)
        seen = values.pop("record_version")
        change = Renumber(**values)
        try:
            number = renumber(division=division, change=change, user=request.user, seen=seen)
        except ValidationError as refusal:
            add_errors(form, refusal)
        except Conflict as conflict:
            form.show_conflict(conflict)
        else:
            text = _("%(name)s has the code %(code)s now; %(n)s codes were changed.")
            names = {"name": change.name, "code": change.code, "n": number}
            messages.success(request, text % names)
            return True
        return False
