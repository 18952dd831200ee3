"""Meetings and events in the admin: by organisation, kind and year."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from import_export.fields import Field

from cadres.admin.records import OfUnionTownshipFilter, RecordAdmin, YearFilter
from cadres.models import Meeting
from cadres.services.meetings import record_meeting
from townships.forms import ReasonedForm
from townships.problems import Saved
from unionreg.admin_export import ExportAdmin, RegistryResource


class MeetingResource(RegistryResource):
    """Columns of the workbook."""

    union = Field(attribute="union__name", column_name="union")
    related: ClassVar[tuple[str, ...]] = ("union",)
    titles: ClassVar[dict[str, str]] = {"union": "工会名称"}

    class Meta:
        model = Meeting
        fields = (
            *("union", "kind", "held_on", "title", "expected", "attended", "participants"),
            *("problems_raised", "problems_solved", "decisions"),
        )
        export_order = fields


@admin.register(Meeting)
class MeetingAdmin(ExportAdmin, RecordAdmin):
    """What was held; nothing is announced here."""

    form = ReasonedForm
    resource_class = MeetingResource
    export_permission = "townships.export_registry"
    list_display = ("union", "kind", "held_on", "title", "expected", "attended")
    list_filter = (OfUnionTownshipFilter, "kind", YearFilter)
    list_select_related = ("union",)
    ordering = ("-held_on", "-pk")
    search_fields = ("union__name", "union__pinyin", "title")
    autocomplete_fields = ("union",)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "union",
                    ("kind", "held_on"),
                    "title",
                    ("expected", "attended"),
                    "participants",
                    "decisions",
                    ("problems_raised", "problems_solved"),
                    "reason",
                ]
            },
        ),
    )

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return record_meeting(
            meeting=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
