"""Earmarked grants in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from funding.forms.grant import GrantForm
from funding.forms.money import AMOUNTS
from funding.models import Grant
from funding.resources.grant import GrantResource
from funding.services.grants import save_grant
from townships.admin.base import OrganisationAdmin
from townships.admin.columns import last_change
from townships.problems import Saved


@admin.register(Grant)
class GrantAdmin(OrganisationAdmin):
    """Which money is for what (R-FIN-07); its payments are on the page of payments."""

    form = GrantForm
    resource_class = GrantResource
    formfield_overrides = AMOUNTS
    list_display = (
        *("number", "title", "recipient", "kind", "purpose", "amount", "granted_on"),
        *("closed_on", last_change),
    )
    list_filter = ("kind", "purpose", "source")
    list_select_related = ("recipient", "updated_by")
    ordering = ("-granted_on", "-pk")
    search_fields = ("number", "title", "recipient__name")
    search_columns = ("number", "title", "recipient__name", "recipient__pinyin")
    autocomplete_fields = ("recipient",)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("number", "title"),
                    "recipient",
                    ("kind", "amount"),
                    ("purpose", "purpose_text"),
                    ("source", "grantor"),
                    ("granted_on", "approval_no"),
                    "one_off_subject",
                    "project_case",
                    ("closed_on", "reason"),
                ]
            },
        ),
    )

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_grant(
            grant=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
