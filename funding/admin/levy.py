"""Levies in the admin: what each unit owes by month."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from funding.forms.money import AMOUNTS
from funding.models import Levy
from funding.resources.levy import LevyResource
from funding.services.levies import save_levy
from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.admin.columns import last_change
from townships.forms import ReasonedForm
from townships.problems import Saved


class CollectingFilter(TownshipFilter):
    """The township for which a row counts."""

    title = _("counts for")

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        return queryset.filter(collecting_township_id=chosen) if chosen else queryset


class LevyForm(ReasonedForm):
    """A levy; with an empty township the service works it out."""


@admin.register(Levy)
class LevyAdmin(OrganisationAdmin):
    """What units owe (R-FND-01, R-FND-02); what is due is calculated."""

    form = LevyForm
    resource_class = LevyResource
    formfield_overrides = AMOUNTS
    import_kind = "levies"
    list_display = (
        *("employer", "period", "kind", "payroll_total", "due", "collecting_township"),
        *("channel", last_change),
    )
    list_filter = ("year", "kind", "channel", CollectingFilter)
    list_select_related = ("employer", "collecting_township", "updated_by")
    ordering = ("-year", "-month", "employer__pinyin", "employer__name", "pk")
    search_fields = ("employer__name",)
    search_columns = ("employer__name", "employer__pinyin", "employer__credit_code")
    search_help_text = _("Name, pinyin or credit code of the employer")
    autocomplete_fields = ("employer",)
    readonly_fields = ("due", "basis")
    only_for_changes = frozenset({"reason", "due", "basis"})
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("employer", "kind"),
                    ("year", "month"),
                    ("payroll_total", "channel"),
                    ("due", "basis"),
                    ("collecting_township", "reason"),
                ]
            },
        ),
    )

    @admin.display(description=_("month"), ordering="year")
    def period(self, levy: Levy) -> str:
        """The month like 2026-03."""
        return levy.period

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whose levy of which month it is stays."""
        fixed = ("employer", "kind", "year", "month") if obj else ()
        return (*self.readonly_fields, *fixed)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_levy(
            levy=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
