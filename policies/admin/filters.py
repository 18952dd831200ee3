"""Filters of the lists of documents and provisions."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from policies.choices import State
from policies.selectors.offices import waiting_for
from policies.topics import SECTIONS


class StateFilter(admin.SimpleListFilter):
    """Where a record stands today: what has a successor holds until its own last day."""

    title = _("state")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("draft")),
            ("holds", _("in force")),
            ("to_come", _("in force later")),
            ("ended", _("ended or superseded")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today, released = localdate(), ~Q(state=State.DRAFT)
        if hasattr(queryset.model, "repeals") and self.value() in ("holds", "to_come"):
            released &= Q(repeals=False)  # one that only ends another asks nothing itself
        over = Q(valid_to__lt=today)
        if hasattr(queryset.model, "document"):
            over |= Q(document__valid_to__lt=today)
        chosen = {
            "draft": Q(state=State.DRAFT),
            "holds": released & Q(valid_from__lte=today) & ~over,
            "to_come": released & Q(valid_from__gt=today) & ~over,
            "ended": released & over,
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


class DeskFilter(admin.SimpleListFilter):
    """What one's own office added, and what waits for one's own release."""

    title = _("my office")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("added by my office")), ("waiting", _("waits for my release"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        user: Any = request.user
        if self.value() == "waiting":
            return waiting_for(user, queryset)
        if self.value() == "mine":
            return queryset.filter(owner__in=[a.division_id for a in user.active_assignments])
        return queryset


class PlaceFilter(admin.SimpleListFilter):
    """What holds at one's own place: by level, because places are too many to list."""

    title = _("in force in")
    parameter_name = "at"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("nation", _("whole country")),
            ("own", _("my place, above and below")),
            ("elsewhere", _("other places")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "nation":
            return queryset.filter(jurisdiction__isnull=True)
        if self.value() == "own":
            return queryset.filter(_at_home(request.user))
        if self.value() == "elsewhere":
            return queryset.filter(jurisdiction__isnull=False).exclude(_at_home(request.user))
        return queryset


def _at_home(user: Any) -> Q:
    """Places that are one's own, or lie above or below one."""
    found = Q(jurisdiction__isnull=False) if user.scope.nationwide else Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.division is not None:
            chain = [place.key for place in assignment.division.chain()]
            found |= Q(jurisdiction__in=chain)
            found |= Q(jurisdiction__code__startswith=assignment.division.code)
    return found


class SectionFilter(admin.SimpleListFilter):
    """What the rule is about, by section of the catalogue."""

    title = _("about")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(SECTIONS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in SECTIONS:
            return queryset
        return queryset.filter(rule_id__startswith=f"R-{self.value()}-")
