"""Columns and filters of the lists of people and posts."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import AppointmentType, EndReason, Post
from cadres.models import Person
from cadres.selectors.people import holding
from cadres.selectors.posts import on_day
from townships.admin.base import TownshipFilter
from unionreg.admin_filters import ChosenFilter


class HoldsPostFilter(admin.SimpleListFilter):
    """People by the post they hold today."""

    title = gettext_lazy("post today")
    parameter_name = "post"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Post.choices, ("any", _("any post")), ("none", _("no post today"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value in Post.values:
            return queryset.filter(holding(post=value))
        if value == "any":
            return queryset.filter(holding())
        return queryset.exclude(holding()) if value == "none" else queryset


class HoldsTypeFilter(admin.SimpleListFilter):
    """People by how they hold a post today (专兼挂, R-CAD-04)."""

    title = gettext_lazy("full-time or part-time")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(AppointmentType.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        known = value in AppointmentType.values
        return queryset.filter(holding(appointment_type=value)) if known else queryset


class NumberFilter(admin.SimpleListFilter):
    """People whose ID number is not recorded: nobody can tell them from a namesake."""

    title = gettext_lazy("ID number")
    parameter_name = "number"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("not recorded"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(id_hash__isnull=True) if self.value() == "none" else queryset


class OfPersonFilter(ChosenFilter):
    """The person that a link has chosen, with the posts of the past."""

    title = gettext_lazy("cadre")
    parameter_name = "person__id__exact"
    aliases = ("person",)
    model = Person

    def narrow(self, rows: QuerySet[Any], key: int) -> QuerySet[Any]:
        return rows.filter(person_id=key)


class PlaceFilter(TownshipFilter):
    """The township of the organisation."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(union__township_id=self.value()) if self.value() else queryset


class InOfficeFilter(admin.SimpleListFilter):
    """Who is in office: today unless somebody asks for another day, for the past or for all."""

    title = gettext_lazy("holding the post")
    parameter_name = "on"
    ALL, ENDED, ANNULLED = "all", "ended", "annulled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        named = [
            (self.ENDED, _("Left already")),
            (self.ALL, _("All, former ones too")),
            (self.ANNULLED, _("Annulled")),
        ]
        day = self.day
        if day is None:
            return named
        return [(day.isoformat(), _("On %(day)s") % {"day": day.isoformat()}), *named]

    @property
    def day(self) -> datetime.date | None:
        """The day that was asked for."""
        return day_of(self.value())

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Today")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == self.ANNULLED:
            return queryset.filter(end_reason=EndReason.ANNULLED)
        queryset = queryset.exclude(end_reason=EndReason.ANNULLED)
        if self.value() == self.ALL:
            return queryset
        if self.value() == self.ENDED:
            return queryset.filter(valid_to__isnull=False)
        if self.day:
            return queryset.filter(on_day(self.day))
        return queryset.filter(valid_to__isnull=True)


def day_of(text: str | None) -> datetime.date | None:
    """A day as an address names it; None for anything else."""
    try:
        return parse_date(text or "")
    except ValueError:  # a day that no month has
        return None
