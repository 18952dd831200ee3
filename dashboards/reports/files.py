"""R-MEM-06: how complete the files of members are, by county, township or union.

One grouped statement over the people of these places, and none beyond `counts.MOST_PEOPLE`.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import links
from dashboards.reports import counts
from dashboards.reports.areas import ELSEWHERE, Area, Areas, page_of
from dashboards.reports.table import (
    PLACE,
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
from members.models import Member
from members.selectors.completeness import INCOMPLETE, MISSING, gaps, label_of
from members.states import OPEN_STATES
from townships.models import Union
from unionreg.ui import number

NAME = "files"


def build(areas: Areas, user: Any) -> Table:
    """Lines with members, complete files and what is missing; a single township by union."""
    if counts.too_many(areas):
        return _only_links(areas)
    rows = areas.rows(Member).filter(state__in=OPEN_STATES)
    one = areas.townships is not None and areas.division is not None
    lines = _unions(areas, rows) if one else _places(areas, rows)
    total = _total(areas, lines)
    first = _("Union") if one else areas.first
    return Table(
        first,
        _columns(),
        lines,
        total,
        says=_says(areas, total) if total else "",
        notes=_notes(),
        order="-incomplete" if one else PLACE,
        sparse=True,
    )


def _columns() -> Any:
    return columns(
        ("members", gettext_lazy("Members")),
        ("complete", gettext_lazy("Complete files")),
        ("incomplete", gettext_lazy("Incomplete")),
        *((name, _without(name)) for name in MISSING),
    )


def _without(name: str) -> str:
    return _("without %(entry)s") % {"entry": label_of(name)}


def _places(areas: Areas, rows: QuerySet[Any]) -> list[Line]:
    found = areas.count(rows, **gaps())
    return areas.shown(
        (area, _line(area.name, found[area.key], _page(area), _filters(areas, area), area.key))
        for area in areas.lines
    )


def _total(areas: Areas, lines: Sequence[Line]) -> Line | None:
    """The sums of all lines, each with the people of all of them."""
    total = added(_("Together"), lines)
    every = areas.every()
    if total is None or every is None:
        return total
    if areas.townships is not None:
        every = {"township__key__exact": areas.division.key} if areas.division else {}
    people = links.rows("members.member", **every)
    lacking = [links.rows("members.member", missing=name, **every) for name in MISSING]
    incomplete = links.rows("members.member", missing=INCOMPLETE, **every)
    return linked(total, people, ("", people), incomplete, *lacking)


def _page(area: Area) -> str:
    return page_of(NAME, area.key) if area.division else ""


def _filters(areas: Areas, area: Area) -> dict[str, object]:
    """What the list of members is narrowed by; a county has a page of its own instead."""
    if areas.of_counties or area.key == ELSEWHERE:
        return {}
    return {"township__key__exact": area.key}


def _unions(areas: Areas, rows: QuerySet[Any]) -> list[Line]:
    """The unions of a township that have people: two statements."""
    found = {row.pop("union_id"): row for row in _grouped(rows)}
    named = areas.rows(Union).filter(pk__in=found).order_by("code").values_list("pk", "name")
    return [
        _line(name, found[pk], links.record("townships.union", pk), {"union": pk})
        for pk, name in named
    ]


def _grouped(rows: QuerySet[Any]) -> Any:
    return rows.order_by().values("union_id").annotate(**gaps())


def _line(
    name: str, row: dict[str, int], url: str, filters: dict[str, object], key: str = ""
) -> Line:
    people, lacking = row["members"], row[INCOMPLETE]
    cells: tuple[Cell, ...] = (
        Number(people, _people(filters)),
        Share(people - lacking, people, whole_url=_people(filters)),
        Number(lacking, _people(filters, INCOMPLETE)),
        *(Number(row[name], _people(filters, name)) for name in MISSING),
    )
    return Line(name, cells, url, key)


def _people(filters: dict[str, object], missing: str | None = None) -> str:
    return links.rows("members.member", missing=missing, **filters) if filters else ""


def _says(areas: Areas, total: Line) -> str:
    complete, entries = total.cells[1], total.cells[3:]
    if not isinstance(complete, Share) or not complete.known:
        return ""
    parts = [
        _("%(place)s: %(complete)s of %(people)s files (%(rate)s) are complete.")
        % {
            "place": areas.name,
            "complete": number(complete.part),
            "people": number(complete.whole),
            "rate": complete.text,
        }
    ]
    worst = max(zip(_missing(entries), MISSING, strict=True))
    if worst[0]:
        text = _("Most often missing: %(entry)s (%(people)s people).")
        parts.append(text % {"entry": label_of(worst[1]), "people": number(worst[0])})
    return " ".join(parts)


def _missing(cells: Any) -> list[int]:
    return [cell.value or 0 for cell in cells]


def _notes() -> list[str]:
    return [
        _(
            "The document names no entries. Counted are those of the member form that everybody "
            "has; this choice is ours and no norm. Skill level, native place, place of "
            "registration and priority group are not counted, because not everybody has them. "
            "Name, sex and ID number cannot be missing."
        ),
        _("Members are people with an open or kept membership today."),
    ]


def _only_links(areas: Areas) -> Table:
    """The numbers of members and links: too many people to read for one page."""
    people = counts.people(areas)
    lines = [
        Line(
            area.name,
            (Number(people[area.key]["members"]), Words(_("open the place"), "plain", _page(area))),
            _page(area),
            area.key,
        )
        for area in areas.lines
        if people[area.key]["members"]
    ]
    text = _(
        "Files are counted one by one, for at most %(most)s people on one page. %(place)s has "
        "more: open a place to see its own."
    )
    return Table(
        areas.first,
        columns(("members", gettext_lazy("Members")), ("files", gettext_lazy("Complete files"))),
        lines,
        says=text % {"most": number(counts.MOST_PEOPLE), "place": areas.name},
        notes=_notes(),
    )
