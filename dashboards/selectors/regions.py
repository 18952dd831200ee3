"""Counties side by side, from township summaries and statistics; never from members."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef
from django.utils import timezone

from dashboards.rates import Rate, total
from dashboards.selectors.figures import Counts
from dashboards.selectors.places import RegionPlace
from dashboards.selectors.trends import MonthSum, Trend, county_sums, last_months, together
from policies.selectors import GoalRate, goal_rate, load_book
from policies.selectors.goals import GOALS
from townships.models import Division, TownshipStatistics, TownshipSummary


@dataclass
class CountyRow:
    """One county as the region's table shows it. Rates as in `CountyFigures`."""

    key: str
    name: str
    division: Division | None
    goal: GoalRate | None
    counts: Counts = field(default_factory=Counts)
    members: int = 0
    workers: int = 0
    unionised: int = 0
    units: int = 0
    townships: int = 0
    below: int = 0
    without_workers: int = 0
    without_units: int = 0
    oldest: datetime.date | None = None
    newest: datetime.date | None = None
    trend: Trend | None = None

    @property
    def joining(self) -> Rate:
        """Members of workers, over townships that recorded their workers."""
        goal = self.goal.membership_percent if self.goal else None
        return Rate(self.members, self.workers or None, goal)

    @property
    def unionisation(self) -> Rate:
        """Unionised legal-person units of all, over townships that recorded them."""
        goal = self.goal.build_percent if self.goal else None
        return Rate(self.unionised, self.units or None, goal)

    @property
    def has_records(self) -> bool:
        """Whether anything at all is registered."""
        return bool(self.counts.members or self.counts.unions or self.counts.employers)


@dataclass(frozen=True)
class RegionFigures:
    """The counties of a region that have records, and the whole."""

    place: RegionPlace
    rows: list[CountyRow]
    empty: list[Division]
    goal: GoalRate | None
    trend: Trend

    @property
    def goals_differ(self) -> bool:
        """Whether a county is judged by other goals than the region, or than another county."""
        goals = [self.goal, *(row.goal for row in self.rows if row.division)]
        return len({(g.build_percent, g.membership_percent) for g in goals if g}) > 1

    @property
    def counts(self) -> Counts:
        """Counts of the whole region."""
        result = Counts()
        for row in self.rows:
            result.add(row.counts)
        return result

    @property
    def joining(self) -> Rate:
        """Joining rate of the region."""
        goal = self.goal.membership_percent if self.goal else None
        return total([row.joining for row in self.rows], goal)

    @property
    def unionisation(self) -> Rate:
        """Unionisation rate of the region."""
        goal = self.goal.build_percent if self.goal else None
        return total([row.unionisation for row in self.rows], goal)

    @property
    def below(self) -> list[CountyRow]:
        """Counties below a goal."""
        return [r for r in self.rows if r.joining.met is False or r.unionisation.met is False]

    @property
    def without_workers(self) -> int:
        """Townships that the joining rate leaves out."""
        return sum(row.without_workers for row in self.rows)

    @property
    def without_units(self) -> int:
        """Townships that the unionisation rate leaves out."""
        return sum(row.without_units for row in self.rows)


def region_figures(place: RegionPlace) -> RegionFigures:
    """All figures of a region; the number of queries does not depend on its size."""
    day, book = timezone.localdate(), load_book(GOALS)
    rows = {
        county.key: CountyRow(county.key, county.name, county, goal_rate(county, day, book=book))
        for county in place.counties
    }
    for key, name in place.names.items():
        rows[key] = CountyRow(key, name, None, None)
    _count(place, rows)
    goal = _goal_of_all(place, rows, book)
    trend = _add_trends(place, rows, goal)
    with_records = [row for row in rows.values() if row.has_records]
    empty = [county for county in place.counties if not rows[county.key].has_records]
    figures = RegionFigures(place, with_records, empty, goal, trend)
    if figures.goals_differ:  # no single line to draw
        return replace(figures, trend=replace(trend, goal=None))
    return figures


