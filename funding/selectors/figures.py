"""The figures of a year by township: counted in the registry, or recorded for the year.

A fixed number of queries, however many townships there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count as RowCount
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.models import YearInput
from funding.schemes.calculating import Given, TownshipFigures
from funding.schemes.inputs import (
    INPUTS,
    MEMBER_COUNT,
    PAID_UP_TOTAL,
    UNION_COUNT,
    VILLAGE_UNIONS,
    WORKER_COUNT,
)
from funding.selectors.levies import paid_up
from policies.engine import BadValue, place_of
from townships.choices import UnionKind, UnionStatus
from townships.models import Division, TownshipMonth, TownshipSummary, Union
from townships.selectors.places import CountyPlace

COLUMNS = {UNION_COUNT.name: "unions", MEMBER_COUNT.name: "members", WORKER_COUNT.name: "workers"}


@dataclass(frozen=True)
class Cut:
    """The year and the day whose numbers count."""

    year: int
    as_of: date

    @property
    def month(self) -> date:
        """First day of the month whose counts are taken."""
        return self.as_of.replace(day=1)


def last_day(year: int) -> date:
    """The day whose numbers count unless another is named: the year's end, or today."""
    return min(date(year, 12, 31), timezone.localdate())


def is_month_end(day: date) -> bool:
    """Whether counts were kept for this day: the end of a month, or today."""
    return (day + timedelta(days=1)).day == 1 or day == timezone.localdate()


def townships_of(place: CountyPlace) -> list[Division]:
    """The townships that receive money: those with the work of a union."""
    return [one for one in place.townships if one.has_union_duty]


def figures(place: CountyPlace, cut: Cut) -> list[TownshipFigures]:
    """The figures of every township of the county."""
    sources = _Sources(place, cut)
    above = [one.key for one in place.division.chain()]
    return [
        TownshipFigures(one.key, one.name, place_of(one.key, *above), sources.of(one))
        for one in townships_of(place)
    ]


class _Sources:
    """Everything that is counted or recorded, read once."""

    def __init__(self, place: CountyPlace, cut: Cut) -> None:
        self.place, self.cut = place, cut
        self.months = _months(place, cut)
        self.villages = _villages(place, cut)
        self.paid_up = _paid_up(place, cut)
        self.recorded = recorded(place.codes, cut.year)

    def of(self, township: Division) -> dict[str, Given]:
        """The figures of a township; what is not there is unknown."""
        keys = self.place.keys_of(township)
        typed = {**self.recorded.get(None, {}), **_merged(self.recorded, keys)}
        return {**typed, **self._counted(keys)}

    def _counted(self, keys: list[str]) -> dict[str, Given]:
        found = self._of_months(keys)
        if self.villages:
            count = sum(self.villages.get(key, 0) for key in keys)
            found[VILLAGE_UNIONS.name] = Given(count, self.cut.as_of, _("registry of unions"))
        paid = [self.paid_up[key] for key in keys if key in self.paid_up]
        if paid:
            total = sum(paid, Decimal("0.00"))
            found[PAID_UP_TOTAL.name] = Given(total, self.cut.as_of, _("list of levies"))
        return found

    def _of_months(self, keys: list[str]) -> dict[str, Given]:
        rows = [self.months[key] for key in keys if key in self.months]
        found = {}
        for name, column in COLUMNS.items():
            values = [row[column] for row in rows]
            if values and None not in values:
                found[name] = Given(sum(values), self.cut.as_of, _("monthly counts"))
        return found


def _merged(rows: Mapping[str | None, dict[str, Given]], keys: Iterable[str]) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for key in keys:
        found |= rows.get(key, {})
    return found


def _months(place: CountyPlace, cut: Cut) -> dict[str, dict[str, Any]]:
    rows = TownshipMonth.objects.filter(county_code__in=place.codes, month=cut.month)
    found = {row["township_key"]: row for row in rows.values("township_key", *COLUMNS.values())}
    return {**found, **_today(place, found)} if cut.as_of == timezone.localdate() else found


def _today(place: CountyPlace, months: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The present counts; workers as the running month has them."""
    rows = TownshipSummary.objects.filter(county_code__in=place.codes)
    return {
        row["township_key"]: {"workers": months.get(row["township_key"], {}).get("workers"), **row}
        for row in rows.values("township_key", "unions", "members")
    }


def _villages(place: CountyPlace, cut: Cut) -> dict[str, int]:
    """Village unions that were there on the day; empty when the county records none at all."""
    rows = (
        Union.objects.filter(county_code__in=place.codes, kind=UnionKind.VILLAGE)
        .filter(Q(founded_on__isnull=True) | Q(founded_on__lte=cut.as_of))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=cut.as_of))
        .exclude(status=UnionStatus.PREPARING)
        .values_list("township_id")
        .annotate(n=RowCount("pk"))
    )
    return dict(rows.order_by())


def _paid_up(place: CountyPlace, cut: Cut) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for code in place.codes:
        for key, amount in paid_up(code, cut.year, cut.as_of).items():
            found[key] = found.get(key, Decimal(0)) + amount
    return found


def recorded(codes: Iterable[str], year: int) -> dict[str | None, dict[str, Given]]:
    """What was typed for the year by township; under None what holds for the whole county."""
    found: dict[str | None, dict[str, Given]] = {}
    for row in YearInput.objects.filter(county_code__in=list(codes), year=year):
        try:
            value = INPUTS[row.name].parse(row.value)
        except (BadValue, KeyError):
            continue  # of an earlier release; unknown and not wrong
        if value is not None:
            given = Given(value, timezone.localdate(row.updated_at), row.source)
            found.setdefault(row.township_id, {})[row.name] = given
    return found
