"""What belongs to a record and is only shown with it: who belonged to whom, and which employers."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from townships.models import Affiliation, UnionEmployer


class DatedInline(admin.TabularInline[Any, Any]):
    """Rows with a first and a last day that services write; the form shows them, today's on top."""

    extra = 0
    can_delete = False
    user: Any = None
    related: str
    # what the form says instead of an empty table
    empty_text: Any = ""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the related records, for their names."""
        self.user = request.user
        rows = super().get_queryset(request).select_related(self.related)
        return rows.order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "pk")

    @admin.display(description=_("to"))
    def until(self, row: Any) -> str:
        """The last day, or that it goes on."""
        return date_format(row.valid_to, "Y-m-d") if row.valid_to else str(_("until now"))

    def link_to(self, record: Any) -> str:
        """The name; a link when the user may see the record."""
        name = record._meta.model_name
        if not self.user.has_perm(f"townships.view_{name}", record):
            return str(record)
        address = reverse(f"admin:townships_{name}_change", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, record)


class AffiliationOfUnion(DatedInline):
    """The superiors of a union."""

    model = Affiliation
    fk_name = "union"
    related = "superior"
    fields = ("above", "valid_from", "until", "document_no")
    readonly_fields = ("above", "until")
    verbose_name_plural = _("superiors so far")
    empty_text = _("No superior was ever recorded.")

    @admin.display(description=_("superior union"))
    def above(self, row: Affiliation) -> str:
        """The superior."""
        return self.link_to(row.superior)


class CoverageOfUnion(DatedInline):
    """The employers of a union."""

    model = UnionEmployer
    fk_name = "union"
    related = "employer"
    fields = ("covered", "valid_from", "until")
    readonly_fields = ("covered", "until")
    verbose_name_plural = _("employers so far")
    empty_text = _("It has never covered an employer.")

    @admin.display(description=_("employer"))
    def covered(self, row: UnionEmployer) -> str:
        """The employer."""
        return self.link_to(row.employer)


class CoverageOfEmployer(DatedInline):
    """The unions that covered an employer."""

    model = UnionEmployer
    fk_name = "employer"
    related = "union"
    fields = ("by", "valid_from", "until")
    readonly_fields = ("by", "until")
    verbose_name_plural = _("unions so far")
    empty_text = _("No union has covered it yet.")

    @admin.display(description=_("union"))
    def by(self, row: UnionEmployer) -> str:
        """The union."""
        return self.link_to(row.union)
