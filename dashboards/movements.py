"""The page of a month, or of days of a year: who joined, came, went and left in a place."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise

from dashboards import links
from dashboards.selectors import movements as moves
from dashboards.selectors.places import TownshipPlace
from dashboards.selectors.trends import MonthSum, last_months, month_rows, trend
from townships.selectors.places import CountyPlace
from townships.services.summaries import next_month

ROWS = 50
ONE_DAY = datetime.timedelta(days=1)
FIRST_YEAR = 1949  # before it there is nothing; the days of year 1 cannot be counted back from
Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Tab:
    """One kind of change with its number."""

    name: str
    label: str | Promise
    count: int
    url: str


@dataclass(frozen=True)
class Balance:
    """Members at the end of the month before and now; `rest` is recorded late or put right."""

    before: int
    now: int
    rest: int

    @property
    def difference(self) -> int:
        """How many more members than before."""
        return self.now - self.before


def of_township(place: TownshipPlace, user: Any, asked: Any) -> dict[str, Any]:
    """The month of a township. `asked`: what the address asks for."""
    county = place.county
    page = reverse("township_month", args=[place.division.key])
    return {
        "place": place.division,
        "back_url": reverse("township", args=[place.division.key]),
        **_month(user, asked, page, county.codes, place.keys),
    }


def of_county(place: CountyPlace, user: Any, asked: Any) -> dict[str, Any]:
    """The month of a county, unions in no township included."""
    page = reverse("county_month", args=[place.division.key])
    return {
        "place": place.division,
        "back_url": reverse("county_dashboard", args=[place.division.key]),
        **_month(user, asked, page, place.codes, None),
    }


def _month(
    user: Any, asked: Any, page: str, codes: Sequence[str], keys: Collection[str] | None
) -> dict[str, Any]:
    months = last_months()
    days = _days_asked(asked)
    month = _month_asked(asked.get("month", ""), months)
    first, after = (days[0], days[1] + ONE_DAY) if days else (month, next_month(month))
    name = asked.get("what", "")
    name = name if name in moves.LABELS else next(iter(moves.LABELS))
    rows = moves.memberships_of(user, codes, keys)
    counts = moves.flow_counts(rows, first, after)
    found = moves.flow_rows(rows, name, first, after)
    lines = Paginator(found, ROWS).get_page(asked.get("page"))
    return {
        "month": month,
        "span": f"{days[0]} – {days[1]}" if days else f"{month:%Y-%m}",
        "name": name,
        "label": moves.LABELS[name],
        "tabs": [
            Tab(each, label, counts[each], _address(page, each, days, month))
            for each, label in moves.LABELS.items()
        ],
        "page": lines,
        "lines": moves.movements(user, name, lines.object_list),
        "balance": _balance(codes, keys, counts) if first == months[-1] and not days else None,
        **({} if days else _neighbours(page, name, month, months)),
    }


def _address(page: str, name: str, days: Days | None, month: datetime.date) -> str:
    return links.between(page, name, *days) if days else links.month(page, name, month)


def _days_asked(asked: Any) -> Days | None:
    """The days in the address, both of one year; None where they are not, or are none."""
    try:
        first, last = (parse_date(asked.get(name, "")) for name in ("from", "to"))
    except ValueError:
        return None
    if first is None or last is None or first > last or first.year != last.year:
        return None
    return (first, last) if first.year >= FIRST_YEAR and last <= timezone.localdate() else None


def _month_asked(text: str, months: Sequence[datetime.date]) -> datetime.date:
    """The month in the address ("2026-11"), or the running one for any that is not kept."""
    try:
        month = parse_date(f"{text}-01")
    except ValueError:
        month = None
    return month if month is not None and month in months else months[-1]


def _neighbours(
    page: str, name: str, month: datetime.date, months: Sequence[datetime.date]
) -> dict[str, str]:
    at = months.index(month)
    before = months[at - 1] if at else None
    after = months[at + 1] if at + 1 < len(months) else None
    return {
        "before_url": links.month(page, name, before) if before else "",
        "after_url": links.month(page, name, after) if after else "",
    }


def _balance(
    codes: Sequence[str], keys: Collection[str] | None, counts: dict[str, int]
) -> Balance | None:
    """How the number of members came about; None where nothing was kept a month ago."""
    course = trend(month_rows(codes, keys), None)
    before: MonthSum | None = course.before
    if before is None:
        return None
    now, then = course.now.counts.members, before.counts.members
    came = counts["joined"] + counts["transferred_in"]
    went = counts["transferred_out"] + counts["left"]
    return Balance(then, now, now - then - (came - went))
