"""The places of a report: counties of a region, townships of a county, or somebody's townships."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Aggregate, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.reports.table import Cell, Line, Text, something
from dashboards.selectors import places
from dashboards.selectors.places import RegionPlace, TownshipPlace
from townships.choices import Level
from townships.models import Division
from townships.selectors.places import CountyPlace

ELSEWHERE = ""  # the line of a county for what has no township
MOST_CODES = 200  # counties that the address of a list names


@dataclass(frozen=True)
class Area:
    """One line of a report. `division` is None for rows that sit in no county or no township."""

    key: str
    name: str
    division: Division | None = None


@dataclass(frozen=True)
class Areas:
    """Which rows a report counts, and to which of its lines each belongs.

    `codes`: registry keys of the county rows; `today`: key of a county (in a region) or township
    (else) → key of the line; `townships`: the only ones that count, for somebody who has no more.
    """

    level: str
    division: Division | None
    name: str
    codes: tuple[str, ...]
    lines: tuple[Area, ...]
    today: Mapping[str, str]
    townships: tuple[str, ...] | None = None

    @property
    def of_counties(self) -> bool:
        """Whether the lines are counties."""
        return self.level == "region"

    @property
    def of_county(self) -> bool:
        """Whether the lines are all townships of one county, and what lies in none."""
        return self.level == "county"

    @property
    def first(self) -> Text:
        """Title of the first column."""
        return _("County") if self.of_counties else _("Township")

    def rows(self, model: Any, township: str = "township_id") -> QuerySet[Any]:
        """The rows of a county-level model that lie in these places."""
        found: QuerySet[Any] = model.objects.filter(county_code__in=self.codes)
        if self.townships is None:
            return found
        return found.filter(**{f"{township}__in": self.townships})

    def count(
        self, rows: QuerySet[Any], township: str = "township_id", /, **counts: Aggregate
    ) -> dict[str, dict[str, int]]:
        """Counts by line, in one grouped statement. A line without rows has zeros."""
        by = "county_code" if self.of_counties else township
        found = {area.key: dict.fromkeys(counts, 0) for area in self.lines}
        for row in rows.order_by().values(by).annotate(**counts):
            line = found.setdefault(self.today.get(row.pop(by), ELSEWHERE), {})
            for name, number in row.items():
                line[name] = line.get(name, 0) + (number or 0)
        return found

    def shown(self, lines: Iterable[tuple[Area, Line]]) -> list[Line]:
        """Without counties that have no records, and without "no township" where all have one."""
        return [
            line
            for area, line in lines
            if something(line) or (area.key != ELSEWHERE and not self.of_counties)
        ]

    def page(self, area: Area, report: str) -> str:
        """The same report about a county, or the page of a township."""
        if area.division is None:
            return ""
        if self.of_counties:
            return page_of(report, area.key)
        return reverse("township", args=[area.key])

    def line(self, area: Area, cells: Iterable[Cell], report: str) -> Line:
        """The line of a place: a county leads to its own report, a township to its page."""
        key = area.key if area.division else ""
        return Line(area.name, tuple(cells), self.page(area, report), key)

    def only(self, area: Area) -> dict[str, object]:
        """The filter of a list for one line below a county."""
        if area.key != ELSEWHERE:
            return {"township": area.key}
        return {"county_code__in": ",".join(self.codes), "township": "none"}

    def every(self) -> dict[str, object] | None:
        """The filter of a list for all of it; None where there are too many counties to name.

        Somebody with several townships sees no other ones in any list.
        """
        if self.townships is not None:
            return {"township": self.division.key} if self.division else {}
        if len(self.codes) > MOST_CODES:
            return None
        return {"county_code__in": ",".join(self.codes)}

    def filters(self, area: Area | None) -> dict[str, object] | None:
        """That of a line, or of all of it; None for a county, which has a page of its own."""
        if area is None:
            return self.every()
        return None if self.of_counties else self.only(area)


def together(found: Mapping[str, Mapping[str, int]], names: Iterable[str]) -> dict[str, int]:
    """The counts of all lines added up."""
    return {name: sum(row.get(name, 0) for row in found.values()) for name in names}


def page_of(report: str, key: str) -> str:
    """The page of a report about a place."""
    return f"{reverse('report', args=[report])}?{urlencode({'place': key})}"


def areas_of(place: places.Place) -> Areas:
    """The lines of a place."""
    if isinstance(place, RegionPlace):
        return _of_region(place)
    if isinstance(place, CountyPlace):
        return _of_county(place)
    if isinstance(place, TownshipPlace):
        return _of_townships([place.county], frozenset({place.division.key}), place.division)
    return _of_townships(list(place.counties), place.keys, None)


def _of_region(place: RegionPlace) -> Areas:
    lines = [Area(county.key, county.name, county) for county in place.counties]
    lines += [Area(key, name) for key, name in place.names.items()]
    name = place.division.name if place.division else _("My counties")
    codes = tuple(sorted(place.today))
    return Areas("region", place.division, name, codes, tuple(lines), place.today)


def _of_county(place: CountyPlace) -> Areas:
    lines = [Area(township.key, township.name, township) for township in place.townships]
    lines.append(Area(ELSEWHERE, _("In no township")))
    title, codes = place.title, place.codes
    return Areas("county", place.division, title, codes, tuple(lines), place.today)


def _of_townships(
    counties: list[CountyPlace], keys: frozenset[str], division: Division | None
) -> Areas:
    lines = [Area(t.key, t.name, t) for county in counties for t in county.townships]
    lines = [area for area in lines if area.key in keys]
    today = {key: now for county in counties for key, now in county.today.items() if now in keys}
    codes = tuple(sorted(code for county in counties for code in county.codes))
    name = division.name if division else _("My townships")
    return Areas("township", division, name, codes, tuple(lines), today, tuple(sorted(today)))


def place_or_404(user: Any, key: str, permission: str) -> places.Place:
    """A region, county or township by its registry key; 404 outside the reader's places."""
    found = Division.objects.filter(key=key).values_list("level", flat=True).first()
    if found == Level.TOWNSHIP:
        return places.township_or_404(user, key, permission)
    if found == Level.COUNTY:
        return places.county_or_404(user, key, permission)
    if found in (Level.CITY, Level.PROVINCE):
        return places.region_or_404(user, key, permission)
    raise Http404
