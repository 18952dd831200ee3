"""The numbers of a place, and of the places below it, as the dashboards show them.

They are read by the selectors of the dashboards, so an explanation never tells another number.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dashboards import links
from dashboards.rates import Rate
from dashboards.selectors import figures as fig
from dashboards.selectors.figures import Counts, Figures
from dashboards.selectors.places import VIEW, RegionPlace, TownshipPlace
from dashboards.selectors.regions import CountyRow, region_figures
from policies.engine import Place, place_of
from policies.selectors import place_of_division
from townships.models import Division
from townships.selectors.places import CountyPlace

Numbers = dict[str, int | None]
COUNTED = ("members", "unionised", "unions", "employers")


@dataclass(frozen=True)
class Part:
    """A place below, with its own numbers; `url` leads to the same figure there."""

    key: str
    name: str
    url: str
    numbers: Numbers
    rates: dict[str, Rate]
    as_of: datetime.date | None

    @property
    def below(self) -> bool:
        """Whether one of its goals is certainly not reached."""
        return any(rate.met is False for rate in self.rates.values())

    @property
    def unknown(self) -> bool:
        """Whether one of its rates cannot be judged."""
        return any(rate.met is None for rate in self.rates.values())


@dataclass(frozen=True)
class Reading:
    """A place with its numbers. `rows`: by name of the number the list behind it, "" without one.

    `left_out`: by rate how many townships it leaves out. `parts` are townships or counties.
    """

    name: str
    division: Division | None
    codes: tuple[str, ...]
    township_keys: tuple[str, ...] | None
    numbers: Numbers
    rates: dict[str, Rate]
    rows: dict[str, str]
    page_url: str
    day: datetime.date
    oldest: datetime.date | None = None
    newest: datetime.date | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    several: bool = False

    @property
    def place(self) -> Place:
        """The place for the rule book."""
        return place_of_division(self.division) if self.division else place_of()

    @property
    def key(self) -> str:
        """Registry key; empty for several counties at hand."""
        return self.division.key if self.division else ""


def figure_url(key: str, figure: str = "") -> str:
    """The page that explains a figure of a place (registry key; "" for all of the reader's)."""
    page = reverse("figures", args=[key]) if key else reverse("own_figures")
    return f"{page}?of={figure}" if figure else page


def of_township(place: TownshipPlace) -> Reading:
    """The numbers of one township, as its page shows them."""
    figures = fig.township_figures(place)
    division = place.division
    return Reading(
        name=division.name,
        division=division,
        codes=place.county.codes,
        township_keys=tuple(place.keys),
        numbers=_numbers(figures),
        rates=_rates(figures),
        rows=_rows(division.key, {}),
        page_url=reverse("township", args=[division.key]),
        day=timezone.localdate(),
        oldest=figures.as_of,
        newest=figures.as_of,
    )


def of_county(place: CountyPlace, user: Any, figure: str) -> Reading:
    """The numbers of a county, with its townships. `figure`: the one that is explained."""
    figures = fig.county_figures(place)
    own = user.scope_for(VIEW).counties == frozenset(place.codes)
    return Reading(
        name=place.title,
        division=place.division,
        codes=place.codes,
        township_keys=None,
        numbers=_of(_rates(figures)) | _counted(figures.counts, len(figures.below)),
        rates=_rates(figures),
        rows=_rows("", {} if own else {"county_code__in": ",".join(place.codes)}),
        page_url=reverse("county_dashboard", args=[place.division.key]),
        day=figures.day,
        oldest=figures.oldest,
        newest=figures.newest,
        left_out={"joining": figures.without_workers, "unionisation": figures.without_units},
        parts=tuple(_township(row, figure) for row in figures.townships),
    )


def of_region(place: RegionPlace, figure: str, name: str) -> Reading:
    """The numbers of a city, a province or several counties, with the counties."""
    figures = region_figures(place)
    rates, below = _rates(figures), sum(row.below for row in figures.rows)
    days = [day for row in figures.rows for day in (row.oldest, row.newest) if day]
    division = place.division
    return Reading(
        name=name,
        division=division,
        codes=tuple(sorted(place.today)),
        township_keys=None,
        numbers=_of(rates) | _counted(figures.counts, below),
        rates=rates,
        rows={},
        page_url=reverse("region", args=[division.key]) if division else reverse("home"),
        day=timezone.localdate(),
        oldest=min(days, default=None),
        newest=max(days, default=None),
        left_out={"joining": figures.without_workers, "unionisation": figures.without_units},
        parts=tuple(_county(row, figure) for row in figures.rows),
        several=True,
    )


def _rates(figures: Any) -> dict[str, Rate]:
    return {"joining": figures.joining, "unionisation": figures.unionisation}


def _of(rates: dict[str, Rate]) -> Numbers:
    """Numerators and denominators of both rates."""
    joining, built = rates["joining"], rates["unionisation"]
    return {
        "members_counted": joining.part,
        "workers": joining.whole,
        "unionised_counted": built.part,
        "units": built.whole,
    }


def _numbers(figures: Figures) -> Numbers:
    return _of(_rates(figures)) | _counted(figures.counts, int(figures.below))


def _counted(counts: Counts, below: int) -> Numbers:
    """What the registry counts itself."""
    numbers: Numbers = {name: getattr(counts, name) for name in COUNTED}
    return numbers | {"below": below}


def _township(row: Figures, figure: str) -> Part:
    url = figure_url(row.key, figure)
    return Part(row.key, row.division.name, url, _numbers(row), _rates(row), row.as_of)


def _county(row: CountyRow, figure: str) -> Part:
    rates = _rates(row)
    numbers = _of(rates) | _counted(row.counts, row.below)
    url = figure_url(row.key, figure) if row.division else ""
    return Part(row.key, row.name, url, numbers, rates, row.oldest)


def _rows(township: str, county: dict[str, str]) -> dict[str, str]:
    """The lists behind the numbers of a township or county.

    `county` narrows those lists that can be narrowed to one county, for a reader who sees several;
    the others are then left to the table of townships.
    """
    key = township or None
    found = {"members": links.members(key, **county), "unions": links.unions(key, **county)}
    found["members_counted"] = found["members"]
    if county:
        return found
    return found | {
        "workers": links.statistics(key),
        "units": links.statistics(key),
        "unionised": links.with_union(key),
        "unionised_counted": links.with_union(key),
        "employers": links.employers(key),
    }


def worst_first(parts: Iterable[Part], rate: str) -> list[Part]:
    """The places below, the lowest rate first, those without a rate last."""
    every = list(parts)
    known = [part for part in every if part.rates[rate].exact is not None]
    rest = [part for part in every if part.rates[rate].exact is None]
    return sorted(known, key=lambda part: part.rates[rate].exact or 0) + rest
