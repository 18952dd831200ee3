"""Figures of townships in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.admin.columns import number_column
from townships.forms import ReasonedForm
from townships.models import TownshipStatistics
from townships.problems import Saved
from townships.resources import StatisticsResource
from townships.services.statistics import save_statistics
from unionreg import ui


@admin.register(TownshipStatistics)
class TownshipStatisticsAdmin(OrganisationAdmin):
    """One row for a township and a day."""

    form = ReasonedForm
    resource_class = StatisticsResource
    import_kind = "statistics"
    list_display = (
        "township",
        "as_of",
        "firms",
        "workers",
        "employed",
        "units",
        "unionised",
        "staffing",
        "source",
    )
    list_filter = (TownshipFilter,)
    list_select_related = ("township",)
    date_hierarchy = None
    ordering = ("-as_of", "township__code")
    search_fields = ("township__name", "township__pinyin", "township__code", "source")
    search_columns = ("township__name", "township__pinyin", "township__code", "source")
    autocomplete_fields = ("township",)
    fieldsets = (
        (None, {"fields": [("township", "as_of")]}),
        (
            "",
            {
                "fields": [
                    ("firm_count", "worker_count"),
                    ("employed_2nd_3rd_sector", "fulltime_staffing"),
                    ("legal_person_units", "unionised_units"),
                    ("activists", "volunteers"),
                ]
            },
        ),
        ("", {"fields": [("source", "note"), "reason"]}),
    )

    firms = number_column("firm_count", _("firms"))
    workers = number_column("worker_count", _("workers"))
    employed = number_column("employed_2nd_3rd_sector", _("employed in industry (short)"))
    units = number_column("legal_person_units", _("legal-person units"))
    unionised = number_column("unionised_units", _("unionised units"))

    @admin.display(description=_("full-time staffing"), ordering="fulltime_staffing")
    def staffing(self, row: TownshipStatistics) -> SafeString:
        """Whether full-time people can be provided; nobody said is not no."""
        if row.fulltime_staffing is None:
            return ui.badge("unk", _("not recorded"))
        if row.fulltime_staffing:
            return ui.badge("ok", _("can be staffed"))
        return ui.badge("plain", _("cannot be staffed"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Place and day say which row it is."""
        return ("township", "as_of") if obj else ()

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_statistics(
            statistics=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
