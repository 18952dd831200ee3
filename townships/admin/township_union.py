"""Township unions in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.admin.closing import ClosingAdmin
from townships.admin.columns import (
    Figure,
    OpenFilter,
    RateColumns,
    RateFilter,
    glance,
    last_change,
    status_badge,
    with_township_counts,
)
from townships.admin.inlines import AffiliationOfUnion
from townships.admin.links import linked, rows
from townships.choices import UnionKind
from townships.forms import TownshipUnionForm
from townships.models import TownshipUnion, Union
from townships.problems import Saved
from townships.resources import TownshipUnionResource
from townships.selectors.unions import WITHOUT_COMMITTEE
from townships.services.unions import save_union
from unionreg import ui


class CommitteesFilter(admin.SimpleListFilter):
    """Unions for which a committee is not recorded (R-ORG-06)."""

    title = _("audit and women workers' committee")
    parameter_name = "committees"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("lacking", _("founding date missing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(WITHOUT_COMMITTEE) if self.value() == "lacking" else queryset


CLOSING_FIELDS = (
    "closed_on",
    "closing_approval_no",
    "closing_approved_by",
    "closing_reason",
    "merged_into",
)


@admin.register(TownshipUnion)
class TownshipUnionAdmin(RateColumns, ClosingAdmin, OrganisationAdmin):
    """乡镇（街道）工会 and the county's dispatched work committees."""

    form = TownshipUnionForm
    resource_class = TownshipUnionResource
    import_kind = "unions"
    change_form_template = "admin/townships/union_form.html"
    list_display = (
        "name",
        glance,
        "form",
        "township",
        "grassroots",
        "workers",
        "member_count",
        "joining_rate",
        status_badge,
        last_change,
    )
    list_filter = (TownshipFilter, "form", RateFilter, CommitteesFilter, OpenFilter)
    linked_lookups = ("county_code__in", "township__has_union_duty__exact")
    list_select_related = ("township", "updated_by")
    ordering = ("code",)
    search_fields = ("name", "code")
    search_columns = (
        "name",
        "pinyin",
        "code",
        "credit_code",
        "chair_name",
        "township__name",
        "township__code",
    )
    search_help_text = _("Name, township, code, chair or pinyin initials")
    autocomplete_fields = ("township",)
    inlines = (AffiliationOfUnion,)
    fieldsets = (
        (
            _("Basics"),
            {
                "fields": [
                    ("township", "status"),
                    ("form", "name"),
                    ("founded_on", "approval_no"),
                    ("approved_on", "approved_by"),
                    ("short_name", "founding_mode"),
                    "party_organisation",
                ]
            },
        ),
        (
            _("Approval of the next higher union"),
            {
                "classes": ["approval"],
                "description": _("Only when the conditions are not met and it was approved."),
                "fields": [("form_approval_no", "form_approved_on"), "form_approved_by"],
            },
        ),
        (
            _("Bodies founded with the union"),
            {"fields": [("audit_committee_on", "women_committee_on")]},
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
        """With the counts of the township."""
        return with_township_counts(super().get_queryset(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The township says whose union it is."""
        return ("township",) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A closed union shows how it was closed."""
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, *closing_fieldset(obj)]

    @admin.display(description=_("grassroots unions"), ordering="unions_now")
    def grassroots(self, union: Any) -> str:
        """Grassroots unions in the township."""
        return linked(union.unions_now or None, self._unions_address(union))

    grassroots.numeric = True  # type: ignore[attr-defined]

    def _unions_address(self, union: Any) -> str:
        return rows("townships.grassrootsunion", township=union.township_id)

    def members_address(self, union: Any) -> str:
        """The people of the township."""
        return rows("members.member", township__key__exact=union.township_id)

    def workers_address(self, union: Any) -> str:
        """The figures of the township."""
        return statistics_url(union.township_id)

    def figures(self, union: Any) -> list[Figure]:
        """With the grassroots unions of the township."""
        text = _("Grassroots unions: %(n)s") % {"n": ui.number(union.unions_now)}
        return [*super().figures(union), Figure(text, self._unions_address(union))]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """What the refusal box needs: the figures' page and the form before the change."""
        form = context["adminform"].form
        obj = kwargs.get("obj")
        decision = getattr(form, "decision", None)
        context["decision"] = decision
        if decision:
            township = obj.township_id if obj else form["township"].value()
            context["statistics_url"] = statistics_url(township)
            context["current_form"] = _stored_form(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        obj.kind = UnionKind.TOWNSHIP
        return save_union(
            union=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )


def closing_fieldset(obj: Any) -> list[Any]:
    """How a union was closed; nothing for one that exists."""
    if obj is None or obj.is_open:
        return []
    return [(_("Closing"), {"fields": list(CLOSING_FIELDS)})]


def statistics_url(township_key: Any) -> str:
    """The list of figures of one township."""
    return rows("townships.townshipstatistics", township=township_key or "")


def _stored_form(obj: Any) -> str:
    """The label of the form as it is stored (the object in hand has the refused one)."""
    if obj is None:
        return ""
    stored = Union.objects.in_county(obj.county_code).get(pk=obj.pk)
    return str(stored.get_form_display())
