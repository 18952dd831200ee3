"""Columns and filters of the lists of unions: counts, rates, status."""

from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.admin.links import linked, rows
from townships.choices import FOUNDED, OPEN_STATUSES, UnionStatus
from townships.models import TownshipStatistics, TownshipSummary, Union, UnionSummary
from townships.selectors.goals import joining_goal
from unionreg import ui
from unionreg.admin_base import ScopedAdmin

PER_MILLE = 1000


def with_counts(unions: QuerySet[Any]) -> QuerySet[Any]:
    """Unions with the members and workers of their own summary, and the rate in per mille."""
    own = UnionSummary.objects.filter(county_code=OuterRef("county_code"), union_id=OuterRef("pk"))
    return _with_rate(
        unions.annotate(
            members_now=_one(own, "members"),
            workers_now=_one(own, "workers"),
            uncounted_now=Coalesce(_one(own, "uncounted"), 0),
            employers_now=Coalesce(_one(own, "employers"), 0),
        )
    )


def with_township_counts(unions: QuerySet[Any]) -> QuerySet[Any]:
    """Township unions with the members of their township and its latest number of workers."""
    place = {"county_code": OuterRef("county_code")}
    summary = TownshipSummary.objects.filter(township_key=OuterRef("township_id"), **place)
    latest = TownshipStatistics.objects.filter(township_id=OuterRef("township_id"), **place)
    return _with_rate(
        unions.annotate(
            unions_now=Coalesce(_one(summary, "unions"), 0),
            members_now=Coalesce(_one(summary, "members"), 0),
            workers_now=_one(latest.order_by("-as_of"), "worker_count"),
            uncounted_now=Value(0),
        )
    )


def _one(found: QuerySet[Any], column: str) -> Subquery:
    return Subquery(found.values(column)[:1], output_field=IntegerField())


def _with_rate(unions: QuerySet[Any]) -> QuerySet[Any]:
    """With the rate; there is none while an employer has not recorded its workers."""
    per_mille = F("members_now") * PER_MILLE / NullIf(F("workers_now"), 0)
    known: QuerySet[Any] = unions.annotate(
        rate_now=Case(When(uncounted_now=0, then=per_mille)), goal_now=joining_goal()
    )
    return known


def missing_workers(union: Any) -> str:
    """What the sum of workers of an annotated union leaves out; empty when it is complete."""
    if union.workers_now is None or not union.uncounted_now:
        return ""
    return _("without %(n)s units that recorded none") % {"n": ui.number(union.uncounted_now)}


class Figure(NamedTuple):
    """A number above a form: what it says, where it leads, and what is missing in it."""

    text: str
    address: str
    missing: str = ""


