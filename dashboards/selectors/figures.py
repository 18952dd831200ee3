"""Counts of townships with the figures and goals they are measured by.

Numerators are the registry's own counts (summary rows); denominators are the latest statistics as
one set. A township without statistics is not judged, and a total leaves it out on both sides.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from dashboards.rates import Rate, total
from dashboards.selectors.places import TownshipPlace
from policies.engine import Book
from policies.selectors import GoalRate, goal_rate, load_book
from policies.selectors.goals import GOALS
from townships.models import Division, TownshipStatistics, TownshipSummary
from townships.models.summary import TownshipCounts
from townships.selectors.places import CountyPlace

COUNTED = tuple(f.name for f in TownshipCounts._meta.get_fields())


@dataclass
class Counts:
    """Counts of one or several summary rows together."""

    members: int = 0
    women: int = 0
    migrants: int = 0
    kept: int = 0
    unions: int = 0
    employers: int = 0
    legal_persons: int = 0
    unionised: int = 0

    def add(self, row: "TownshipCounts | Counts") -> None:
        """Add a summary row, a month or other counts."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(row, name))


@dataclass(frozen=True)
class Figures:
    """One township (or one county in its region) as the dashboards show it."""

    division: Division
    counts: Counts
    statistics: TownshipStatistics | None
    goal: GoalRate | None

    @property
    def key(self) -> str:
        """Registry key of the place."""
        return self.division.key

    @property
    def workers(self) -> int | None:
        """Workers by the latest statistics; None when not recorded."""
        return self.statistics.worker_count if self.statistics else None

    @property
    def legal_person_units(self) -> int | None:
        """Legal-person units by the latest statistics; None when not recorded."""
        return self.statistics.legal_person_units if self.statistics else None

    @property
    def as_of(self) -> datetime.date | None:
        """Day of the latest statistics."""
        return self.statistics.as_of if self.statistics else None

    @property
    def joining(self) -> Rate:
        """Members of workers (入会率)."""
        goal = self.goal.membership_percent if self.goal else None
        return Rate(self.counts.members, self.workers, goal)

    @property
    def unionisation(self) -> Rate:
        """Unionised legal-person units of all (建会率)."""
        goal = self.goal.build_percent if self.goal else None
        return Rate(self.counts.unionised, self.legal_person_units, goal)

    @property
    def reported_unionised(self) -> int | None:
        """Unionised units by the statistics, where they differ from the registry; else None."""
        reported = self.statistics.unionised_units if self.statistics else None
        return None if reported == self.counts.unionised else reported

    @property
    def below(self) -> bool:
        """Whether one of the goals is certainly not reached."""
        return self.joining.met is False or self.unionisation.met is False

    @property
    def unknown(self) -> bool:
        """Whether a figure is missing without which a rate cannot be judged."""
        return not (self.joining.known and self.unionisation.known)


@dataclass(frozen=True)
class CountyFigures:
    """All townships of a county, what sits in none of them, and the whole."""

    place: CountyPlace
    townships: list[Figures]
    elsewhere: Counts
    counts: Counts
    goal: GoalRate | None
    changed_at: datetime.datetime | None
    day: datetime.date = field(default_factory=timezone.localdate)
    book: Book | None = None

    @property
    def goals_differ(self) -> bool:
        """Whether a township is judged by other goals than the county, or than another one."""
        goals = [self.goal, *(row.goal for row in self.townships)]
        return len({(g.build_percent, g.membership_percent) for g in goals if g}) > 1

    @property
    def one_goal(self) -> GoalRate | None:
        """The goals to draw a line at; None where the townships have several."""
        return None if self.goals_differ else self.goal

    def goals_on(self, day: datetime.date) -> dict[str, GoalRate | None]:
        """By key the goals of each township on another day. No query."""
        if self.book is None:
            return {}
        return {row.key: _goal(self.book, row.division, day) for row in self.townships}

    @property
    def joining(self) -> Rate:
        """Joining rate of the townships that recorded their workers."""
        goal = self.goal.membership_percent if self.goal else None
        return total([row.joining for row in self.townships], goal)

    @property
    def unionisation(self) -> Rate:
        """Unionisation rate of the townships that recorded their legal-person units."""
        goal = self.goal.build_percent if self.goal else None
        return total([row.unionisation for row in self.townships], goal)

    @property
    def workers(self) -> int | None:
        """Workers of all townships that recorded them; None when none did."""
        known = [row.workers for row in self.townships if row.workers is not None]
        return sum(known) if known else None

    @property
    def below(self) -> list[Figures]:
        """Townships that do not reach a goal."""
        return [row for row in self.townships if row.below]

    @property
    def unknown(self) -> list[Figures]:
        """Townships that cannot be judged yet."""
        return [row for row in self.townships if row.unknown]

    @property
    def without_workers(self) -> int:
        """Townships that the joining rate of the whole leaves out."""
        return sum(not row.joining.known for row in self.townships)

    @property
    def without_units(self) -> int:
        """Townships that the unionisation rate of the whole leaves out."""
        return sum(not row.unionisation.known for row in self.townships)

    @property
    def oldest(self) -> datetime.date | None:
        """Day of the oldest statistics in use."""
        return min((row.as_of for row in self.townships if row.as_of), default=None)

    @property
    def newest(self) -> datetime.date | None:
        """Day of the newest statistics in use."""
        return max((row.as_of for row in self.townships if row.as_of), default=None)


def latest_statistics(
    codes: Sequence[str], townships: Iterable[str], on: datetime.date
) -> dict[str, TownshipStatistics]:
    """The latest statistics of each township not later than a day: one query for all of them."""
    rows = TownshipStatistics.objects.filter(
        county_code__in=codes, township_id__in=sorted(townships), as_of__lte=on
    )
    return {row.township_id: row for row in rows.order_by("as_of")}  # the last one wins


def _goal(book: Book, division: Division, day: datetime.date) -> GoalRate | None:
    return goal_rate(division, day, book=book)


def county_figures(place: CountyPlace) -> CountyFigures:
    """All figures of a county in four queries, however many townships it has."""
    day = timezone.localdate()
    summaries = list(TownshipSummary.objects.filter(county_code__in=place.codes))
    by_township: dict[str, Counts] = {t.key: Counts() for t in place.townships}
    elsewhere, everything = Counts(), Counts()
    for row in summaries:
        everything.add(row)
        by_township.get(place.today.get(row.township_key, ""), elsewhere).add(row)
    statistics = latest_statistics(place.codes, by_township, day)
    book = load_book(GOALS)
    rows = [
        Figures(t, by_township[t.key], statistics.get(t.key), _goal(book, t, day))
        for t in place.townships
        if t.has_union_duty or by_township[t.key].unions or by_township[t.key].members
    ]
    return CountyFigures(
        place=place,
        townships=rows,
        elsewhere=elsewhere,
        counts=everything,
        goal=_goal(book, place.division, day),
        changed_at=max((row.updated_at for row in summaries), default=None),
        day=day,
        book=book,
    )


def township_figures(place: TownshipPlace) -> Figures:
    """The figures of one township."""
    day, counts = timezone.localdate(), Counts()
    for row in TownshipSummary.objects.filter(
        county_code__in=place.county.codes, township_key__in=place.keys
    ):
        counts.add(row)
    statistics = latest_statistics(place.county.codes, [place.division.key], day)
    goal = goal_rate(place.division, day)
    return Figures(place.division, counts, statistics.get(place.division.key), goal)
