"""How a number of a report is made at a place: definition, parts, provisions, places below."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from dashboards.explain import page as explain
from dashboards.explain.provisions import rules_here
from dashboards.explain.readings import Part, Reading
from dashboards.explain.registry import Figure
from dashboards.reports.areas import Areas, page_of
from dashboards.reports.meanings import MEANINGS, Meaning
from dashboards.reports.registry import Report
from dashboards.reports.table import Cell, Line, Share, Table, Text, Words
from dashboards.tables import Column, Order
from policies.selectors import load_book

ROWS = 50


@dataclass(frozen=True)
class Shown:
    """A cell as a page shows it: its column, and where it leads to."""

    column: Column[Line]
    cell: Cell
    url: str


def figure_url(report: str, column: str, key: str) -> str:
    """The page that explains a number of a report at a place ("" for the reader's own)."""
    address = reverse("report_figure", args=[report, column])
    return f"{address}?{urlencode({'place': key})}" if key else address


def shown(report: Report, table: Table, line: Line, key: str | None) -> list[Shown]:
    """The cells of a line, each leading to its rows, or else to how it is counted at the place.

    `key`: registry key of the place of the line, None where no page is about it.
    """
    pairs = zip(table.columns, line.cells, strict=True)
    return [Shown(column, cell, _leads_to(report, column, cell, key)) for column, cell in pairs]


def _leads_to(report: Report, column: Column[Line], cell: Cell, key: str | None) -> str:
    explained = key is not None and not isinstance(cell, Words)
    if cell.url or not explained or column.name not in MEANINGS[report.name]:
        return cell.url
    return figure_url(report.name, column.name, key or "")


def key_of(report: Report, areas: Areas, line: Line) -> str | None:
    """The place of a line, where the report has a page about it."""
    below = "county" if areas.of_counties else "township"
    return line.key if line.key and below in report.levels else None


def links(report: Report, areas: Areas, table: Table) -> list[tuple[Text, str]]:
    """The numbers of the place itself, each with the page that explains it."""
    key = areas.division.key if areas.division else ""
    named = {column.name: column.label for column in table.figures or table.columns}
    return [(named[name], figure_url(report.name, name, key)) for name in table.of_place()]


def page(report: Report, column: str, areas: Areas, user: Any, number: str) -> dict[str, Any]:
    """What the page of a number shows. Raises KeyError for a number that is not in the report."""
    meaning, made = MEANINGS[report.name][column], report.build(areas, user)
    cell, head = made.of_place()[column], made.column(column)
    rules = tuple(dict.fromkeys((*report.rules, *meaning.rules)))
    label = head.label if head else ""
    figure = Figure(column, label, meaning.text, rules=rules, is_rate=isinstance(cell, Share))
    reading = _reading(report, column, areas, made)
    found = rules_here(figure, reading, load_book(*rules), user)
    parts = _sorted(made, column)
    return {
        "report": report,
        "areas": areas,
        "figure": figure,
        "reading": reading,
        "cell": cell,
        "span": _span(made),
        "numbers": _numbers(label, cell, meaning, bool(parts)),
        "says": made.says,
        "notes": made.notes,
        "rules": [rule for rule in found if rule.clauses],
        "elsewhere": [rule for rule in found if not rule.clauses],
        "in_force_url": explain.in_force_url(reading),
        "findings_url": explain.findings_url(figure, reading, user),
        **_parts(report, column, areas, made, Paginator(parts, ROWS).get_page(number)),
        "first": made.first,
        "others": [one for one in links(report, areas, made) if one[0] != label],
    }


def _span(table: Table) -> str:
    """What the number is of, where it is that of one line: the running year."""
    whole = table.whole
    return whole.name if whole and any(line is whole for line in table.lines) else ""


def _reading(report: Report, column: str, areas: Areas, table: Table) -> Reading:
    """The place as the explanations of the dashboards know it; its numbers are in the table."""
    key = areas.division.key if areas.division else ""
    several = areas.of_counties or areas.division is None
    parts = (Part(line.key, line.name, "", {}, {}, None) for line in table.lines)
    return Reading(
        name=areas.name,
        division=areas.division,
        codes=areas.codes,
        township_keys=None if several else areas.townships,
        numbers={},
        rates={},
        rows={},
        page_url=page_of(report.name, key) if key else reverse("report", args=[report.name]),
        day=timezone.localdate(),
        parts=tuple(parts) if areas.level != "township" else (),
        several=several,
    )


def _numbers(label: Text, cell: Cell, meaning: Meaning, below: bool) -> list[explain.Number]:
    """Numerator and denominator of a rate, or the one number, each with its rows."""
    rest = "#parts" if below else ""
    unit = meaning.unit
    if isinstance(cell, Share):
        return [
            explain.Number(meaning.part, cell.part, unit, cell.url or rest),
            explain.Number(meaning.whole, cell.whole, unit, cell.whole_url or rest),
        ]
    value = None if isinstance(cell, Words) else cell.value
    return [explain.Number(label, value, unit, cell.url or rest)]


def _sorted(table: Table, name: str) -> list[Line]:
    """The lines below: the lowest rate first, of a count the largest; the years as they are."""
    number = next((n for n, one in enumerate(table.columns) if one.name == name), None)
    if number is None or not any(line.key for line in table.lines):
        return list(table.lines)
    rate = any(isinstance(line.cells[number], Share) for line in table.lines)
    return Order(table.columns[number], descending=not rate).apply(table.lines)


def _parts(report: Report, name: str, areas: Areas, table: Table, lines: Any) -> dict[str, Any]:
    """The table of the lines: of this number alone, or whole where its columns are other ones."""
    only = [one for one in table.columns if one.name == name] or list(table.columns)
    rows = [
        (line, _line_url(report, name, areas, line), _of(only, table, report, line, areas))
        for line in lines
    ]
    return {"page": lines, "columns": only, "rows": rows}


def _line_url(report: Report, name: str, areas: Areas, line: Line) -> str:
    key = key_of(report, areas, line)
    return figure_url(report.name, name, key) if key else line.url


def _of(
    only: Iterable[Column[Line]], table: Table, report: Report, line: Line, areas: Areas
) -> list[Shown]:
    names = {column.name for column in only}
    cells = shown(report, table, line, key_of(report, areas, line))
    return [one for one in cells if one.column.name in names]
