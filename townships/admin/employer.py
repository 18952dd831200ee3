"""Employers in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from townships.admin.base import OrganisationAdmin, PlaceFilter
from townships.admin.columns import last_change, number_column
from townships.admin.coverage import CoverageFilter, CoveredByFilter
from townships.admin.inlines import CoverageOfEmployer
from townships.choices import EmployerStatus
from townships.forms import ReasonedForm
from townships.models import Employer
from townships.problems import Saved
from townships.resources import EmployerResource
from townships.services.employers import save_employer
from unionreg import ui


@admin.register(Employer)
class EmployerAdmin(OrganisationAdmin):
    """Firms, institutions, offices and other units with workers."""

    form = ReasonedForm
    resource_class = EmployerResource
    import_kind = "employers"
    list_display = (
        "name",
        "credit_code",
        "township",
        "economic_type",
        "workers",
        "legal",
        "state",
        last_change,
    )
    list_filter = (
        CoveredByFilter,
        PlaceFilter,
        CoverageFilter,
        "status",
        "is_legal_person",
        "economic_type",
        "industry",
    )
    linked_lookups = ("county_code__in", "economic_type__in", "worker_count__isnull")
    list_select_related = ("township", "updated_by")
    ordering = ("pinyin", "name")
    search_fields = ("name", "credit_code")
    search_columns = ("name", "pinyin", "credit_code")
    search_help_text = _("Name, credit code or pinyin initials")
    autocomplete_fields = ("township",)
    inlines = (CoverageOfEmployer,)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "name",
                    ("township", "credit_code"),
                    ("economic_type", "industry"),
                    ("is_legal_person", "status"),
                    "opened_on",
                ]
            },
        ),
        (
            _("Workers"),
            {"fields": [("worker_count", "counted_on"), ("women_count", "migrant_count")]},
        ),
        (_("Contact"), {"fields": ["address", ("contact", "phone"), "reason"]}),
    )

    workers = number_column("worker_count", _("workers"))

    @admin.display(description=_("legal person"), ordering="is_legal_person")
    def legal(self, employer: Employer) -> str:
        """In words."""
        return str(_("yes") if employer.is_legal_person else _("no"))

    @admin.display(description=_("status"), ordering="status")
    def state(self, employer: Employer) -> SafeString:
        """As icon, word and colour."""
        kind = "ok" if employer.status == EmployerStatus.OPEN else "plain"
        return ui.badge(kind, employer.get_status_display())

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_employer(
            employer=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
