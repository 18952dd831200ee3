"""R-ORG-35: how many townships of a place have their union, and how many a 总工会."""

from collections.abc import Mapping
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
    known = unions_known(areas, found)
    total = _total(areas, found, known)
    return Table(
        areas.first,
        COUNTIES if areas.of_counties else TOWNSHIPS,
        _counties(areas, found) if areas.of_counties else _townships(areas, known),
        total if areas.of_counties else None,
        says=_says(areas, found, known),
        notes=[*_notes(), *left_out(areas, found)],
        townships=together(found, NAMES)["townships"],
        whole=total,
        figures=COUNTIES,
    )


def unions_known(areas: Areas, found: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether anybody recorded the union of any township: of the counties, or of the whole county.

    One township without a union says nothing of its own county, so the others are asked for.
    """
    if any(map(recorded, found.values())):
        return True
    if areas.townships is None:
        return False
    rows = Union.objects.filter(county_code__in=areas.codes, kind=UnionKind.TOWNSHIP)
    return rows.filter(status=UnionStatus.ACTIVE).exists()


def recorded(row: Mapping[str, Any]) -> bool:
    """Whether anybody recorded the union of any township there.

    A county that keeps its unions elsewhere has not 0 of them: how many it has is not known.
    """
    return bool(row["with_union_of_duty"] or row["committees"])


def _judged(areas: Areas, found: dict[str, dict[str, int]]) -> dict[str, int]:
    """The sums of what counts: all townships of one county, the counties that recorded unions."""
    rows = {key: row for key, row in found.items() if not areas.of_counties or recorded(row)}
    return together(rows, NAMES)


def left_out(areas: Areas, found: dict[str, dict[str, Any]]) -> list[str]:
    """That some counties count on neither side."""
    number_of = sum(not recorded(row) for row in found.values() if row.get("duty"))
    if not areas.of_counties or not number_of:
        return []
    text = _(
        "%(n)s counties have no township union on record. How many they have is not known, so "
        "they count on neither side of the percentages."
    )
    return [text % {"n": number(number_of)}]


def _total(areas: Areas, found: dict[str, dict[str, int]], known: bool) -> Line:
    """All townships, but the shares of those counties alone that recorded unions."""
    every = together(found, NAMES)
    both, judged = (Number(every["townships"]), Number(every["duty"])), _judged(areas, found)
    return Line(_("Together"), (*both, *_shares(judged, known, areas.every())))


def _shares(
    row: dict[str, int], known: bool, filters: dict[str, object] | None = None
) -> tuple[Share, Share, Number]:
    """With a union, with a 总工会, and how many have a work committee only."""
    own = ",".join(form for form in UnionForm.values if form != UnionForm.WORK_COMMITTEE)
    counted = [row[name] if known else None for name in NAMES[2:]]
    return (
        Share(counted[0], row["duty"], _unions(filters, form__in=own)),
        Share(counted[1], row["duty"], _unions(filters, form__exact=UnionForm.GENERAL)),
        Number(counted[2], _unions(filters, form__exact=UnionForm.WORK_COMMITTEE)),
    )


def _unions(filters: dict[str, object] | None, **form: object) -> str:
    """The list of those unions of townships; "" where it is too long to name its counties."""
    if filters is None:
        return ""
    duty = {"status": UnionStatus.ACTIVE, "township__has_union_duty__exact": 1}
    return links.rows("townships.townshipunion", **{**duty, **form, **filters})


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


def _counties(areas: Areas, found: dict[str, dict[str, int]]) -> list[Line]:
    rows = [(area, found[area.key]) for area in areas.lines if area.division]
    return [
        areas.line(
            area,
            (Number(row["townships"]), Number(row["duty"]), *_shares(row, recorded(row))),
            "coverage",
        )
        for area, row in rows
    ]


def _townships(areas: Areas, known: bool) -> list[Line]:
    rows = areas.rows(Union).filter(kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES)
    rows = rows.only("county_code", "township_id", "form", "status", "founded_on", "name")
    found = {areas.today.get(str(union.township_id)): union for union in rows.order_by("pk")}
    return [_township(area, found.get(area.key), known) for area in areas.lines if area.division]


def _township(area: Area, union: Union | None, known: bool) -> Line:
    duty = bool(area.division and area.division.has_union_duty)
    founded = union.founded_on.isoformat() if union and union.founded_on else ""
    cells = (
        Words(_("yes") if duty else _("no")),
        _union(union, duty, known),
        Words(founded) if founded or union is None else Words(_("not recorded"), "unk"),
    )
    return Line(area.name, cells, links.township_unions(area.key), area.key)


def _union(union: Union | None, duty: bool, known: bool) -> Words:
    if union is None and duty:
        return Words(_("no union"), "warn") if known else Words(_("not registered"), "unk")
    if union is None:
        return Words("–")
    url = links.record("townships.townshipunion", union.pk)
    if union.status == UnionStatus.PREPARING:
        return Words(union.get_status_display(), "info", url)
    kind = "info" if union.form == UnionForm.WORK_COMMITTEE else "ok"
    return Words(union.get_form_display(), kind, url)


def _says(areas: Areas, found: dict[str, dict[str, int]], known: bool) -> str:
    if not known:
        text = _(
            "%(place)s has %(duty)s townships with a union duty. No union of a township is on "
            "record, so how many have one is not known."
        )
        return text % {"place": areas.name, "duty": number(together(found, NAMES)["duty"])}
    row = _judged(areas, found)
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
