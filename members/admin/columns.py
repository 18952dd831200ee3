"""Columns and filters of the list of members."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.identity import mask_phone
from members.models import Member
from members.selectors.completeness import INCOMPLETE, MISSING, WHICH, label_of
from members.states import OPEN_STATES, MemberState
from townships.admin.base import LONGEST_SELECT, is_local
from townships.choices import Level
from townships.models import Union
from unionreg import ui
from unionreg.admin_base import divisions_of
from unionreg.admin_filters import ChosenFilter

_BADGES = {MemberState.ACTIVE: "ok", MemberState.KEPT: "info", MemberState.LEFT: "plain"}


@admin.display(description=gettext_lazy("membership"), ordering="state")
def state_badge(member: Member) -> SafeString:
    """State as icon, word and colour."""
    state = MemberState(member.state)
    return ui.badge(_BADGES[state], state.label)


@admin.display(description=gettext_lazy("mobile phone"))
def masked_phone(member: Member) -> str:
    """138****0001."""
    return mask_phone(member.phone) or ui.NOTHING


@admin.display(description=gettext_lazy("ID number"), ordering="id_tail")
def masked_number(member: Member) -> str:
    """4105**********031X."""
    return member.id_masked


class StateFilter(admin.SimpleListFilter):
    """Today's members, unless somebody asks for the others."""

    title = gettext_lazy("membership")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*MemberState.choices, ("all", _("All, former members too"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Members today")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        if self.value() in MemberState.values:
            return queryset.filter(state=self.value())
        return queryset.filter(state__in=OPEN_STATES)


@admin.display(description=gettext_lazy("County"))
def county(member: Member) -> str:
    """For who sees several: townships of two counties may have one name."""
    place = member.township.parent if member.township else None
    return place.name if place else member.county_code


class CountyFilter(admin.SimpleListFilter):
    """The counties of who sees several; a link may choose some of them."""

    title = gettext_lazy("County")
    parameter_name = "county_code__in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if is_local(request.user):
            return []
        rows = divisions_of(request.user, Level.COUNTY).order_by("code")
        listed = [(place.pk, place.name) for place in rows[: LONGEST_SELECT + 1]]
        if len(listed) <= LONGEST_SELECT:
            return listed
        return [(place.pk, place.name) for place in rows.filter(pk__in=self._codes())]

    def has_output(self) -> bool:
        """What a link has chosen narrows the list also where there is nothing to choose from."""
        return super().has_output() or bool(self.value())

    def _codes(self) -> list[str]:
        return [code for code in (self.value() or "").split(",") if code.isdecimal()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(county_code__in=self._codes()) if self.value() else queryset


class TownshipFilter(admin.SimpleListFilter):
    """The townships inside the user's places; with many of them, only the one a link has chosen."""

    title = gettext_lazy("township")
    parameter_name = "township__key__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = divisions_of(request.user, Level.TOWNSHIP).order_by("code")
        if not is_local(request.user):
            rows = rows.filter(key=self.value()) if self.value() else rows.none()
        return [(place.pk, place.name) for place in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(township_id=self.value()) if self.value() else queryset


class MissingFilter(admin.SimpleListFilter):
    """People whose file lacks an entry (R-MEM-06)."""

    title = gettext_lazy("missing in the file")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(INCOMPLETE, _("Any entry")), *((name, label_of(name)) for name in MISSING)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        which = WHICH.get(self.value() or "")
        return queryset if which is None else queryset.filter(which)


class UnionFilter(ChosenFilter):
    """The union that a link has chosen; a county has too many to list them."""

    title = gettext_lazy("union")
    parameter_name = "union__id__exact"
    aliases = ("union",)
    model = Union

    def narrow(self, rows: QuerySet[Any], key: int) -> QuerySet[Any]:
        return rows.filter(union_id=key)
