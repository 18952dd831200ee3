"""R-ORG-39 (福建): how much of what a county has sits in its townships.

The document speaks of firms, grassroots unions and workers (企业, 基层工会, 职工). Members are
shown beside them. A row without a township may sit in none or may lack the entry: it counts in the
whole.
"""

from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import links
from dashboards.reports import counts
from dashboards.reports.areas import ELSEWHERE, Area, Areas, together
from dashboards.reports.table import Cell, Line, Number, Share, Table, columns
from townships.code_lists import ENTERPRISES
from unionreg.ui import number

MEASURES = ("firms", "unions", "workers", "members")
COUNTED = (*MEASURES, *(f"{name}_in" for name in MEASURES), "untyped", "counted", "uncounted")
TITLES = columns(
    ("firms", gettext_lazy("Firms")),
    ("unions", gettext_lazy("Grassroots unions")),
    ("workers", gettext_lazy("Workers")),
    ("members", gettext_lazy("Members")),
    ("untyped", gettext_lazy("Economic type missing")),
)


def build(areas: Areas, user: Any) -> Table:
    """Counties with their shares; or the townships of a county with the shares of all of them."""
    found = _count(areas)
    lines = areas.shown((area, _line(areas, area, found[area.key])) for area in areas.lines)
    every = together(found, COUNTED)
    shares = [_share(every, name, _rows(areas, name)) for name in MEASURES]
    total = Line(_("In townships"), (*shares, Number(every["untyped"], untyped(areas.every()))))
    return Table(
        areas.first,
        TITLES,
        lines,
        total,
        says=_says(areas, shares),
        notes=_notes(every),
    )


def _count(areas: Areas) -> dict[str, dict[str, int]]:
    """Everything, and with `_in` what has a township, by line: three statements."""
    units = counts.employers(areas)
    placed = counts.IN_TOWNSHIP
    found = areas.count(
        units,
        firms=Count("pk", filter=counts.FIRM),
        firms_in=Count("pk", filter=counts.FIRM & placed),
        untyped=Count("pk", filter=Q(economic_type="")),
        **counts.workers_of(),
        workers_in=Sum("worker_count", filter=placed),
    )
    unions = areas.count(
        counts.unions(areas), unions=Count("pk"), unions_in=Count("pk", filter=placed)
    )
    for key, row in found.items():
        row.update(unions.get(key, {}))
    for key, row in counts.people(areas).items():
        found[key].update(members=row["members"], members_in=row["placed"])
    return found


def _share(row: dict[str, int], name: str, whole_url: str = "") -> Share:
    whole = counts.known_workers(row) if name == "workers" else row[name]
    return Share(row[f"{name}_in"], whole, whole_url=whole_url)


def _rows(areas: Areas, name: str) -> str:
    """The list of everything that a share divides by."""
    every = areas.every()
    if every is None:
        return ""
    lists = {
        "firms": firms(every),
        "unions": links.active_unions(**every),
        "workers": units(every),
        "members": links.rows("members.member", **every),
    }
    return lists[name]


def units(filters: dict[str, object] | None, **more: object) -> str:
    """The list of units in business; "" without filters."""
    if filters is None:
        return ""
    return links.rows("townships.employer", **{"status__exact": "open", **more, **filters})


def firms(filters: dict[str, object] | None, **more: object) -> str:
    """The list of the firms among them."""
    return units(filters, economic_type__in=",".join(ENTERPRISES), **more)


def untyped(filters: dict[str, object] | None) -> str:
    """The list of those without an economic type."""
    return units(filters, economic_type__exact="")


def _line(areas: Areas, area: Area, row: dict[str, int]) -> Line:
    if areas.of_counties:
        cells: list[Cell] = [_share(row, name) for name in MEASURES]
        return areas.line(area, (*cells, Number(row["untyped"])), "shares")
    only = areas.only(area)
    people = links.members(area.key) if area.key != ELSEWHERE else ""
    cells = [
        Number(row["firms"], firms(only)),
        Number(row["unions"], links.active_unions(**only)),
        Number(counts.known_workers(row), units(only)),
        Number(row["members"], people),
        Number(row["untyped"], untyped(only)),
    ]
    return areas.line(area, cells, "shares")


def _says(areas: Areas, shares: list[Share]) -> str:
    firms, unions, workers, members = shares
    return _(
        "Of what %(place)s has, %(firms)s of the firms, %(unions)s of the grassroots unions and "
        "%(workers)s of the workers sit in townships; of the members it is %(members)s."
    ) % {
        "place": areas.name,
        "firms": firms.text,
        "unions": unions.text,
        "workers": workers.text,
        "members": members.text,
    }


def _notes(every: dict[str, int]) -> list[str]:
    found = [
        _(
            "Firms are units in business whose economic type is one of an enterprise. Workers are "
            "what the units recorded. What has no township counts in the whole: it may sit in "
            "none, or the entry may be missing."
        )
    ]
    if every["untyped"]:
        text = _("%(n)s units lack the economic type: whether they are firms is not known.")
        found.append(text % {"n": number(every["untyped"])})
    if every["uncounted"]:
        text = _("%(n)s units recorded no workers and are left out of them.")
        found.append(text % {"n": number(every["uncounted"])})
    return found
