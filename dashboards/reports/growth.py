"""R-ORG-29 (绍兴): new unions and members, year on year. The document gives no number."""

import datetime
from calendar import isleap
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import links
from dashboards.reports import counts
from dashboards.reports.areas import Areas
from dashboards.reports.table import Line, Number, Table, columns
from members.choices import ChangeType
from members.models import Membership
from townships.choices import FOUNDED, GRASSROOTS_KINDS, UnionStatus
from townships.models import Union
from unionreg.ui import number

YEARS = 5
TITLES = columns(
    ("unions", gettext_lazy("New unions")),
    ("unions_before", gettext_lazy("New unions, year before")),
    ("unions_change", gettext_lazy("Change of new unions")),
    ("members", gettext_lazy("New members")),
    ("members_before", gettext_lazy("New members, year before")),
    ("members_change", gettext_lazy("Change of new members")),
)
SEES_PEOPLE = "members.view_membership"
ByYear = Mapping[int, Mapping[str, int]]
LeadsTo = Callable[[datetime.date, datetime.date], str]


def nowhere(first: datetime.date, last: datetime.date) -> str:
    """No list: the reader may not see it, or it would be of too many places."""
    return ""


def build(areas: Areas, user: Any) -> Table:
    """The last five years, the running one first and compared with the same days of the last."""
    today = timezone.localdate()
    unions = _by_year(_unions(areas), "founded_on", today)
    crowded = counts.too_many(areas)
    members = {} if crowded else _by_year(_joined(areas), "valid_from", today)
    founded, joined = _founded(areas.every()), _people(areas, user)
    lines = [
        Line(
            _until(today) if year == today.year else str(year),
            (
                *_cells(unions, year, today, leads_to=founded),
                *_cells(members, year, today, unknown=crowded, leads_to=joined),
            ),
        )
        for year in range(today.year, today.year - YEARS, -1)
    ]
    return Table(
        _("Year"),
        TITLES,
        lines,
        says=_says(areas, lines[0]),
        whole=lines[0],
        notes=_notes(crowded, user),
    )


def _until(today: datetime.date) -> str:
    return _("%(year)s until %(day)s") % {"year": today.year, "day": f"{today:%m-%d}"}


def _unions(areas: Areas) -> QuerySet[Any]:
    """Grassroots unions by the day of founding, also those that closed since."""
    rows = areas.rows(Union).filter(kind__in=GRASSROOTS_KINDS)
    return rows.exclude(status=UnionStatus.PREPARING)


def _joined(areas: Areas) -> QuerySet[Any]:
    """Memberships that began by joining a union, not by a transfer."""
    return areas.rows(Membership, "union__township_id").filter(began_by=ChangeType.JOINED)


def _by_year(rows: QuerySet[Any], day: str, today: datetime.date) -> ByYear:
    """By year: all, and those until the day of the year that it is today. One statement."""
    first = datetime.date(today.year - YEARS, 1, 1)
    month, date = f"{day}__month", f"{day}__day"
    until = Q(**{f"{month}__lt": today.month}) | Q(
        **{month: today.month, f"{date}__lte": today.day}
    )
    grouped = (
        rows.filter(**{f"{day}__gte": first, f"{day}__lte": today})
        .order_by()
        .values(year=ExtractYear(day))
        .annotate(number=Count("pk"), until=Count("pk", filter=until))
    )
    return {row["year"]: row for row in grouped}


def _cells(
    found: ByYear,
    year: int,
    today: datetime.date,
    *,
    unknown: bool = False,
    leads_to: LeadsTo = nowhere,
) -> tuple[Number, Number, Number]:
    """The year, the one before and the difference. `leads_to`: the rows of some days."""
    if unknown:
        return Number(None), Number(None), Number(None)
    now = found.get(year, {}).get("number", 0)
    column = "until" if year == today.year else "number"
    before = found.get(year - 1, {}).get(column, 0)
    days = [_days(year, today), _days(year - 1, today, same_days=year == today.year)]
    return (
        Number(now, leads_to(*days[0])),
        Number(before, leads_to(*days[1])),
        Number(now - before, kind="signed"),
    )


def _days(
    year: int, today: datetime.date, *, same_days: bool = False
) -> tuple[datetime.date, datetime.date]:
    """First and last day that count of a year."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return first, same_day_of(year, today) if same_days or year == today.year else last


def same_day_of(year: int, today: datetime.date) -> datetime.date:
    """The day of that year; the 28th of February where it has no 29th."""
    leap = (today.month, today.day) == (2, 29) and not isleap(year)
    return today.replace(year=year, day=28 if leap else today.day)


def _founded(rows: dict[str, object] | None) -> LeadsTo:
    """The unions founded in some days, closed ones too, without those being prepared."""
    if rows is None:
        return nowhere

    def address(first: datetime.date, last: datetime.date) -> str:
        days = {"founded_on__gte": first, "founded_on__lte": last}
        return links.rows("townships.grassrootsunion", status=FOUNDED, **days, **rows)

    return address


def _people(areas: Areas, user: Any) -> LeadsTo:
    """Those who joined in some days, for who may see them, in a county or a township."""
    pages = {"county": "county_month", "township": "township_month"}
    if areas.division is None or areas.level not in pages or not user.has_perm(SEES_PEOPLE):
        return nowhere
    page = reverse(pages[areas.level], args=[areas.division.key])
    return lambda first, last: links.between(page, "joined", first, last)


def _says(areas: Areas, running: Line) -> str:
    unions, unions_before, _change, members, members_before, _members_change = running.cells
    text = _(
        "%(place)s this year: %(unions)s new unions (same days of last year: %(unions_before)s), "
        "%(members)s new members (%(members_before)s)."
    )
    cells = (unions, unions_before, members, members_before)
    names = ("unions", "unions_before", "members", "members_before")
    values = {n: number(getattr(c, "value", None)) for n, c in zip(names, cells, strict=True)}
    return text % {"place": areas.name, **values}


def _notes(crowded: bool, user: Any) -> list[str]:
    found = [
        _(
            "Counted by the day of founding and of joining; what has no day is in no year. The "
            "running year is compared with the same days of the year before. Unions that closed "
            "later count in the year of their founding. People who were entered with an old day "
            "count in that year."
        )
    ]
    if not user.has_perm(SEES_PEOPLE):
        found.append(_("Who these people are is shown to those who may look at members."))
    if crowded:
        found.append(
            _("Too many people to count their joining here: open a county to see its own.")
        )
    return found
