"""Part-time allowances in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cadres.models import Allowance
from cadres.services.allowances import save_allowance
from cadres.staff_resources import AllowanceResource
from townships.admin.base import OrganisationAdmin
from townships.admin.columns import last_change
from townships.forms import ReasonedForm
from townships.problems import Saved


class PaidFilter(admin.SimpleListFilter):
    """Those that are paid without an end, or those that have one."""

    title = _("to")
    parameter_name = "paid"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("without an end")), ("ended", _("with an end"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("open", "ended"):
            return queryset
        return queryset.filter(valid_to__isnull=self.value() == "open")


@admin.register(Allowance)
class AllowanceAdmin(OrganisationAdmin):
    """Who receives an allowance for a post held part-time, and how much (R-FND-20, R-FND-21)."""

    form = ReasonedForm
    resource_class = AllowanceResource
    export_permission = "cadres.export_cadre"
    list_display = ("person", "union", "monthly", "valid_from", "valid_to", "payer", last_change)
    list_filter = (PaidFilter,)
    list_select_related = ("updated_by",)
    ordering = ("-valid_from", "pk")
    search_fields = ("appointment__person__name",)
    search_columns = ("appointment__person__name", "appointment__union__name", "payer")
    search_help_text = _("Name, union or who pays")
    autocomplete_fields = ("appointment",)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "appointment",
                    ("monthly", "payer"),
                    ("valid_from", "valid_to"),
                    ("approval_no", "reason"),
                ]
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the names of the person and the union."""
        rows: QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(
                person_name=F("appointment__person__name"), union_name=F("appointment__union__name")
            )
        )
        return rows

    @admin.display(description=_("cadre"), ordering="appointment__person__name")
    def person(self, allowance: Any) -> str:
        """Who receives it."""
        return str(allowance.person_name)

    @admin.display(description=_("union"), ordering="appointment__union__name")
    def union(self, allowance: Any) -> str:
        """For a post of which union."""
        return str(allowance.union_name)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """For which post it is stays."""
        return ("appointment",) if obj else ()

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_allowance(
            allowance=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
