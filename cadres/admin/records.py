"""What the lists of terms, meetings, bodies and delegates share."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.admin.base import TownshipFilter
from townships.problems import Saved
from unionreg.admin_base import RegistryAdmin, without_fields
from unionreg.refusals import Refused


class RecordAdmin(RegistryAdmin):
    """A record of an organisation: saved by a service that answers with notices.

    `union_path` leads to the organisation; `parent` is the field that says which one it is, which
    never changes once the record is stored.
    """

    union_path = "union"
    parent = "union"
    only_for_changes: frozenset[str] = frozenset({"reason"})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new record needs no reason."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else without_fields(fieldsets, self.only_for_changes)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where it belongs is said once."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, self.parent) if obj else fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must occur in one of the columns."""
        for word in search_term.split():
            condition = Q()
            for column in self.search_fields:
                condition |= Q(**{f"{column}__icontains": word})
            queryset = queryset.filter(condition)
        return queryset, False

    def save_record(
        self, request: HttpRequest, obj: Any, form: Any, *, expected_version: int | None
    ) -> None:
        """Save by the service, refuse what lies outside, show the notices."""
        permission = self.permission("add" if obj.pk is None else "change")
        saved = self.save(request, obj, form, expected_version)
        if not request.user.has_perm(permission, saved.record):
            raise Refused({self.parent: _("Choose an organisation that you look after.")})
        for notice in saved.notices:
            messages.warning(request, notice.message)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        """Call the service of the record."""
        raise NotImplementedError


class OfUnionTownshipFilter(TownshipFilter):
    """The township of the organisation."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(union__township_id=self.value()) if self.value() else queryset


class YearFilter(admin.SimpleListFilter):
    """The last years, by the day of the event."""

    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        this = timezone.localdate().year
        return [(str(year), str(year)) for year in range(this, this - 6, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        known = value.isascii() and value.isdigit() and len(value) == 4 and value != "0000"
        return queryset.filter(held_on__year=int(value)) if known else queryset
