"""What the page of a figure shows."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from compliance.summary import place_query
from dashboards.explain.provisions import condition_of, rules_here, verdict_of
from dashboards.explain.readings import Part, Reading, figure_url, worst_first
from dashboards.explain.registry import FIGURES, NUMBERS, Figure
from dashboards.rates import Rate
from dashboards.selectors.places import SeveralTownships
from policies.selectors import load_book


@dataclass(frozen=True)
class Number:
    """One of the numbers a figure is made of; `url` is the list behind it, "" without one."""

    label: str | Promise
    value: int | None
    unit: str
    url: str


@dataclass(frozen=True)
class Row:
    """A place below, as the table of a figure shows it."""

    part: Part
    rate: Rate | None
    values: list[int | None]


def page(figure: Figure, reading: Reading, user: Any) -> dict[str, Any]:
    """How a figure of a place is made. The number of queries does not grow with the places."""
    book = load_book(*figure.rules) if figure.rules else None
    verdict = verdict_of(figure, reading, book) if book else None
    rules = rules_here(figure, reading, book, user) if book else []
    return {
        "figure": figure,
        "reading": reading,
        "rate": reading.rates.get(figure.key),
        "numbers": [_number(name, reading) for name in figure.of],
        "left_out": reading.left_out.get(figure.key, 0),
        "condition": condition_of(figure, verdict),
        "verdict": verdict,
        "rules": [rule for rule in rules if rule.clauses],
        "elsewhere": [rule for rule in rules if not rule.clauses],
        "in_force_url": in_force_url(reading),
        "findings_url": findings_url(figure, reading, user),
        "month_url": _month(figure, reading),
        "columns": [NUMBERS[name.removesuffix("_counted")][0] for name in figure.of],
        "rows": list(_table(figure, reading)) if figure.compares else [],
        "others": _others(figure, reading),
        "index_url": figure_url(reading.key),
    }


def index(reading: Reading) -> dict[str, Any]:
    """All figures of a place with what they mean."""
    lines = [
        (
            figure,
            figure_url(reading.key, figure.key),
            reading.rates.get(figure.key),
            _first(figure, reading),
        )
        for figure in FIGURES.values()
    ]
    return {"reading": reading, "lines": lines}


def choices(place: SeveralTownships, figure: str) -> list[tuple[str, str]]:
    """The townships of one reader, each with the page of the figure ("" for all figures)."""
    every = (one for county in place.counties for one in county.townships)
    return [(one.name, figure_url(one.key, figure)) for one in every if one.key in place.keys]


def _first(figure: Figure, reading: Reading) -> Number | None:
    """The number of a figure that is a plain count."""
    counted = not figure.is_rate and figure.compares and len(figure.of) == 1
    return _number(figure.of[0], reading) if counted else None


def _number(name: str, reading: Reading) -> Number:
    label, unit = NUMBERS[name]
    return Number(label, reading.numbers.get(name), unit, _rows_url(name, reading))


def _rows_url(name: str, reading: Reading) -> str:
    """The list behind a number; where there is none, the table of the places below."""
    return reading.rows.get(name, "") or ("#parts" if reading.parts else "")


def _table(figure: Figure, reading: Reading) -> list[Row]:
    """The places below: by their rate, for a count by the number, the largest first."""
    rate = figure.key if figure.is_rate else "joining"
    if figure.is_rate or figure.key == "below":
        parts = worst_first(reading.parts, rate)
    else:
        name = figure.of[0]
        parts = sorted(reading.parts, key=lambda part: -(part.numbers.get(name) or 0))
    return [
        Row(part, part.rates.get(figure.key), [part.numbers.get(name) for name in figure.of])
        for part in parts
    ]


def _others(figure: Figure, reading: Reading) -> list[tuple[str | Promise, str]]:
    return [
        (other.label, figure_url(reading.key, other.key))
        for other in FIGURES.values()
        if other is not figure
    ]


def in_force_url(reading: Reading) -> str:
    """What is in force at the place, whatever the figure."""
    return f"{reverse('in_force')}?{urlencode({'place': reading.key})}"


def findings_url(figure: Figure, reading: Reading, user: Any) -> str:
    """The compliance list, narrowed to the place and to the first rule of the figure."""
    chosen: dict[str, str] = {"rule": figure.rules[0]} if figure.rules else {}
    if reading.township_keys is not None and reading.division is not None:
        county = str(reading.division.parent_id)
        chosen |= place_query(user, county=county, township=reading.key)
    elif not reading.several:
        chosen |= place_query(user, county=reading.key)
    return f"{reverse('compliance_list')}?{urlencode(chosen)}"


def _month(figure: Figure, reading: Reading) -> str:
    """The changes of the running month, where a page has them."""
    if figure.key != "movements" or reading.several:
        return ""
    township = reading.township_keys is not None
    return reverse("township_month" if township else "county_month", args=[reading.key])