def _goal_of_all(place: RegionPlace, rows: dict[str, CountyRow], book: object) -> GoalRate | None:
    """The goal of the region itself; for several counties at hand, the one they share."""
    if place.division is not None:
        return goal_rate(place.division, timezone.localdate(), book=book)  # type: ignore[arg-type]
    goals = {row.goal for row in rows.values() if row.division}
    return goals.pop() if len(goals) == 1 else None


def _count(place: RegionPlace, rows: dict[str, CountyRow]) -> None:
    """Add up townships into their counties, matching each count with its denominator."""
    codes = sorted(place.today)
    townships = _townships(codes)
    statistics = _latest_statistics(codes)
    for (code, key), counts in townships.items():
        row = rows.get(place.today[code])
        if row is None:
            continue
        row.counts.add(counts)
        if key != code:
            _match(row, counts, statistics.get(key))


def _match(row: CountyRow, counts: Counts, figures: tuple[object, ...] | None) -> None:
    as_of, workers, units = figures or (None, None, None)
    row.townships += 1
    if isinstance(workers, int) and workers:
        row.members += counts.members
        row.workers += workers
    if isinstance(units, int) and units:
        row.unionised += counts.unionised
        row.units += units
    if isinstance(as_of, datetime.date):
        row.oldest = min(as_of, row.oldest or as_of)
        row.newest = max(as_of, row.newest or as_of)
    row.without_workers += not workers
    row.without_units += not units
    row.below += _below(row.goal, counts, workers, units)


def _below(goal: GoalRate | None, counts: Counts, workers: object, units: object) -> bool:
    if goal is None:
        return False
    pairs = (
        (counts.members, workers, goal.membership_percent),
        (counts.unionised, units, goal.build_percent),
    )
    return any(
        Rate(part, whole, percent).met is False
        for part, whole, percent in pairs
        if isinstance(whole, int)
    )


def _townships(codes: Sequence[str]) -> dict[tuple[str, str], Counts]:
    """Counts by county and township of today."""
    merged = dict(
        Division.objects.filter(parent_id__in=codes, successor__isnull=False).values_list(
            "key", "successor_id"
        )
    )
    found: dict[tuple[str, str], Counts] = {}
    for row in TownshipSummary.objects.filter(county_code__in=codes):
        key = row.township_key
        while key in merged:
            key = str(merged[key])
        found.setdefault((row.county_code, key), Counts()).add(row)
    return found


def _latest_statistics(codes: Sequence[str]) -> dict[str, tuple[object, ...]]:
    """As-of day, workers and legal-person units of each township, from its latest statistics."""
    day = timezone.localdate()
    later = TownshipStatistics.objects.filter(
        county_code=OuterRef("county_code"),
        township=OuterRef("township"),
        as_of__gt=OuterRef("as_of"),
        as_of__lte=day,
    )
    latest = TownshipStatistics.objects.filter(county_code__in=codes, as_of__lte=day).exclude(
        Exists(later)
    )
    columns = ("township_id", "as_of", "worker_count", "legal_person_units")
    return {key: tuple(rest) for key, *rest in latest.values_list(*columns)}


def _add_trends(place: RegionPlace, rows: dict[str, CountyRow], goal: GoalRate | None) -> Trend:
    """A trend for each county and one for all of them."""
    months = last_months()
    by_county: dict[tuple[str, datetime.date], list[MonthSum]] = {}
    everything: dict[datetime.date, list[MonthSum]] = {}
    for (code, month), found in county_sums(sorted(place.today)).items():
        by_county.setdefault((place.today[code], month), []).append(found)
        everything.setdefault(month, []).append(found)
    for key, row in rows.items():
        sums = tuple(together(by_county[key, m]) if (key, m) in by_county else None for m in months)
        row.trend = Trend(months, sums, row.goal)
    sums = tuple(together(everything[m]) if m in everything else None for m in months)
    return Trend(months, sums, goal)
