"""The numbers of a year in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from funding.models import YearInput
from funding.resources.year_input import YearInputResource
from funding.services.year_inputs import save_year_input
from townships.admin.base import OrganisationAdmin
from townships.forms import ReasonedForm
from townships.problems import Saved


@admin.register(YearInput)
class YearInputAdmin(OrganisationAdmin):
    """Grades, ranks, rates and projects by year; the grid shows them side by side."""

    form = ReasonedForm
    resource_class = YearInputResource
    list_display = ("year", "township", "name", "value", "source")
    list_filter = ("year", "name")
    list_select_related = ("township",)
    ordering = ("-year", "township__code", "name")
    search_fields = ("township__name", "source")
    search_columns = ("township__name", "source")
    fieldsets = ((None, {"fields": [("year", "township"), ("name", "value"), "source", "reason"]}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Which number it is stays; another one is another record."""
        return ("year", "township", "name") if obj else ()

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_year_input(
            year_input=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
