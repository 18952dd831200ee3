"""R-ORG-34 (保定): 县、乡、村、企 side by side, how many there are and with a union."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import links
from dashboards.reports import counts
from dashboards.reports.areas import Area, Areas
from dashboards.reports.coverage import left_out, recorded, township_counts, unions_known
from dashboards.reports.shares import firms, untyped
from dashboards.reports.table import (
    Cell,
    Line,
    Number,
    Share,
    Table,
    Words,
    added,
    columns,
    linked,
)
from townships.choices import Level, UnionKind, UnionStatus
from townships.models import Division, Union
from unionreg.ui import number

TITLES = (
    ("townships", gettext_lazy("Townships with a union")),
    ("villages", gettext_lazy("Villages and communities")),
    ("village_unions", gettext_lazy("Village unions")),
    ("firms", gettext_lazy("Firms with a union")),
    ("untyped", gettext_lazy("Economic type missing")),
)


def build(areas: Areas, user: Any) -> Table:
    """Counties or townships with the four levels (townships: three)."""
    found = _count(areas)
    counties = _counties(areas) if areas.of_counties else {}
    titles = [("county", gettext_lazy("County federation")), *TITLES] if counties else [*TITLES]
    known = unions_known(areas, found)
    lines = areas.shown(
        (area, _line(areas, area, found[area.key], counties, known)) for area in areas.lines
    )
    total = _total(areas, lines)
    return Table(
        areas.first,
        columns(*titles, words=("county",)),
        lines,
        total,
        says=_says(total, counties, areas) if total else "",
        notes=[*_notes(), *left_out(areas, found)],
    )


def _count(areas: Areas) -> dict[str, dict[str, int | None]]:
    found: dict[str, dict[str, Any]] = areas.count(
        counts.employers(areas),
        firms=Count("pk", filter=counts.FIRM),
        with_union=Count("pk", filter=counts.FIRM & counts.COVERED),
        untyped=Count("pk", filter=Q(economic_type="")),
    )
    village = counts.unions(areas).filter(kind=UnionKind.VILLAGE)
    for key, row in areas.count(village, village_unions=Count("pk")).items():
        found[key].update(row)
    for key, line in township_counts(areas).items():
        found[key].update(line)
    villages = _villages(areas)
    for key, one in found.items():
        one["villages"] = villages.get(key)  # where none are loaded the number is not known
    return found


def _villages(areas: Areas) -> dict[str, int]:
    """Villages of today by line; a place whose villages were never loaded is not among them."""
    rows: QuerySet[Division] = Division.objects.filter(
        level=Level.VILLAGE, valid_to__isnull=True, successor__isnull=True
    )
    if areas.townships is not None:
        rows = rows.filter(parent_id__in=areas.townships)
    by = "parent__parent_id" if areas.of_counties else "parent_id"
    rows = rows.filter(parent__parent_id__in=areas.codes)
    found: dict[str, int] = {}
    for key, n in rows.order_by().values_list(by).annotate(Count("pk")):
        line = areas.today.get(str(key), "")
        found[line] = found.get(line, 0) + n
    return found


def _counties(areas: Areas) -> dict[str, bool]:
    """Whether each county has its federation."""
    rows = Union.objects.filter(
        county_code__in=areas.codes, kind=UnionKind.COUNTY, status=UnionStatus.ACTIVE
    )
    have = {areas.today[code] for code in rows.values_list("county_code", flat=True)}
    return {area.key: area.key in have for area in areas.lines if area.division}


def _line(
    areas: Areas, area: Area, row: dict[str, Any], counties: dict[str, bool], known: bool
) -> Line:
    only = areas.filters(area)
    here = recorded(row) if areas.of_counties else known
    cells: list[Cell] = [
        Share(row["with_union_of_duty"] if here else None, row["duty"]),
        Number(row["villages"]),
        Number(row["village_unions"], _village_unions(only)),
        Share(row["with_union"], row["firms"], firms(only, union="yes"), firms(only)),
        Number(row["untyped"], untyped(only)),
    ]
    if counties:
        cells.insert(0, _federation(counties.get(area.key)))
    return areas.line(area, cells, "levels")


def _total(areas: Areas, lines: Sequence[Line]) -> Line | None:
    """The sums of all lines, each with the rows of all of them."""
    total = added(_("Together"), lines)
    if total is None:
        return None
    every = areas.every()
    unions = _village_unions(every)
    cells = ("", "", unions, (firms(every, union="yes"), firms(every)), untyped(every))
    return linked(total, *("",) * (len(total.cells) - len(cells)), *cells)


def _federation(there: bool | None) -> Words:
    if there is None:
        return Words("–")
    return Words(_("registered"), "ok") if there else Words(_("not registered"), "unk")


def _village_unions(only: dict[str, object] | None) -> str:
    return "" if only is None else links.active_unions(**{"kind": UnionKind.VILLAGE, **only})


def _says(total: Line, counties: dict[str, bool], areas: Areas) -> str:
    townships, villages, unions, firms, _untyped = total.cells[-5:]
    known = isinstance(villages, Number) and villages.value is not None
    parts = [
        _("townships: %(all)s, with a union %(have)s") % _pair(townships),
        _("villages and communities: %(all)s, village unions %(have)s")
        % {"all": _amount(villages) if known else _("not loaded"), "have": _amount(unions)},
        _("firms: %(all)s, with a union %(have)s") % _pair(firms),
    ]
    if counties:
        have = {"all": number(len(counties)), "have": number(sum(counties.values()))}
        parts.insert(0, _("counties: %(all)s, with a federation %(have)s") % have)
    text = _("%(place)s, level by level: %(levels)s.")
    return text % {"place": areas.name, "levels": _("; ").join(parts)}


def _amount(cell: Cell) -> str:
    return number(cell.value) if isinstance(cell, Number) else ""


def _pair(cell: Cell) -> dict[str, str]:
    if not isinstance(cell, Share):
        return {}
    return {"all": number(cell.whole or 0), "have": number(cell.part or 0)}


def _notes() -> list[str]:
    return [
        _(
            "Townships are those with a union duty. A village union is not tied to one village in "
            "the registry, so the two numbers stand side by side and are not divided. Villages are "
            "known where the list of villages was loaded."
        ),
        _(
            "Firms are units in business whose economic type is one of an enterprise, with a union "
            "if an active union covers them today. Without an economic type a unit is not among "
            "them."
        ),
    ]
