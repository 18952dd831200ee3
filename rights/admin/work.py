"""The work log in the admin: by township, sort of work and year."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cadres.admin.records import OfUnionTownshipFilter, YearFilter
from rights.admin.base import OfUnionFilter, RightsAdmin
from rights.choices import Category
from rights.forms import WorkForm
from rights.kinds import GROUPS
from rights.models import WorkRecord
from rights.resources import WorkResource
from rights.services.work import record_work
from townships.problems import Saved


class GroupFilter(admin.SimpleListFilter):
    """The sort of work: one of the groups."""

    title = _("sort of work")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(group.key, group.label) for group in GROUPS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        group = next((one for one in GROUPS if one.key == self.value()), None)
        return queryset.filter(category__in=group.categories) if group else queryset


class IncidentFilter(admin.SimpleListFilter):
    """Incidents by whether a report upwards is recorded (R-RGT-06)."""

    title = _("report of an incident")
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("yes", _("reported")), ("no", _("no report on record"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        rows = queryset.filter(category=Category.INCIDENT)
        return rows.filter(reported_on__isnull=self.value() == "no")


@admin.register(WorkRecord)
class WorkAdmin(RightsAdmin):
    """What unions did; nothing is announced here."""

    form = WorkForm
    resource_class = WorkResource
    list_display = ("title", "union", "category", "held_on", "people")
    list_filter = (
        *(OfUnionFilter, OfUnionTownshipFilter, GroupFilter, YearFilter, IncidentFilter),
    )
    ordering = ("-held_on", "-pk")
    search_fields = ("title", "union__name", "union__pinyin", "other_side")
    search_help_text = _("What was done, union, or with whom")
    autocomplete_fields = ("union", "acting_union")
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "union",
                    ("category", "held_on"),
                    "title",
                    "other_side",
                    "text",
                    ("people", "spent"),
                ]
            },
        ),
        (_("Sudden incident"), {"fields": [("level", "reported_on")]}),
        (
            _("The higher union acted"),
            {
                "fields": ["acting_union"],
                "description": _("Left empty, the next higher union of that day is put in."),
            },
        ),
        ("", {"fields": ["documents", "reason"]}),
    )

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return record_work(
            work=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
