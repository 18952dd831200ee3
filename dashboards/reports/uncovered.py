"""R-ORG-22, R-ORG-24: units that no union covers, and so no federation of unions can reach.

Which units are small no document says, so all units are counted with their workers.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.reports import counts
from dashboards.reports.areas import Area, Areas
from dashboards.reports.shares import units
from dashboards.reports.table import Line, Number, Share, Table, added, columns, linked
from unionreg.ui import number

TITLES = columns(
    ("units", gettext_lazy("Units in business")),
    ("covered", gettext_lazy("With a union")),
    ("uncovered", gettext_lazy("Without a union")),
    ("workers", gettext_lazy("Workers there")),
    ("uncounted", gettext_lazy("Workers not recorded")),
)


def build(areas: Areas, user: Any) -> Table:
    """Counties or townships with their units. One statement."""
    found = areas.count(
        counts.employers(areas),
        units=Count("pk"),
        covered_units=Count("pk", filter=counts.COVERED),
        **counts.workers_of(~counts.COVERED),
    )
    lines = areas.shown((area, _line(areas, area, found[area.key])) for area in areas.lines)
    total = _total(areas, lines)
    return Table(
        areas.first,
        TITLES,
        lines,
        total,
        says=_says(areas, total) if total else "",
        notes=[_note()],
    )


def _line(areas: Areas, area: Area, row: dict[str, int]) -> Line:
    filters = areas.filters(area)
    without, open_list = row["units"] - row["covered_units"], _list(filters, "no")
    cells = (
        Number(row["units"], _list(filters)),
        Share(row["covered_units"], row["units"], _list(filters, "yes"), _list(filters)),
        Number(without, open_list),
        Number(counts.known_workers(row), open_list),
        Number(row["uncounted"], _list(filters, "no", worker_count__isnull=True)),
    )
    return areas.line(area, cells, "uncovered")


def _total(areas: Areas, lines: Sequence[Line]) -> Line | None:
    """The sums of all lines, each with the rows of all of them."""
    total = added(_("Together"), lines)
    if total is None:
        return None
    filters = areas.every()
    every, covered, without = _list(filters), _list(filters, "yes"), _list(filters, "no")
    uncounted = _list(filters, "no", worker_count__isnull=True)
    return linked(total, every, (covered, every), without, without, uncounted)


def _list(filters: dict[str, object] | None, union: str | None = None, **more: object) -> str:
    return units(filters, union=union, **more)


def _says(areas: Areas, total: Line) -> str:
    units, _covered, without, workers, _uncounted = total.cells
    return _(
        "%(without)s of the %(units)s units in business of %(place)s have no union; they recorded "
        "%(workers)s workers."
    ) % {
        "place": areas.name,
        "units": number(getattr(units, "value", None)),
        "without": number(getattr(without, "value", None)),
        "workers": number(getattr(workers, "value", None)),
    }


def _note() -> str:
    return _(
        "Federations are built on unions, so a unit without a union is reached by none. Which "
        "units are small is not recorded, and no document gives a number: all units are counted. "
        "What a federation covers comes with the register of federations."
    )
