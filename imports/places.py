"""Where a user may import: a whole county, or one township of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.scope import Scope
from imports.models import ImportBatch
from townships.models import Division, Union

PERMISSION = "imports.import_workbook"
SEE = "imports.view_importbatch"


@dataclass(frozen=True)
class Place:
    """A county, or a township when `township` is set."""

    county_code: str
    township: Division | None
    label: str

    @property
    def value(self) -> str:
        """How forms name it."""
        return self.township.key if self.township else self.county_code


def places_of(user: Any) -> list[Place]:
    """The places a user can choose from, by name."""
    scope: Scope = user.scope_for(PERMISSION)
    counties = _counties(scope)
    places = [Place(division.key, None, division.name) for division in counties]
    inside = {place.county_code for place in places}
    townships = Division.objects.filter(key__in=scope.townships, valid_to__isnull=True)
    places += [
        Place(division.parent_id or "", division, division.name)
        for division in townships.order_by("code")
        if division.parent_id not in inside
    ]
    return places


def _counties(scope: Scope) -> list[Division]:
    """Counties inside the scope; of the whole country, those that have a union registered."""
    keys = scope.counties
    if scope.nationwide:
        keys = frozenset(Union.objects.order_by().values_list("county_code", flat=True).distinct())
    rows = Division.objects.filter(key__in=keys, valid_to__isnull=True)
    return list(rows.order_by("code"))


def place_of(user: Any, value: str) -> Place | None:
    """The place with a value, if the user may import there."""
    return next((place for place in places_of(user) if place.value == value), None)


def place_of_batch(batch: ImportBatch) -> Place:
    """Where a batch may write."""
    place = batch.township
    return Place(batch.county_code, place, place.name if place else "")
