"""R-ORG-35: how many townships of a place have their union, and how many a 总工会."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import links
from dashboards.reports.areas import ELSEWHERE, Area, Areas, together
from dashboards.reports.table import Line, Number, Share, Table, Words, columns
from townships.choices import OPEN_STATUSES, Level, UnionForm, UnionKind, UnionStatus
from townships.models import Division, Union
from unionreg.ui import number

COUNTIES = columns(
    ("townships", gettext_lazy("Townships")),
    ("duty", gettext_lazy("With a union duty")),
    ("unions", gettext_lazy("With a union")),
    ("general", gettext_lazy("A general union")),
    ("committees", gettext_lazy("Work committee only")),
)
TOWNSHIPS = columns(
    ("duty", gettext_lazy("Union duty")),
    ("union", gettext_lazy("Its union")),
    ("founded", gettext_lazy("Founded on")),
    words=("duty", "union", "founded"),
)
NAMES = ("townships", "duty", "with_union_of_duty", "general", "committees")
PRESENT = {"valid_to__isnull": True, "successor__isnull": True}
OF_TODAY = {f"township__{name}": value for name, value in PRESENT.items()}


def build(areas: Areas, user: Any) -> Table:
    """Counties with their numbers; or each township of a county with its union."""
    found = township_counts(areas)
    every = together(found, NAMES)
    lines = _counties(areas, found) if areas.of_counties else _townships(areas)
    return Table(
        areas.first,
        COUNTIES if areas.of_counties else TOWNSHIPS,
        lines,
        _numbers(_("Together"), every) if areas.of_counties else None,
        says=_says(areas, every),
        notes=_notes(),
        townships=every["townships"],
    )


def township_counts(areas: Areas) -> dict[str, dict[str, int]]:
    """Townships of today by line: all, with a duty, with a union, a 总工会, a work committee only.

    Unions that are being prepared are none yet. Two statements.
    """
    places = Division.objects.filter(level=Level.TOWNSHIP, parent_id__in=areas.codes, **PRESENT)
    if areas.townships is not None:
        places = places.filter(key__in=areas.townships)
    by = "parent_id" if areas.of_counties else "key"
    found = {area.key: dict.fromkeys(NAMES, 0) for area in areas.lines}
    wanted = {"townships": Count("pk"), "duty": Count("pk", filter=Q(has_union_duty=True))}
    for row in places.order_by().values(by).annotate(**wanted):
        _add(found, areas.today.get(row.pop(by), ELSEWHERE), row)
    rows = areas.rows(Union).filter(
        kind=UnionKind.TOWNSHIP, status=UnionStatus.ACTIVE, township__has_union_duty=True
    )
    committee = Q(form=UnionForm.WORK_COMMITTEE)
    unions = areas.count(
        rows.filter(**OF_TODAY),
        with_union_of_duty=Count("pk", filter=~committee),
        general=Count("pk", filter=Q(form=UnionForm.GENERAL)),
        committees=Count("pk", filter=committee),
    )
    for key, row in unions.items():
        _add(found, key, row)
    return found


def _add(found: dict[str, dict[str, int]], key: str, row: dict[str, int]) -> None:
    line = found.setdefault(key, {})
    for name, value in row.items():
        line[name] = line.get(name, 0) + value


def _numbers(name: str, row: dict[str, int], url: str = "") -> Line:
    cells = (
        Number(row["townships"]),
        Number(row["duty"]),
        Share(row["with_union_of_duty"], row["duty"]),
        Share(row["general"], row["duty"]),
        Number(row["committees"]),
    )
    return Line(name, cells, url)


def _counties(areas: Areas, found: dict[str, dict[str, int]]) -> list[Line]:
    return [
        _numbers(area.name, found[area.key], areas.page(area, "coverage"))
        for area in areas.lines
        if area.division
    ]


def _townships(areas: Areas) -> list[Line]:
    rows = areas.rows(Union).filter(kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES)
    rows = rows.only("county_code", "township_id", "form", "status", "founded_on", "name")
    found = {areas.today.get(str(union.township_id)): union for union in rows.order_by("pk")}
    return [_township(area, found.get(area.key)) for area in areas.lines if area.division]


def _township(area: Area, union: Union | None) -> Line:
    duty = bool(area.division and area.division.has_union_duty)
    founded = union.founded_on.isoformat() if union and union.founded_on else ""
    cells = (
        Words(_("yes") if duty else _("no")),
        _union(union, duty),
        Words(founded) if founded or union is None else Words(_("not recorded"), "unk"),
    )
    return Line(area.name, cells, links.township_unions(area.key))


def _union(union: Union | None, duty: bool) -> Words:
    if union is None:
        return Words(_("no union"), "warn") if duty else Words("–")
    url = links.record("townships.townshipunion", union.pk)
    if union.status == UnionStatus.PREPARING:
        return Words(union.get_status_display(), "info", url)
    kind = "info" if union.form == UnionForm.WORK_COMMITTEE else "ok"
    return Words(union.get_form_display(), kind, url)


def _says(areas: Areas, row: dict[str, int]) -> str:
    return _(
        "%(place)s has %(duty)s townships with a union duty. %(unions)s of them (%(rate)s) have a "
        "union, %(general)s (%(general_rate)s) a general union."
    ) % {
        "place": areas.name,
        "duty": number(row["duty"]),
        "unions": number(row["with_union_of_duty"]),
        "rate": Share(row["with_union_of_duty"], row["duty"]).text,
        "general": number(row["general"]),
        "general_rate": Share(row["general"], row["duty"]).text,
    }


def _notes() -> list[str]:
    return [
        _(
            "Percentages are of the townships with a union duty. A dispatched work committee is "
            "not the township's union, and one that is being prepared is none yet."
        )
    ]
