"""Figures of townships in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.forms import ReasonedForm
from townships.models import TownshipStatistics
from townships.problems import Saved
from townships.resources import StatisticsResource
from townships.services.statistics import save_statistics


@admin.register(TownshipStatistics)
class TownshipStatisticsAdmin(OrganisationAdmin):
    """One row for a township and a day."""

    form = ReasonedForm
    resource_class = StatisticsResource
    list_display = (
        "township",
        "as_of",
        "firm_count",
        "worker_count",
        "employed_2nd_3rd_sector",
        "legal_person_units",
        "unionised_units",
        "fulltime_staffing",
        "source",
    )
    list_filter = (TownshipFilter, "fulltime_staffing")
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
                ]
            },
        ),
        ("", {"fields": [("source", "note"), "reason"]}),
    )

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
            reason=form.cleaned_data["reason"],
        )
