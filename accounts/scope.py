"""The places a user may see: registry keys of counties and, below them, of townships."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from townships.choices import Level
from townships.models import Division


@dataclass(frozen=True)
class Scope:
    """Whole country, whole counties, or single townships with the counties they lie in.

    `divisions` are the keys of the assigned divisions themselves (a city, a county, a township).
    """

    nationwide: bool = False
    counties: frozenset[str] = frozenset()
    townships: frozenset[str] = frozenset()
    township_counties: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Nothing at all may be seen."""
        return not (self.nationwide or self.counties or self.townships)

    def covers(self, county_code: str, township_key: str | None) -> bool:
        """Whether a row of this county and township lies inside."""
        if self.nationwide or county_code in self.counties:
            return True
        return county_code in self.township_counties and township_key in self.townships

    @property
    def _places(self) -> frozenset[str]:
        return self.counties | self.townships | self.divisions

    def holds(self, division: Division) -> bool:
        """Whether a division is one of the places or lies below one."""
        places = self._places
        return self.nationwide or any(place.key in places for place in division.chain())

    def narrow(self, divisions: QuerySet[Division]) -> QuerySet[Division]:
        """Those of the divisions that it `holds`.

        Three steps up are enough: every county below a place is one of the places itself.
        """
        if self.nationwide:
            return divisions
        places = sorted(self._places)
        inside = Q(key__in=places) | Q(parent__in=places) | Q(parent__parent__in=places)
        return divisions.filter(inside)


NOWHERE = Scope()
EVERYWHERE = Scope(nationwide=True)


def reserved_keys(division: Division) -> set[str]:
    """Keys of rows that sit in no county: province-direct `PP0000`, city-direct `PPCC00`."""
    if division.level == Level.PROVINCE:
        return {f"{division.key[:2]}0000"}
    return {f"{division.key[:4]}00"} if division.level == Level.CITY else set()


def scope_of(divisions: Iterable[Division | None]) -> Scope:
    """The scope of somebody assigned to `divisions`; None stands for the whole country."""
    assigned = list(divisions)
    if None in assigned:
        return EVERYWHERE
    counties: set[str] = set()
    townships: dict[str, str] = {}
    places = [division for division in assigned if division is not None]
    for division in places:
        if division.level >= Level.TOWNSHIP:
            townships.update(_townships_of(division))
        else:
            counties |= _counties_of(division)
    return Scope(
        counties=frozenset(counties),
        townships=frozenset(townships),
        township_counties=frozenset(townships.values()),
        divisions=frozenset(place.key for place in places),
    )


def _counties_of(division: Division) -> set[str]:
    """Registry keys of the counties in a division, those merged into one of them included."""
    if division.level == Level.COUNTY:
        return set(Division.objects.with_predecessors([division.key]))
    inside = Division.objects.filter(level__lte=Level.COUNTY, code__startswith=division.code)
    keys = Division.objects.with_predecessors([d.key for d in inside if d.level == Level.COUNTY])
    for place in inside:
        keys |= reserved_keys(place)
    return keys


def _townships_of(division: Division) -> dict[str, str]:
    """Township keys with the key of their county, townships merged into this one included."""
    found = {division.key: division.parent_id}
    merged = Division.objects.with_predecessors([division.key]) - {division.key}
    if merged:
        rows = Division.objects.filter(key__in=merged)
        found |= dict(rows.values_list("key", "parent_id"))
    return {key: parent for key, parent in found.items() if parent}
