"""The county, or the township of it, whose subjects a page looks at."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.scope import Scope
from compliance.choices import SubjectKind
from policies.engine import Place
from policies.selectors import place_of_division
from townships.choices import Level
from townships.models import Division, Union

UP = "parent__parent__parent"  # the chain of a township up to its province, read at once


@dataclass(frozen=True)
class Area:
    """A county with its townships, narrowed to one of them when `township` is set.

    `codes`: registry keys whose rows belong to the county, those of counties merged into it
    included. `townships`: every township that ever lay in it, by key.
    """

    county: Division
    codes: tuple[str, ...]
    townships: Mapping[str, Division]
    township: Division | None = None

    @property
    def division(self) -> Division:
        """The place itself."""
        return self.township or self.county

    @property
    def township_keys(self) -> Collection[str] | None:
        """The townships to look at; None is the whole county."""
        return None if self.township is None else [self.township.key]

    def place_of(self, township_key: str) -> Place:
        """Where a subject lies, for the rule book; the county when it lies in no township."""
        return place_of_division(self.townships.get(township_key, self.county))

    def name_of(self, township_key: str) -> str:
        """Name of the township; that of the county for what lies in none."""
        return self.townships.get(township_key, self.county).name


def load_area(county_key: str, township_key: str = "") -> Area | None:
    """The area of these registry keys; None when there is no such place."""
    counties = Division.objects.filter(key=county_key, level=Level.COUNTY)
    county = counties.select_related("parent__parent").first()
    if county is None:
        return None
    codes = sorted(Division.objects.with_predecessors([county.key]))
    rows = Division.objects.filter(parent_id__in=codes, level=Level.TOWNSHIP).order_by("code")
    townships = {row.key: row for row in rows}
    for row in townships.values():
        row.parent = county  # no query for the chain of each
    if township_key and township_key not in townships:
        return None
    return Area(county, tuple(codes), townships, townships.get(township_key))


def counties_of(user: Any, permission: str) -> list[Division]:
    """The counties of today in all of which the user holds the permission, by code.

    Of the whole country only those that have a union: the others have nothing to look at.
    """
    scope: Scope = user.scope_for(permission)
    keys = scope.counties
    if scope.nationwide:
        keys = frozenset(Union.objects.order_by().values_list("county_code", flat=True).distinct())
    rows = Division.objects.filter(key__in=sorted(keys), level=Level.COUNTY, valid_to__isnull=True)
    return list(rows.order_by("code"))


def chains(keys: Iterable[str]) -> dict[str, Place]:
    """Each of the divisions with those above it, for the rule book, in one query."""
    rows = Division.objects.filter(key__in=sorted(keys)).select_related(UP)
    return {row.key: place_of_division(row) for row in rows}


def record_url(subject: str, key: str) -> str:
    """The page of a subject, where what is missing can be recorded."""
    if subject == SubjectKind.TOWNSHIP:
        return reverse("township", args=[key])
    model = "union" if subject == SubjectKind.UNION else "employer"
    return reverse(f"admin:townships_{model}_change", args=[key])
