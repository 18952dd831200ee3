"""Filters by who covers whom: employers without a union, unions without an employer."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.choices import UnionStatus
from townships.models import Union, UnionEmployer, UnionSummary
from unionreg.admin_filters import ChosenFilter


class CoverageFilter(admin.SimpleListFilter):
    """Employers that an active union covers today, and those without one."""

    title = gettext_lazy("union")
    parameter_name = "union"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("with a union")), ("no", _("without a union"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        covered = Exists(
            UnionEmployer.objects.filter(
                county_code=OuterRef("county_code"),
                employer_id=OuterRef("pk"),
                valid_to__isnull=True,
                union__status=UnionStatus.ACTIVE,
            )
        )
        if self.value() == "yes":
            return queryset.filter(covered)
        return queryset.filter(~covered) if self.value() == "no" else queryset


class CoveredByFilter(ChosenFilter):
    """Employers that one union covers today."""

    title = gettext_lazy("covered by")
    parameter_name = "covered_by"
    model = Union

    def narrow(self, rows: QuerySet[Any], key: int) -> QuerySet[Any]:
        covered = UnionEmployer.objects.filter(
            county_code=OuterRef("county_code"),
            employer_id=OuterRef("pk"),
            union_id=key,
            valid_to__isnull=True,
        )
        return rows.filter(Exists(covered))


class UnitsFilter(admin.SimpleListFilter):
    """Unions by the number of units they cover today."""

    title = gettext_lazy("covered employers")
    parameter_name = "units"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", _("no unit")), ("one", _("one unit")), ("more", _("several units"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        own = UnionSummary.objects.filter(
            county_code=OuterRef("county_code"), union_id=OuterRef("pk")
        )
        counted: QuerySet[Any] = queryset.alias(units_now=Subquery(own.values("employers")[:1]))
        if self.value() == "none":
            return counted.exclude(units_now__gt=0)
        if self.value() == "one":
            return counted.filter(units_now=1)
        return counted.filter(units_now__gt=1) if self.value() == "more" else queryset
