"""All unions in one list: for choosing a superior, for links, and for the federation itself."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.admin.columns import OpenFilter, glance, last_change, status_badge
from townships.admin.inlines import AffiliationOfUnion
from townships.choices import OPEN_STATUSES, UnionKind
from townships.forms import UnionForm
from townships.models import Union
from townships.problems import Saved
from townships.resources import AllUnionsResource
from townships.services.unions import save_union

LEADING_KINDS = (
    UnionKind.COUNTY,
    UnionKind.TOWNSHIP,
    UnionKind.VILLAGE,
    UnionKind.FEDERATION,
)


@admin.register(Union)
class UnionAdmin(OrganisationAdmin):
    """Unions of every kind. Only the county's own federation has its form here."""

    form = UnionForm
    resource_class = AllUnionsResource
    change_form_template = "admin/townships/union_form.html"
    list_display = ("name", "kind", "township", "superior", glance, status_badge, last_change)
    list_filter = (TownshipFilter, "kind", OpenFilter)
    list_select_related = ("township", "superior", "updated_by")
    ordering = ("code",)
    search_fields = ("name", "code")
    search_columns = ("name", "pinyin", "code", "credit_code", "chair_name")
    search_help_text = _("Name, code, chair or pinyin initials")
    inlines = (AffiliationOfUnion,)
    fieldsets = (
        (None, {"fields": ["name", ("short_name", "founded_on")]}),
        (
            _("Legal person"),
            {"fields": [("is_legal_person", "credit_code"), ("certificate_no", "account_mode")]},
        ),
        (_("Contact"), {"fields": [("chair_name", "phone"), "address", "reason"]}),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Unions are added in the list of their kind."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only the federation."""
        if obj is not None and obj.kind != UnionKind.COUNTY:
            return False
        return super().has_change_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """When a union is chosen, only open ones; when a superior is, only what may be one."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(status__in=OPEN_STATUSES)
            if request.GET.get("field_name") == "superior":
                queryset = queryset.filter(kind__in=LEADING_KINDS)
        return super().get_search_results(request, queryset, search_term)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form of the union's kind; 404 outside."""
        union = self.get_object(request, object_id)
        if union is None or not self.has_view_permission(request, union):
            raise Http404
        if union.kind == UnionKind.COUNTY:
            return super().change_view(request, object_id, form_url, extra_context)
        name = "townshipunion" if union.kind == UnionKind.TOWNSHIP else "grassrootsunion"
        return redirect(f"admin:townships_{name}_change", union.pk)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_union(
            union=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
