"""Terms in the admin: all of them, and correcting one with a reason.

New terms are opened by an election or written down in the list of terms.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cadres.admin.records import OfUnionTownshipFilter, RecordAdmin
from cadres.models import Term
from cadres.services.terms import correct_term
from cadres.term_forms import TermForm
from townships.problems import Saved
from unionreg import ui


@admin.register(Term)
class TermAdmin(RecordAdmin):
    """Corrections; the due day follows beginning and length."""

    form = TermForm
    list_display = (
        *("union", "number", "started_on", "years", "due_on", "new_due_on", "ended_on"),
        *("committee_size", "directly"),
    )
    list_filter = (OfUnionTownshipFilter, "union__kind")
    linked_lookups = (
        *("ended_on__isnull", "union__status__exact", "union__form__exact", "county_code__in"),
        *("direct_election__exact", "direct_election__isnull", "formation_mode__in"),
        "union__township__isnull",
    )
    list_select_related = ("union",)
    date_hierarchy = None
    ordering = ("-started_on", "-pk")
    search_fields = ("union__name", "union__pinyin")
    autocomplete_fields = ("assembly",)
    readonly_fields = (
        *("due_on", "ended_on", "change_kind", "change_approval_no", "change_approved_on"),
        *("change_approved_by", "change_approver_name", "new_due_on", "change_reason"),
    )
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "union",
                    ("number", "started_on"),
                    ("years", "due_on"),
                    ("elected_by", "formation_mode"),
                    ("assembly", "rules_passed_on"),
                    ("committee_size", "direct_election"),
                    "rule_basis",
                    "ended_on",
                ]
            },
        ),
        (
            _("Reply of the higher union"),
            {"fields": [("approval_no", "approved_on"), "approved_by", "candidate_review"]},
        ),
        (
            _("Early or late re-election"),
            {
                "fields": [
                    ("change_kind", "new_due_on"),
                    ("change_approval_no", "change_approved_on"),
                    ("change_approved_by", "change_approver_name"),
                    "change_reason",
                ]
            },
        ),
        ("", {"fields": ["reason"]}),
    )

    @admin.display(description=_("chair elected directly"), ordering="direct_election")
    def directly(self, term: Term) -> str:
        """Yes or no, and a dash where it is not recorded."""
        if term.direct_election is None:
            return ui.NOTHING
        return str(_("yes") if term.direct_election else _("no"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Terms begin with an election, on a page of their own."""
        return False

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return correct_term(
            term=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
