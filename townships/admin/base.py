"""What the lists and forms of organisations share."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.choices import Level
from townships.models import UnionEmployer
from townships.problems import Saved
from unionreg.admin_base import RegistryAdmin, divisions_of, without_fields
from unionreg.admin_export import ExportAdmin
from unionreg.refusals import Refused

# With more townships than this to choose from, one types instead of scrolling.
LONGEST_SELECT = 60
NO_TOWNSHIP = "none"  # in addresses


def is_local(user: Any) -> bool:
    """Whether all places of the user lie in one county."""
    scope = user.scope
    return not scope.nationwide and len(scope.counties | scope.township_counties) <= 1


class OrganisationAdmin(ExportAdmin, RegistryAdmin):
    """Saves through a service that answers with notices, inside the places of the user."""

    export_permission = "townships.export_registry"
    search_columns: tuple[str, ...] = ("name", "pinyin", "credit_code")
    only_for_changes: frozenset[str] = frozenset({"reason"})

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """Somebody with one county chooses the township from a list, others type its name."""
        names = super().get_autocomplete_fields(request)
        if is_local(request.user):
            return tuple(name for name in names if name != "township")
        return names

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """What belongs to a record is shown once there is one."""
        return super().get_inlines(request, obj) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new record needs no reason."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return without_fields(fieldsets, self.only_for_changes)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Whoever keeps single townships has to choose one."""
        form = super().get_form(request, obj, change=change, **kwargs)
        user: Any = request.user
        scope = user.scope_for(self.permission("change"))
        if "township" in form.base_fields and not (scope.nationwide or scope.counties):
            form.base_fields["township"].required = True
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the township when there is only one to choose."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        if is_local(request.user):
            own = list(divisions_of(request.user, Level.TOWNSHIP, self.permission("add"))[:2])
            if len(own) == 1:
                initial.setdefault("township", own[0].pk)
        return initial

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must occur in one of the columns, anywhere in it."""
        for word in search_term.split():
            queryset = queryset.filter(self.search_for(word))
        return queryset, False

    def search_for(self, word: str) -> Q:
        """The condition for one word."""
        condition = Q()
        for column in self.search_columns:
            condition |= Q(**{f"{column}__icontains": word})
        return condition

    def save_record(
        self, request: HttpRequest, obj: Any, form: Any, *, expected_version: int | None
    ) -> None:
        """Save by the service, refuse what lies outside, show the notices."""
        new = obj.pk is None
        saved = self.save(request, obj, form, expected_version)
        permission = self.permission("add" if new else "change")
        if not request.user.has_perm(permission, saved.record):
            raise Refused({"township": _("Choose a township that you look after.")})
        for notice in saved.notices:
            messages.warning(request, notice.message)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        """Call the service of the record."""
        raise NotImplementedError


class TownshipFilter(admin.SimpleListFilter):
    """The townships inside the user's places; none when there are too many to list."""

    title = gettext_lazy("township")
    parameter_name = "township"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = divisions_of(request.user, Level.TOWNSHIP).order_by("code")
        if not is_local(request.user):
            rows = rows.filter(key=self.value() or "")  # the one that a link has chosen
        return [(place.pk, place.name) for place in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(township_id=self.value()) if self.value() else queryset


class PlaceFilter(TownshipFilter):
    """The townships, and what has none."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = super().lookups(request, model_admin)
        if is_local(request.user) or self.value() == NO_TOWNSHIP:
            found.append((NO_TOWNSHIP, _("In no township")))
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == NO_TOWNSHIP:
            return queryset.filter(township__isnull=True)
        return super().queryset(request, queryset)


def covers(word: str) -> Exists:
    """Whether a union covers an employer with the word in its name."""
    covered = UnionEmployer.objects.filter(
        county_code=OuterRef("county_code"), union_id=OuterRef("pk"), valid_to__isnull=True
    )
    return Exists(covered.filter(employer__name__icontains=word))
