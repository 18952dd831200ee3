"""Bodies of organisations in the admin (R-COM-16, 17, 18)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cadres.admin.records import OfUnionTownshipFilter, RecordAdmin
from cadres.choices import Body
from cadres.models import OrganisationBody
from cadres.services.bodies import KEPT_ELSEWHERE, save_body
from townships.forms import ReasonedForm
from townships.problems import Saved


class BodyForm(ReasonedForm):
    """Only the kinds that are kept here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kept = [(b.value, b.label) for b in Body if b not in KEPT_ELSEWHERE]
            field: Any = self.fields["kind"]
            field.choices = [("", "---------"), *kept]


@admin.register(OrganisationBody)
class OrganisationBodyAdmin(RecordAdmin):
    """Mediation, safety and labour law bodies, and stations."""

    form = BodyForm
    list_display = ("union", "kind", "founded_on", "closed_on")
    list_filter = (OfUnionTownshipFilter, "kind")
    list_select_related = ("union",)
    ordering = ("union__pinyin", "union__name", "kind")
    search_fields = ("union__name", "union__pinyin")
    autocomplete_fields = ("union",)
    fieldsets = (
        (None, {"fields": ["union", "kind", ("founded_on", "closed_on"), "note", "reason"]}),
    )

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_body(
            body=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