class RateColumns(ScopedAdmin):
    """The columns workers, members and joining rate of an annotated list, linked to their rows."""

    def members_address(self, union: Any) -> str:
        """The list of the people who are counted."""
        return rows("members.member", union=union.pk)

    def workers_address(self, union: Any) -> str:
        """The list from which the workers come."""
        return rows("townships.employer", covered_by=union.pk)

    @admin.display(description=gettext_lazy("Workers"), ordering="workers_now")
    def workers(self, union: Any) -> str:
        """Workers of the covered employers, or of the township; and how many did not say."""
        number = linked(union.workers_now, self.workers_address(union))
        missing = missing_workers(union)
        if not missing:
            return number
        return format_html('{}<div class="small muted">{}</div>', number, missing)

    @admin.display(description=gettext_lazy("Members"), ordering="members_now")
    def member_count(self, union: Any) -> str:
        """People with an open membership."""
        return linked(union.members_now, self.members_address(union))

    def figures(self, union: Any) -> list[Figure]:
        """What the form says above its fields: members and workers, the kind's own behind them."""
        text = _("workers not recorded")
        if union.workers_now is not None:
            text = _("Workers: %(n)s") % {"n": ui.number(union.workers_now)}
        people = _("Members: %(n)s") % {"n": ui.number(union.members_now or 0)}
        return [
            Figure(people, self.members_address(union)),
            Figure(text, self.workers_address(union), missing_workers(union)),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With the figures of a union that exists."""
        union = kwargs.get("obj")
        if union is not None and hasattr(union, "workers_now"):
            context["figures"] = self.figures(union)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("Joining rate"), ordering="rate_now")
    def joining_rate(self, union: Any) -> SafeString:
        """Members of 100 workers, with the goal."""
        workers = None if union.uncounted_now else union.workers_now
        label = gettext_lazy("Joining rate")
        return ui.rate_bar(union.members_now, workers, goal=union.goal_now, label=label)

    for _column in (workers, member_count):
        _column.numeric = True  # type: ignore[attr-defined]


@admin.display(description=gettext_lazy("status"), ordering="status")
def status_badge(union: Union) -> SafeString:
    """The status as icon, word and colour."""
    kinds = {UnionStatus.ACTIVE: "ok", UnionStatus.PREPARING: "info"}
    return ui.badge(kinds.get(UnionStatus(union.status), "plain"), union.get_status_display())


def number_column(name: str, label: Any) -> Any:
    """A column of a list with a count: thousands separators, a dash for unknown."""

    @admin.display(description=label, ordering=name)
    def column(_admin: Any, record: Any) -> str:
        return ui.number(getattr(record, name))

    column.numeric = True  # type: ignore[attr-defined]
    return column


@admin.display(description=gettext_lazy("at a glance"))
def glance(union: Union) -> SafeString:
    """The way to the page of the whole organisation."""
    return format_html(
        '<a href="{}">{}<span class="vh"> {}</span></a>',
        reverse("organisation", args=[union.pk]),
        gettext_lazy("See"),
        union.name,
    )


@admin.display(description=gettext_lazy("last change"), ordering="updated_at")
def last_change(record: Any) -> str:
    """Day and author of the last save; with the year when it was not this one."""
    at = timezone.localtime(record.updated_at)
    day = date_format(at, "m-d" if at.year == timezone.localdate().year else "Y-m-d")
    return f"{day} {record.updated_by}" if record.updated_by_id else day


class OpenFilter(admin.SimpleListFilter):
    """Unions that exist today, unless somebody asks for the others."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        closed = (UnionStatus.DISSOLVED, UnionStatus.MERGED)
        single = [(str(s), str(s.label)) for s in (UnionStatus.PREPARING, *closed)]
        founded = (FOUNDED, _("Founded, closed ones too"))
        return [*single, founded, ("all", _("All, closed ones too"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Existing today")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        if self.value() == FOUNDED:
            return queryset.exclude(status=UnionStatus.PREPARING)
        if self.value() in UnionStatus.values:
            return queryset.filter(status=self.value())
        return queryset.filter(status__in=OPEN_STATUSES)


class RateFilter(admin.SimpleListFilter):
    """Below the goal, at the goal, or without numbers."""

    title = gettext_lazy("joining rate")
    parameter_name = "rate"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("low", _("below the goal")),
            ("reached", _("goal met")),
            ("above", _("above 100%")),
            ("unknown", _("no data")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known: QuerySet[Any] = queryset.filter(workers_now__gt=0, uncounted_now=0).annotate(
            hundredfold=F("members_now") * 100
        )
        if self.value() == "low":
            return known.filter(hundredfold__lt=F("workers_now") * F("goal_now"))
        if self.value() == "reached":
            return known.filter(hundredfold__gte=F("workers_now") * F("goal_now"))
        if self.value() == "above":
            return known.filter(members_now__gt=F("workers_now"))
        if self.value() == "unknown":
            # said in full: NOT leaves out what is not recorded
            nothing = Q(workers_now__isnull=True) | Q(workers_now=0)
            return queryset.filter(nothing | Q(uncounted_now__gt=0))
        return queryset
