"""Grassroots unions in the admin: the list in which clerks spend their day."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from townships.admin.base import OrganisationAdmin, PlaceFilter, covers, is_local
from townships.admin.closing import ClosingAdmin
from townships.admin.columns import (
    Figure,
    OpenFilter,
    RateColumns,
    RateFilter,
    glance,
    last_change,
    status_badge,
    with_counts,
)
from townships.admin.coverage import UnitsFilter
from townships.admin.handing_over import HandoverAdmin, HandoverFilter
from townships.admin.inlines import AffiliationOfUnion, CoverageOfUnion
from townships.admin.township_union import closing_fieldset
from townships.choices import GRASSROOTS_KINDS, OPEN_STATUSES, UnionKind
from townships.forms import GrassrootsUnionForm
from townships.models import Employer, GrassrootsUnion, Union
from townships.problems import Saved
from townships.resources import GrassrootsUnionResource
from townships.services.unions import save_union
from unionreg import ui
from unionreg.text import as_key

# An office, an own and a joint union lead nobody (R-ORG-10, R-ORG-20).
LEADERS = (UnionKind.COUNTY, UnionKind.TOWNSHIP, UnionKind.VILLAGE, UnionKind.FEDERATION)


class KindFilter(admin.SimpleListFilter):
    """The kinds of grassroots unions."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(kind), str(UnionKind(kind).label)) for kind in GRASSROOTS_KINDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class SuperiorFilter(admin.SimpleListFilter):
    """Directly under the county, or under one union of the county."""

    title = _("superior union")
    parameter_name = "superior"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if not is_local(request.user):
            return []
        rows = Union.objects.visible_to(request.user).filter(
            kind__in=(UnionKind.COUNTY, UnionKind.TOWNSHIP), status__in=OPEN_STATUSES
        )
        return [(str(union.pk), union.name) for union in rows.order_by("code")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        superior = as_key(self.value())
        return queryset if superior is None else queryset.filter(superior_id=superior)


@admin.register(GrassrootsUnion)
class GrassrootsUnionAdmin(RateColumns, HandoverAdmin, ClosingAdmin, OrganisationAdmin):
    """Unions of employers, joint unions, village unions and federations of them."""

    form = GrassrootsUnionForm
    resource_class = GrassrootsUnionResource
    import_kind = "unions"
    change_form_template = "admin/townships/union_form.html"
    list_display = (
        "name",
        glance,
        "sort",
        "above",
        "workers",
        "member_count",
        "joining_rate",
        status_badge,
        last_change,
    )
    list_filter = (
        *(PlaceFilter, RateFilter, KindFilter, UnitsFilter),
        *(SuperiorFilter, HandoverFilter, OpenFilter),
    )
    linked_lookups = (
        *("certificate_to__lt", "certificate_to__gte", "certificate_to__lte"),
        *("founded_on__gte", "founded_on__lte", "county_code__in"),
    )
    list_select_related = ("superior", "updated_by")
    ordering = ("code",)
    search_fields = ("name", "code")
    search_columns = ("name", "pinyin", "code", "credit_code", "chair_name")
    search_help_text = _("Union, employer, credit code, chair or pinyin initials")
    autocomplete_fields = ("township", "superior")
    only_for_changes = frozenset({"reason", "document_no"})
    inlines = (AffiliationOfUnion, CoverageOfUnion)
    fieldsets = (
        (
            _("Basics"),
            {
                "fields": [
                    "name",
                    ("kind", "subtype"),
                    ("township", "status"),
                    ("superior", "short_name"),
                    ("founded_on", "founding_mode"),
                    ("approval_no", "approved_on"),
                    "approved_by",
                ]
            },
        ),
        (
            _("Employers"),
            {
                "description": format_lazy(
                    '{} <a href="{}">{}</a>',
                    _("An employer that is not recorded yet comes first:"),
                    reverse_lazy("admin:townships_employer_add"),
                    _("add an employer"),
                ),
                "fields": [
                    "employers",
                    "employers_shown",
                    "move_employers",
                    ("effective_on", "document_no"),
                ],
            },
        ),
        (
            _("Legal person"),
            {
                "fields": [
                    ("is_legal_person", "credit_code"),
                    ("certificate_no", "legal_representative"),
                    ("certificate_from", "certificate_to"),
                    "account_mode",
                ]
            },
        ),
        (_("Contact"), {"fields": [("chair_name", "phone"), "address", "reason"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With members and workers."""
        return with_counts(super().get_queryset(request))

    def figures(self, union: Any) -> list[Figure]:
        """With the employers that it covers."""
        text = _("Covered employers: %(n)s") % {"n": ui.number(union.employers_now)}
        return [*super().figures(union), Figure(text, self.workers_address(union))]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A closed union shows how it was closed."""
        return [*super().get_fieldsets(request, obj), *closing_fieldset(obj)]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Only employers and superiors inside the user's places can be chosen."""
        form = super().get_form(request, obj, change=change, **kwargs)
        fields = form.base_fields
        permission = self.permission("change")
        if "employers" in fields:
            fields["employers"].queryset = Employer.objects.visible_to(request.user, permission)
        if "superior" in fields:
            fields["superior"].queryset = Union.objects.visible_to(request.user, permission).filter(
                kind__in=LEADERS, status__in=OPEN_STATUSES
            )
            fields["superior"].help_text = _(
                "Empty for a new union: the township union, or the county federation."
            )
        return form

    def search_for(self, word: str) -> Q:
        """Also by the name of a covered employer."""
        return super().search_for(word) | Q(covers(word))

    @admin.display(description=_("kind"), ordering="kind")
    def sort(self, union: Any) -> str:
        """Kind, and the subtype of a joint union."""
        kind = str(union.get_kind_display())
        return f"{kind} · {union.get_subtype_display()}" if union.subtype else kind

    @admin.display(description=_("superior union"), ordering="superior__code")
    def above(self, union: Any) -> str:
        """The superior; the county's own are marked, they may be handed down."""
        superior = union.superior
        if superior is None:
            return "–"
        if superior.kind == UnionKind.COUNTY:
            return str(_("%(name)s (directly)") % {"name": superior.name})
        return str(superior.name)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        values = form.cleaned_data
        if obj.pk is None:
            values = {"effective_on": None, "document_no": "", "reason": "", **values}
        return save_union(
            union=obj,
            user=request.user,
            expected_version=expected_version,
            employers=values["employers"],
            move_employers=values["move_employers"],
            effective_on=values["effective_on"],
            document_no=values["document_no"],
            reason=values["reason"],
        )
