"""The counties of a city or province, looked at together as far as they are few enough."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.scope import Scope
from cadres.models import Appointment, SocialWorker
from compliance.choices import SubjectKind
from compliance.selectors.areas import Area, load_area
from federations.models import Federation
from policies.engine import Place
from policies.selectors import place_of_division
from townships.choices import Level
from townships.models import Division, Employer, TownshipSummary, Union

# A page has to answer while somebody waits. 30,000 unions of ten counties were judged twice in
# three seconds at most; were all different, in some ten. What is more goes on by county.
MOST_SUBJECTS = 40_000
_TABLES: Mapping[str, Any] = {
    SubjectKind.UNION: Union,
    SubjectKind.EMPLOYER: Employer,
    SubjectKind.FEDERATION: Federation,
    SubjectKind.OFFICER: Appointment,
    SubjectKind.SOCIAL_WORKER: SocialWorker,
}


@dataclass(frozen=True)
class Region:
    """A city or province, with those counties of the reader in it that have records."""

    division: Division
    counties: tuple[Division, ...]

    @property
    def key(self) -> str:
        """How it is called in addresses."""
        return self.division.key

    @property
    def township(self) -> None:
        """A region is looked at as a whole."""

    def place_of(self, key: str) -> Place:
        """The place by whose provisions a trial begins: the region itself."""
        return place_of_division(self.division)


@dataclass(frozen=True)
class Taken:
    """The counties that are judged, and those that are left for a trial of their own."""

    areas: tuple[Area, ...]
    left: tuple[Division, ...] = ()


def regions_of(scope: Scope, counties: Iterable[Division]) -> list[Division]:
    """Cities and provinces of these counties that the scope holds, by code.

    One with a single county is among them: the provisions of the city itself are tried there.
    """
    found = {place.key: place for county in counties for place in county.chain()[1:]}
    return sorted((one for one in found.values() if scope.holds(one)), key=lambda one: one.code)


def load_region(division: Division, counties: Iterable[Division]) -> Region:
    """A region with those of the counties that lie in it and have records; all without any."""
    inside = [one for one in counties if division in one.chain()]
    rows = TownshipSummary.objects.filter(county_code__in=[one.key for one in inside]).order_by()
    known = set(rows.values_list("county_code", flat=True).distinct())
    return Region(division, tuple(one for one in inside if one.key in known) or tuple(inside))


def within_bounds(region: Region, subject: str, most: int = MOST_SUBJECTS) -> Taken:
    """As many counties, by code, as have no more than `most` subjects together; one at least."""
    numbers = _numbers(region, subject)
    taken: list[Division] = []
    total = 0
    for county in region.counties:
        total += numbers.get(county.key, 0)
        if taken and total > most:
            break
        taken.append(county)
    areas = [area for one in taken if (area := load_area(one.key))]
    return Taken(tuple(areas), region.counties[len(taken) :])


def _numbers(region: Region, subject: str) -> dict[str, int]:
    """How many subjects each county has; one query."""
    keys = [county.key for county in region.counties]
    if subject not in _TABLES:
        rows: Any = Division.objects.filter(parent_id__in=keys, level=Level.TOWNSHIP)
        column = "parent_id"
    else:
        rows, column = _TABLES[subject].objects.filter(county_code__in=keys), "county_code"
    grouped = rows.order_by().values(column).annotate(number=Count("pk"))
    return dict(grouped.values_list(column, "number"))
