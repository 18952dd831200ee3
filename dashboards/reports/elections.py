"""R-COM-19, R-COM-05: chairs elected directly, and how large some committees are.

No document gives a number: the first is to grow step by step, the second are to be suitably
enlarged where they were formed by 联合制、代表制, or elected as a 总工会. Both are shown only.
"""

from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import FormationMode
from cadres.models import Term
from dashboards import links
from dashboards.reports.areas import ELSEWHERE, Area, Areas, together
from dashboards.reports.table import Cell, Line, Number, Share, Table, columns, linked
from townships.choices import UnionForm, UnionStatus
from unionreg.ui import number

TITLES = columns(
    ("terms", gettext_lazy("Running terms")),
    ("direct", gettext_lazy("Chair elected directly")),
    ("unknown", gettext_lazy("Not recorded whether directly")),
    ("united", gettext_lazy("Committees by 联合制、代表制")),
    ("united_seats", gettext_lazy("Their seats")),
    ("general", gettext_lazy("Committees of general unions")),
    ("general_seats", gettext_lazy("Seats of general unions")),
)
UNITED = (FormationMode.UNITED, FormationMode.DELEGATED)
BY_UNITED = Q(formation_mode__in=UNITED)
OF_GENERAL = Q(union__form=UnionForm.GENERAL)
# What the list of terms is narrowed by for each number.
LISTS: dict[str, dict[str, object]] = {
    "terms": {},
    "direct": {"direct_election__exact": 1},
    "known": {"direct_election__isnull": "False"},
    "unknown": {"direct_election__isnull": "True"},
    "united": {"formation_mode__in": ",".join(UNITED)},
    "general": {"union__form__exact": UnionForm.GENERAL},
}


def build(areas: Areas, user: Any) -> Table:
    """Counties or townships with the running terms of their organisations. One statement."""
    rows = areas.rows(Term, "union__township_id")
    running = rows.filter(ended_on__isnull=True, union__status=UnionStatus.ACTIVE)
    found = areas.count(running, "union__township_id", **_counts())
    lines = areas.shown((area, _line(areas, area, found[area.key])) for area in areas.lines)
    every = together(found, _counts())
    total = linked(Line(_("Together"), _cells(every)), *_urls(_of_unions(areas, None)))
    says = _says(areas, total)
    return Table(areas.first, TITLES, lines, total, says=says, notes=_notes())


def _counts() -> dict[str, Any]:
    return {
        "terms": Count("pk"),
        "direct": Count("pk", filter=Q(direct_election=True)),
        "known": Count("pk", filter=Q(direct_election__isnull=False)),
        "united": Count("pk", filter=BY_UNITED),
        "united_seats": Sum("committee_size", filter=BY_UNITED),
        "united_counted": Count("committee_size", filter=BY_UNITED),
        "general": Count("pk", filter=OF_GENERAL),
        "general_seats": Sum("committee_size", filter=OF_GENERAL),
        "general_counted": Count("committee_size", filter=OF_GENERAL),
    }


def _line(areas: Areas, area: Area, row: dict[str, int]) -> Line:
    line = areas.line(area, _cells(row), "elections")
    return linked(line, *_urls(_of_unions(areas, area)))


def _cells(row: dict[str, int]) -> tuple[Cell, ...]:
    return (
        Number(row["terms"]),
        Share(row["direct"], row["known"]),
        Number(row["terms"] - row["known"]),
        Number(row["united"]),
        Number(_seats(row, "united")),
        Number(row["general"]),
        Number(_seats(row, "general")),
    )


def _seats(row: dict[str, int], which: str) -> int | None:
    """The seats of those committees whose size is recorded; unknown where none is."""
    known = row[f"{which}_counted"] or not row[which]
    return row[f"{which}_seats"] if known else None


def _of_unions(areas: Areas, area: Area | None) -> dict[str, object] | None:
    """The filter of the list of terms, where the township is that of the organisation."""
    filters = areas.filters(area)
    if filters is None or area is None or area.key != ELSEWHERE:
        return filters
    kept = {name: value for name, value in filters.items() if name != "township"}
    return {**kept, "union__township__isnull": "True"}


def _urls(filters: dict[str, object] | None) -> tuple[str | tuple[str, str], ...]:
    urls = {name: _list(filters, own) for name, own in LISTS.items()}
    united, general = urls["united"], urls["general"]
    shares = (urls["direct"], urls["known"])
    return (urls["terms"], shares, urls["unknown"], united, united, general, general)


def _list(filters: dict[str, object] | None, own: dict[str, object]) -> str:
    if filters is None:
        return ""
    running = {"ended_on__isnull": "True", "union__status__exact": UnionStatus.ACTIVE}
    return links.rows("cadres.term", **{**running, **own, **filters})


def _says(areas: Areas, total: Line) -> str:
    terms, direct, *_others = total.cells
    if not isinstance(direct, Share) or not direct.known:
        text = _(
            "%(place)s has %(terms)s running terms; of none is it recorded how the chair came."
        )
        return text % {"place": areas.name, "terms": _amount(terms)}
    text = _(
        "%(place)s has %(terms)s running terms. In %(known)s of them it is recorded how the chair "
        "was elected: in %(direct)s directly (%(rate)s)."
    )
    return text % {
        "place": areas.name,
        "terms": _amount(terms),
        "known": number(direct.whole),
        "direct": number(direct.part),
        "rate": direct.text,
    }


def _amount(cell: Any) -> str:
    return number(getattr(cell, "value", None))


def _notes() -> list[str]:
    return [
        _(
            "Running terms of active organisations. Committees formed by 联合制、代表制 and "
            "general unions elected like local unions are to be suitably enlarged; the document "
            "gives no number, so their seats are shown and not judged. Committees whose size is "
            "not recorded are left out of the seats."
        )
    ]
