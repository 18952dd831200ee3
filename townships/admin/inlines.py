"""What belongs to a record and is only shown with it: who belonged to whom, and which employers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from townships.models import Affiliation, UnionEmployer


class ShownOnly:
    """Rows that services write; the form only shows them."""

    extra = 0
    max_num = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class AffiliationOfUnion(ShownOnly, admin.TabularInline[Any, Any]):
    """The superiors of a union, the present one first."""

    model = Affiliation
    fk_name = "union"
    fields = ("superior", "valid_from", "valid_to", "document_no")
    ordering = ("-valid_to", "-valid_from")
    verbose_name_plural = _("superiors so far")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the names of the superiors."""
        return super().get_queryset(request).select_related("superior")


class CoverageOfUnion(ShownOnly, admin.TabularInline[Any, Any]):
    """The employers of a union, those of today first."""

    model = UnionEmployer
    fk_name = "union"
    fields = ("employer", "valid_from", "valid_to")
    ordering = ("-valid_to", "employer__name")
    verbose_name_plural = _("employers so far")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the names of the employers."""
        return super().get_queryset(request).select_related("employer")


class CoverageOfEmployer(ShownOnly, admin.TabularInline[Any, Any]):
    """The unions that covered an employer."""

    model = UnionEmployer
    fk_name = "employer"
    fields = ("union", "valid_from", "valid_to")
    ordering = ("-valid_to", "-valid_from")
    verbose_name_plural = _("unions so far")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the names of the unions."""
        return super().get_queryset(request).select_related("union")
