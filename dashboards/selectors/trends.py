"""Rates over months, from the month rows of townships; never from members."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from dashboards.rates import Rate
from dashboards.selectors.figures import Counts
from policies.selectors import GoalRate
from townships.models import TownshipMonth

MONTHS = 12
FLOWS = ("joined", "transferred_in", "transferred_out", "left")


@dataclass
class MonthSum:
    """Month rows of one or several townships together.

    A rate is taken over the townships whose denominator is known, so each numerator is added up a
    second time over those alone.
    """

    counts: Counts = field(default_factory=Counts)
    members: int = 0
    workers: int = 0
    unionised: int = 0
    units: int = 0
    flows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FLOWS, 0))

    def add(self, row: TownshipMonth) -> None:
        """Add the row of a township."""
        self.counts.add(row)
        if row.workers:
            self.members += row.members
            self.workers += row.workers
        if row.legal_person_units:
            self.unionised += row.unionised
            self.units += row.legal_person_units
        for name in FLOWS:
            self.flows[name] += getattr(row, name)


@dataclass(frozen=True)
class Trend:
    """Both rates over the last months; a month without rows has no rate."""

    months: tuple[datetime.date, ...]
    sums: tuple[MonthSum | None, ...]
    goal: GoalRate | None

    @property
    def joining(self) -> list[Rate]:
        """Joining rates, one a month."""
        goal = self.goal.membership_percent if self.goal else None
        return [Rate(m.members, m.workers, goal) if m else _none(goal) for m in self.sums]

    @property
    def unionisation(self) -> list[Rate]:
        """Unionisation rates, one a month."""
        goal = self.goal.build_percent if self.goal else None
        return [Rate(m.unionised, m.units, goal) if m else _none(goal) for m in self.sums]

    @property
    def goal_begins(self) -> int:
        """The first of the months at whose end the goal was in force, counted from 0."""
        since = self.goal.since if self.goal else datetime.date.min
        return sum(month < first_of_month(since) for month in self.months)

    @property
    def empty(self) -> bool:
        """Whether no month has a rate."""
        return not any(rate.known for rate in [*self.joining, *self.unionisation])

    @property
    def now(self) -> MonthSum:
        """The running month."""
        return self.sums[-1] or MonthSum()

    @property
    def before(self) -> MonthSum | None:
        """The month before the running one; None when nothing was kept then."""
        return self.sums[-2] if len(self.sums) > 1 else None

    @property
    def a_year_ago(self) -> MonthSum | None:
        """The first month of the trend."""
        return self.sums[0]

    @property
    def rows(self) -> list[tuple[datetime.date, Rate, Rate]]:
        """Month, joining rate, unionisation rate: the table beside the chart, newest first."""
        found = zip(self.months, self.joining, self.unionisation, strict=True)
        return [row for row in reversed(list(found)) if row[1].known or row[2].known]


def _none(goal: int | None) -> Rate:
    return Rate(None, None, goal)


def first_of_month(day: datetime.date) -> datetime.date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def last_of_month(day: datetime.date) -> datetime.date:
    """The last day of the month of `day`."""
    following = first_of_month(first_of_month(day) + datetime.timedelta(days=31))
    return following - datetime.timedelta(days=1)


def last_months(count: int = MONTHS) -> tuple[datetime.date, ...]:
    """The first days of the last months, the running one last."""
    month, found = first_of_month(timezone.localdate()), []
    for _n in range(count):
        found.append(month)
        month = first_of_month(month - datetime.timedelta(days=1))
    return tuple(reversed(found))


def month_rows(codes: Sequence[str], keys: Iterable[str] | None = None) -> list[TownshipMonth]:
    """Month rows of counties (of some of their townships), for the months of a trend."""
    months = last_months()
    rows = TownshipMonth.objects.filter(county_code__in=codes, month__gte=months[0])
    if keys is not None:
        rows = rows.filter(township_key__in=sorted(keys))
    return list(rows.filter(month__lte=months[-1]))


def trend(rows: Iterable[TownshipMonth], goal: GoalRate | None) -> Trend:
    """One trend over all rows."""
    months = last_months()
    sums: dict[datetime.date, MonthSum] = {}
    for row in rows:
        sums.setdefault(row.month, MonthSum()).add(row)
    return Trend(months, tuple(sums.get(month) for month in months), goal)


def trends(
    rows: Iterable[TownshipMonth], today: Mapping[str, str], goals: Mapping[str, GoalRate | None]
) -> dict[str, Trend]:
    """A trend for each township of today; rows of merged townships count where they went."""
    sorted_rows: dict[str, list[TownshipMonth]] = {key: [] for key in goals}
    for row in rows:
        if (key := today.get(row.township_key)) in sorted_rows:
            sorted_rows[key].append(row)
    return {key: trend(found, goals[key]) for key, found in sorted_rows.items()}


SUMS = {
    "members": Sum("members", filter=Q(workers__gt=0), default=0),
    "workers": Sum("workers", default=0),
    "unionised": Sum("unionised", filter=Q(legal_person_units__gt=0), default=0),
    "units": Sum("legal_person_units", default=0),
}


def county_sums(codes: Sequence[str]) -> dict[tuple[str, datetime.date], MonthSum]:
    """Months of whole counties, added up by the database: one row a county and month."""
    months = last_months()
    rows: Any = (
        TownshipMonth.objects.filter(
            county_code__in=codes, month__gte=months[0], month__lte=months[-1]
        )
        .values("county_code", "month")
        .annotate(**{f"sum_{name}": found for name, found in SUMS.items()})
    )
    return {
        (row["county_code"], row["month"]): MonthSum(**{n: row[f"sum_{n}"] for n in SUMS})
        for row in rows
    }


def together(sums: Iterable[MonthSum]) -> MonthSum:
    """Sums of several places."""
    result = MonthSum()
    for one in sums:
        for name in SUMS:
            setattr(result, name, getattr(result, name) + getattr(one, name))
    return result
