"""Months as a calendar shows them: whole weeks, Monday first."""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from compliance.deadlines import Deadline

FIRST_YEAR, LAST_YEAR = 1950, 2199
SHOWN = 3  # entries of a day that find room in the grid


@dataclass(frozen=True)
class Month:
    """One month. `first` is its first day."""

    first: datetime.date

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        days = calendar.monthrange(self.first.year, self.first.month)[1]
        return self.first.replace(day=days)

    @property
    def value(self) -> str:
        """How addresses name it."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month | None":
        """The month before; None at the beginning of time."""
        return month_of(self.first - datetime.timedelta(days=1))

    @property
    def after(self) -> "Month | None":
        """The month after; None at the end of time."""
        return month_of(self.last + datetime.timedelta(days=1))

    def weeks(self) -> list[list[datetime.date]]:
        """Whole weeks from Monday to Sunday, with the days of the neighbours that fill them."""
        return calendar.Calendar(calendar.MONDAY).monthdatescalendar(
            self.first.year, self.first.month
        )


def month_of(day: datetime.date) -> Month | None:
    """The month of a day; None outside the years that can be shown."""
    inside = FIRST_YEAR <= day.year <= LAST_YEAR
    return Month(day.replace(day=1)) if inside else None


def read_month(text: str) -> Month | None:
    """The month written as YYYY-MM; None for anything else."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    return month_of(datetime.date(int(match[1]), int(match[2]), 1)) if match else None


@dataclass(frozen=True)
class Day:
    """One day of the grid with the entries that find room, and how many more there are."""

    day: datetime.date
    inside: bool
    today: bool
    shown: list[Deadline]
    more: int


def grid(month: Month, found: Iterable[Deadline], today: datetime.date) -> list[list[Day]]:
    """The weeks of a month with what is due on each day."""
    due = by_day(found)
    return [[_day(day, month, due.get(day, []), today) for day in week] for week in month.weeks()]


def _day(day: datetime.date, month: Month, due: list[Deadline], today: datetime.date) -> Day:
    inside = day.month == month.first.month
    shown = due[:SHOWN] if len(due) > SHOWN + 1 else due
    return Day(day, inside, day == today, shown, len(due) - len(shown))


def by_day(found: Iterable[Deadline]) -> dict[datetime.date, list[Deadline]]:
    """What is due on each day, in the order of the days."""
    days: dict[datetime.date, list[Deadline]] = {}
    for deadline in found:
        days.setdefault(deadline.day, []).append(deadline)
    return days
