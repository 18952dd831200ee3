"""Which places a user may open, and the counties and townships behind a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.scope import Scope, reserved_keys
from townships.choices import Level
from townships.models import Division, TownshipSummary
from townships.selectors.places import CountyPlace, find_county, present_key

VIEW = "townships.view_townshipsummary"


def may_see_county(scope: Scope, key: str) -> bool:
    """Whether all of a county lies inside the scope."""
    return scope.nationwide or key in scope.counties


def may_see_township(scope: Scope, township: Division) -> bool:
    """Whether a township lies inside the scope."""
    return bool(township.parent_id) and scope.covers(str(township.parent_id), township.key)


def county_or_404(user: Any, key: str, permission: str = VIEW) -> CountyPlace:
    """The county of this registry key, if the user holds the permission in all of it."""
    if not may_see_county(user.scope_for(permission), key):
        raise Http404
    return load_county(key)


def load_county(key: str) -> CountyPlace:
    """A county and its townships; 404 when there is none of this key."""
    found = find_county(key)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class TownshipPlace:
    """A township of today in its county."""

    division: Division
    county: CountyPlace

    @property
    def keys(self) -> list[str]:
        """Keys whose rows belong to it."""
        return self.county.keys_of(self.division)


def township_or_404(user: Any, key: str, permission: str = VIEW) -> TownshipPlace:
    """The township of this registry key, if the user holds the permission in it."""
    found = Division.objects.filter(key=key, level=Level.TOWNSHIP).first()
    if found is None or not may_see_township(user.scope_for(permission), found):
        raise Http404
    return _township(found)


def _township(found: Division) -> TownshipPlace:
    county = load_county(str(found.parent_id))
    division = next((t for t in county.townships if t.key == county.today[found.key]), None)
    return TownshipPlace(division or found, county)


@dataclass(frozen=True)
class RegionPlace:
    """A province, a city or the whole country (`division` None), with its counties of today.

    `today`: registry key of every county row in it → key of the county it belongs to today.
    `names`: names of rows that sit in no county (province-direct, city-direct).
    """

    division: Division | None
    counties: tuple[Division, ...]
    today: dict[str, str]
    names: dict[str, str]


def region_or_404(user: Any, key: str, permission: str = VIEW) -> RegionPlace:
    """The province or city of this key, if the user holds the permission in all of it."""
    scope = user.scope_for(permission)
    rows = Division.objects.filter(key=key, level__lt=Level.COUNTY).select_related("parent")
    division = rows.first()
    if division is None:
        raise Http404
    inside = division.key in scope.divisions or str(division.parent_id) in scope.divisions
    if not (scope.nationwide or inside):
        raise Http404
    return region(division)


def region(division: Division) -> RegionPlace:
    """The counties of a province or city."""
    rows = Division.objects.filter(level__lte=Level.COUNTY, code__startswith=division.code)
    return _region(division, _by_key(rows))


def country() -> RegionPlace:
    """The counties of the whole country that have records: the others are too many to look at."""
    with_records = TownshipSummary.objects.order_by().values_list("county_code", flat=True)
    return region_of(with_records.distinct())


def region_of(keys: Iterable[str]) -> RegionPlace:
    """Several counties side by side, for somebody who looks after more than one.

    Keys of rows that sit in no county (`410500`) stand for their city or province.
    """
    wanted = set(keys)
    above = {key.removesuffix("00").removesuffix("00") for key in wanted if key.endswith("00")}
    every = _by_key(Division.objects.filter(key__in=sorted(wanted | above)))
    while following := {str(row.successor_id) for row in every.values() if row.successor_id} - set(
        every
    ):
        every |= _by_key(Division.objects.filter(key__in=sorted(following)))
    return _region(None, every)


def _by_key(rows: QuerySet[Division]) -> dict[str, Division]:
    return {row.key: row for row in rows.select_related("parent__parent").order_by("code")}


def _region(division: Division | None, every: dict[str, Division]) -> RegionPlace:
    counties = {key: row for key, row in every.items() if row.level == Level.COUNTY}
    today = {key: present_key(key, counties) for key in counties}
    names = {
        reserved: row.name
        for row in every.values()
        if row.level < Level.COUNTY
        for reserved in reserved_keys(row)
    }
    current = tuple(row for key, row in counties.items() if today[key] == key)
    return RegionPlace(division, current, today | {key: key for key in names}, names)


@dataclass(frozen=True)
class SeveralTownships:
    """Townships that one person looks after, by county."""

    counties: tuple[CountyPlace, ...]
    keys: frozenset[str]


Place = CountyPlace | TownshipPlace | RegionPlace | SeveralTownships


def start_of(user: Any, permission: str = VIEW) -> Place | None:
    """The place whose page is the user's home; None for somebody without a place."""
    scope: Scope = user.scope_for(permission)
    if scope.nationwide:
        return country()
    places = {a.division.key: a.division for a in user.active_assignments if a.division}
    assigned = [places[key] for key in sorted(scope.divisions)]
    above = [place for place in assigned if place.level < Level.COUNTY]
    counties = [place for place in assigned if place.level == Level.COUNTY]
    if len(above) == 1 and not counties:
        return region(above[0])
    if len(counties) == 1 and not above:
        return load_county(counties[0].key)
    if scope.counties:
        return region_of(scope.counties)
    return _townships_of(assigned)


def _townships_of(assigned: list[Division]) -> Place | None:
    if not assigned:
        return None
    if len(assigned) == 1:
        return _township(assigned[0])
    counties = sorted({str(township.parent_id) for township in assigned})
    keys = frozenset(township.key for township in assigned)
    return SeveralTownships(tuple(load_county(key) for key in counties), keys)
