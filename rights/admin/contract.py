"""Collective contracts in the admin: in force, ending, ended."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.admin.records import OfUnionTownshipFilter
from rights.admin.base import OfUnionFilter, RightsAdmin
from rights.models import CollectiveContract
from rights.resources import ContractResource
from rights.selectors.contracts import AHEAD, ending, in_force
from rights.services.contracts import save_contract
from townships.problems import Saved


class EndFilter(admin.SimpleListFilter):
    """By the end of the contract, today."""

    title = gettext_lazy("state today")
    parameter_name = "end"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        ahead = [(str(days), _("ends within %(n)s days") % {"n": days}) for days in AHEAD]
        named = [("ended", _("ended")), ("none", _("end not recorded"))]
        return [("in_force", _("in force")), *ahead, *named]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today, value = timezone.localdate(), self.value() or ""
        if value in {str(days) for days in AHEAD}:
            return queryset.filter(ending(today, int(value)))
        if value == "in_force":
            return queryset.filter(in_force(today))
        if value == "ended":
            return queryset.filter(valid_to__lt=today)
        return queryset.filter(valid_to__isnull=True) if value == "none" else queryset


@admin.register(CollectiveContract)
class ContractAdmin(RightsAdmin):
    """Who signed what for whom, until when (R-RGT-03, R-RGT-04)."""

    resource_class = ContractResource
    list_display = ("title", "union", "scope", "kind", "signed_on", "valid_to", "workers")
    list_filter = (OfUnionFilter, OfUnionTownshipFilter, EndFilter, "scope", "kind")
    linked_lookups = ("county_code__in", "union__township__isnull", "firms__isnull")
    ordering = ("-signed_on", "-pk")
    search_fields = ("title", "union__name", "union__pinyin", "number", "negotiator_name")
    search_help_text = gettext_lazy("Title, union, number or chief negotiator")
    autocomplete_fields = ("union", "negotiator")
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "union",
                    ("scope", "kind"),
                    ("title", "number"),
                    "other_side",
                    ("signed_on", "valid_from", "valid_to"),
                    ("firms", "workers"),
                ]
            },
        ),
        (
            gettext_lazy("Chief negotiator of the workers"),
            {
                "fields": [("negotiator", "negotiator_name")],
                "description": gettext_lazy(
                    "Choose the person among the cadres, or write the name."
                ),
            },
        ),
        ("", {"fields": ["documents", "reason"]}),
    )

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_contract(
            contract=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
