"""Places side by side: the lines of the county's and the region's table."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dashboards import links
from dashboards.charts import Sparkline, sparkline, tenths
from dashboards.explain.readings import figure_url
from dashboards.rates import Rate
from dashboards.selectors.figures import CountyFigures, Figures
from dashboards.selectors.regions import CountyRow, RegionFigures
from dashboards.selectors.trends import Trend
from dashboards.tables import Column

DEFAULT_ORDER = "joining"
CLOSEST = 3


@dataclass(frozen=True)
class Line:
    """One place: its numbers, and where each of them leads to (empty: nowhere).

    `as_of` is the day of its statistics; where several were added up, the oldest, and `newest`
    the last of them.
    """

    key: str
    code: str
    name: str
    url: str
    joining: Rate
    unionisation: Rate
    members: int
    unions: int
    workers: int | None
    units: int | None
    as_of: datetime.date | None
    trend: Trend | None
    newest: datetime.date | None = None
    joining_url: str = ""
    unionisation_url: str = ""
    units_url: str = ""
    statistics_url: str = ""
    note: str = ""
    verdict: int | None = None  # on its goals

    @property
    def spark(self) -> Sparkline:
        """The joining rate of the last twelve months."""
        return sparkline(tenths(self.trend.joining)) if self.trend else Sparkline("")

    @property
    def counted(self) -> str:
        """The day of the statistics, or the first and the last one."""
        days = [day.isoformat() for day in (self.as_of, self.newest) if day]
        return " – ".join(dict.fromkeys(days))

    @property
    def far(self) -> tuple[int, int] | None:
        """How far from the goal, in people and units; None when it is met or cannot be judged."""
        short = (self.joining.short or 0, self.unionisation.short or 0)
        known = self.joining.met is not None and self.unionisation.met is not None
        return short if known and any(short) else None


COLUMNS: tuple[Column[Line], ...] = (
    Column("joining", _("Joining rate"), lambda line: line.joining.exact),
    Column("people", _("short (people)"), lambda line: line.joining.short, numeric=True),
    Column("unionisation", _("Unionisation rate"), lambda line: line.unionisation.exact),
    Column("units", _("short (units)"), lambda line: line.unionisation.short, numeric=True),
    Column("workers", _("Workers"), lambda line: line.workers, numeric=True),
    Column("as_of", _("counted"), lambda line: line.as_of),
    Column("year", _("12 months")),
)


def columns(first: str) -> tuple[Column[Line], ...]:
    """All columns; `first` is the title of the names."""
    return (Column("name", first, lambda line: line.code), *COLUMNS)


def township_lines(
    figures: CountyFigures, trends: dict[str, Trend], verdicts: Mapping[str, int] | None = None
) -> list[Line]:
    """The townships of a county; `verdicts` are those on their goals."""
    known = verdicts or {}
    return [_township_line(r, trends.get(r.key), known.get(r.key)) for r in figures.townships]


def _township_line(row: Figures, trend: Trend | None, verdict: int | None) -> Line:
    page = reverse("township", args=[row.key])
    return Line(
        key=row.key,
        code=row.division.code,
        name=row.division.name,
        url=page,
        joining=row.joining,
        unionisation=row.unionisation,
        members=row.counts.members,
        unions=row.counts.unions,
        workers=row.workers,
        units=row.legal_person_units,
        as_of=row.as_of,
        trend=trend,
        joining_url=figure_url(row.key, "joining"),
        unionisation_url=figure_url(row.key, "unionisation"),
        units_url=links.without_union(row.key),
        statistics_url=links.statistics(row.key),
        verdict=verdict,
    )


def county_lines(figures: RegionFigures) -> list[Line]:
    """The counties of a region that have records."""
    return [_county_line(row) for row in figures.rows]


def _county_line(row: CountyRow) -> Line:
    page = reverse("county_dashboard", args=[row.key]) if row.division else ""
    return Line(
        key=row.key,
        code=row.division.code if row.division else row.key,
        name=row.name,
        url=page,
        joining=row.joining,
        unionisation=row.unionisation,
        members=row.counts.members,
        unions=row.counts.unions,
        workers=row.workers or None,
        units=row.units or None,
        as_of=row.oldest,
        newest=row.newest,
        trend=row.trend,
        joining_url=figure_url(row.key, "joining") if row.division else "",
        unionisation_url=figure_url(row.key, "unionisation") if row.division else "",
        units_url=page,
        statistics_url=page,
        note=_("%(below)s of %(all)s below the goal") % {"below": row.below, "all": row.townships}
        if row.below
        else "",
    )


def closest(lines: Iterable[Line]) -> list[Line]:
    """The places that need the fewest people and units to reach the goal."""
    near = [(line.far, line.name, line) for line in lines if line.far]
    return [line for _far, _name, line in sorted(near, key=lambda item: item[:2])[:CLOSEST]]


@dataclass(frozen=True)
class Lack:
    """What single places lack to the goal, added up: more than all of them lack together."""

    people: int
    units: int


def lack(lines: Iterable[Line]) -> Lack:
    """The sums of both columns."""
    every = list(lines)
    return Lack(
        sum(line.joining.short or 0 for line in every),
        sum(line.unionisation.short or 0 for line in every),
    )
