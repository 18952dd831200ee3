"""What the page of the simulator shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.selectors.areas import Area, record_url
from compliance.selectors.regions import MOST_SUBJECTS
from compliance.selectors.simulation import Line, Simulation
from compliance.simulator import charts, words
from compliance.simulator.desk import Desk
from compliance.simulator.drafts import draft_url
from policies.engine import Count, Measure, Status
from policies.engine.verdicts import plain

MOST_ROWS = 50  # rows of a table on the page; the workbook has all
MOST_OF_COUNTY = 30  # names below one county of a region
WIDTHS = {"wide": 736, "narrow": 340}


@dataclass(frozen=True)
class Cell:
    """One measure of a subject; `missing` when nobody recorded it."""

    text: str
    number: bool
    missing: bool
    label: str


@dataclass(frozen=True)
class Row:
    """One subject as a table shows it."""

    name: str
    url: str
    place: str
    cells: list[Cell]
    old: SafeString
    new: SafeString
    old_value: str
    new_value: str
    to_record: str
    explanation: str


def page(desk: Desk, user: Any) -> dict[str, Any]:
    """The context of the page; without an answer as long as the question is refused."""
    context = {"desk": desk, "question": desk.question, "numbers": desk.parameters}
    simulation = desk.simulation
    if simulation is None:
        return context
    return {
        **context,
        "simulation": simulation,
        "draft_url": draft_url(desk, user),
        "subjects": words.subjects(simulation.subject),
        "headers": [(m.label, isinstance(m, Count)) for m in simulation.rule.measures],
        "computes": simulation.rule.result is not None,
        "changed": [_row(line, simulation) for line in simulation.changed[:MOST_ROWS]],
        "unknown": [_row(line, simulation) for line in simulation.unknown[:MOST_ROWS]],
        "most": MOST_ROWS,
        "figures": figures(simulation),
        "charts": _charts(desk, simulation),
        "counties": _counties(desk, simulation),
        "left": [(one.name, desk.query_of(one.key)) for one in desk.taken.left],
        "most_subjects": MOST_SUBJECTS,
        "counts": charts.bars(simulation, width=WIDTHS["wide"]).rows,
    }


@dataclass(frozen=True)
class CountyLine:
    """One county of a region: its counts, whose verdict changes, and the address of it alone."""

    name: str
    query: str
    subjects: int
    figures: "Figures"
    changed: int
    unknown: int
    rows: list["Row"]


def _counties(desk: Desk, simulation: Simulation) -> list[CountyLine]:
    """The counties of a region, those with most changes first; nothing for a single county."""
    if isinstance(desk.area, Area):
        return []
    lines = [
        CountyLine(
            name=county.name,
            query=desk.query_of(county.key),
            subjects=len(found.lines),
            figures=figures(found),
            changed=len(found.changed),
            unknown=len(found.unknown),
            rows=[_row(line, found) for line in found.changed[:MOST_OF_COUNTY]],
        )
        for county, found in simulation.by_county.values()
    ]
    return sorted(lines, key=lambda line: -line.changed)


def _row(line: Line, simulation: Simulation) -> Row:
    in_township = simulation.subject != "township"
    several = len(simulation.by_county) > 1
    places = [line.county.name if several else "", line.place_name if in_township else ""]
    return Row(
        name=line.case.label,
        url=record_url(simulation.subject, line.case.key),
        place=" ".join(filter(None, places)),
        cells=[_cell(line, measure) for measure in simulation.rule.measures],
        old=words.status_badge(line.old_status),
        new=words.status_badge(line.new_status),
        old_value=_value(line.old),
        new_value=_value(line.new),
        to_record=words.to_record(line, simulation.rule),
        explanation=line.new.explanation if line.new else "",
    )


def _cell(line: Line, measure: Measure) -> Cell:
    value = line.case.values.get(measure.name)
    number = isinstance(measure, Count)
    text = words.shown(measure, value)
    return Cell(text or _("not recorded"), number, value is None, str(measure.label))


def _value(verdict: Any) -> str:
    return "" if verdict is None or verdict.value is None else str(plain(verdict.value))


@dataclass(frozen=True)
class Figures:
    """The three numbers above the tables, and the sentences below them."""

    met_before: int
    met_after: int
    difference: str
    changing: str
    unaffected: int
    staying: str


def figures(simulation: Simulation) -> Figures:
    """Counts before and after, in words."""
    before, after = simulation.old_counts, simulation.new_counts
    stays = [line.new_status for line in simulation.lines if not line.changed]
    return Figures(
        met_before=before[Status.SATISFIED],
        met_after=after[Status.SATISFIED],
        difference=_difference(after[Status.SATISFIED] - before[Status.SATISFIED]),
        changing=_tally((line.new_status for line in simulation.changed), _become()),
        unaffected=len(stays),
        staying=_tally(stays, _stay()),
    )


def _difference(number: int) -> str:
    if number == 0:
        return _("as many as now")
    if number > 0:
        return _("%(n)s more than now") % {"n": f"{number:,}"}
    return _("%(n)s fewer than now") % {"n": f"{-number:,}"}


def _become() -> dict[Status, str]:
    return {
        Status.SATISFIED: _("%(n)s come to meet them"),
        Status.VIOLATED: _("%(n)s no longer do"),
        Status.UNKNOWN: _("%(n)s cannot be judged"),
        Status.NOT_APPLICABLE: _("%(n)s are no longer concerned"),
    }


def _stay() -> dict[Status, str]:
    return {
        Status.SATISFIED: _("%(n)s meet them as before"),
        Status.VIOLATED: _("%(n)s still do not"),
        Status.UNKNOWN: _("%(n)s still cannot be judged"),
        Status.NOT_APPLICABLE: _("%(n)s are not concerned"),
    }


def _tally(statuses: Iterable[Status], sentences: dict[Status, str]) -> str:
    """How many there are of each, in the order of the sentences."""
    counts = Counter(statuses)
    told = [
        text % {"n": f"{counts[status]:,}"} for status, text in sentences.items() if counts[status]
    ]
    return _(", ").join(told)


def _charts(desk: Desk, simulation: Simulation) -> dict[str, Any]:
    """The chart in the size of a screen and of a phone: points if they say more than bars."""
    old = desk.present.parameters if desk.present else None
    new = desk.parameters.whole if desk.parameters else None
    drawn = {
        name: charts.scatter(simulation, old, new, width=width, height=min(320, width))
        for name, width in WIDTHS.items()
    }
    if drawn["wide"] is not None:
        return {"points": drawn}
    return {"bars": {name: charts.bars(simulation, width=w) for name, w in WIDTHS.items()}}
