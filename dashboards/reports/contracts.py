"""R-RGT-04: collective contracts in force, and for which part of the firms.

No document sets a rate; 土默特右旗 names its own (工资集体协议, 覆盖面). Both kinds counted by
firms are shown, nothing is judged.
"""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import links
from dashboards.reports import counts
from dashboards.reports.areas import ELSEWHERE, Area, Areas, together
from dashboards.reports.shares import firms
from dashboards.reports.table import Line, Number, Share, Table, columns
from rights.choices import ContractKind
from rights.models import CollectiveContract
from rights.selectors.contracts import in_force
from unionreg.ui import number

KINDS = (ContractKind.GENERAL, ContractKind.WAGES)
TITLES = columns(
    ("contracts", gettext_lazy("Contracts in force")),
    ("general", gettext_lazy("Firms with a collective contract")),
    ("wages", gettext_lazy("Firms with an agreement on wages")),
    ("uncounted", gettext_lazy("Firms covered not recorded")),
)


def build(areas: Areas, user: Any) -> Table:
    """Counties or townships with the contracts of their unions. Three statements."""
    found = areas.count(counts.employers(areas), firms=Count("pk", filter=counts.FIRM))
    for key, row in areas.count(_contracts(areas), "union__township_id", **_counts()).items():
        found.setdefault(key, {"firms": 0}).update(row)
    every = together(found, ("firms", *_counts()))
    keeping = _counties_with_contracts(areas)
    for key, row in found.items():
        row["kept"] = key in keeping if areas.of_counties else bool(keeping)
    every["kept"] = bool(keeping)
    lines = areas.shown((area, _line(areas, area, found[area.key])) for area in areas.lines)
    total = Line(_("Together"), _cells(areas, None, every))
    says, notes = _says(areas, every), _notes(list(found.values()))
    return Table(areas.first, TITLES, lines, total, says=says, notes=notes)


def _counties_with_contracts(areas: Areas) -> set[str]:
    """The counties in which a contract was ever recorded, in whatever township."""
    rows = CollectiveContract.objects.filter(county_code__in=areas.codes).order_by()
    codes = rows.values_list("county_code", flat=True).distinct()
    return {areas.today.get(code, code) for code in codes}


def _contracts(areas: Areas) -> QuerySet[Any]:
    rows = areas.rows(CollectiveContract, "union__township_id")
    held: QuerySet[Any] = rows.filter(in_force(timezone.localdate()))
    return held


def _counts() -> dict[str, Any]:
    sums = {f"{kind}_firms": Sum("firms", filter=Q(kind=kind)) for kind in KINDS}
    counted = {f"{kind}_counted": Count("firms", filter=Q(kind=kind)) for kind in KINDS}
    kinds = {f"{kind}_all": Count("pk", filter=Q(kind=kind)) for kind in KINDS}
    return {"contracts": Count("pk"), **sums, **counted, **kinds}


def _line(areas: Areas, area: Area, row: dict[str, int]) -> Line:
    return areas.line(area, _cells(areas, area, row), "contracts")


def _cells(areas: Areas, area: Area | None, row: dict[str, int]) -> tuple[Number | Share, ...]:
    return (
        Number(row["contracts"], _list(areas, area)),
        *(_share(areas, area, row, kind) for kind in KINDS),
        Number(_uncounted(row), _list(areas, area, firms__isnull="True", kind__in=",".join(KINDS))),
    )


def _share(areas: Areas, area: Area | None, row: dict[str, int], kind: ContractKind) -> Share:
    """Firms covered of all firms; unknown where the county keeps no contracts here, where none of
    the kind says how many it covers, and where they are more than there are."""
    covered, every = row[f"{kind}_firms"], row["firms"]
    known = row["kept"] and (row[f"{kind}_counted"] or not row[f"{kind}_all"])
    part = covered if known and covered <= every else None
    urls = _list(areas, area, kind__exact=kind), firms(areas.filters(area))
    return Share(part, every, *urls)


def _uncounted(row: dict[str, int]) -> int:
    return sum(row[f"{kind}_all"] - row[f"{kind}_counted"] for kind in KINDS)


def _list(areas: Areas, area: Area | None, **own: object) -> str:
    """The list of contracts; the township there is that of the union that signed."""
    filters = areas.filters(area)
    if filters is None:
        return ""
    if area is not None and area.key == ELSEWHERE:
        filters = {"county_code__in": ",".join(areas.codes), "union__township__isnull": "True"}
    return links.rows("rights.collectivecontract", **{"end": "in_force", **own, **filters})


def _says(areas: Areas, every: dict[str, int]) -> str:
    text = _("In %(place)s %(contracts)s collective contracts and agreements are in force.")
    return text % {"place": areas.name, "contracts": number(every["contracts"])}


def _notes(rows: list[dict[str, int]]) -> list[str]:
    found = [
        _(
            "Firms covered are those that the contracts name, added up: a firm under two contracts "
            "of one kind counts twice. Firms are the units in business on record whose economic "
            "type is one of an enterprise. Where a county has recorded no contract, its shares are "
            "not known."
        )
    ]
    if any(row[f"{kind}_firms"] > row["firms"] for row in rows for kind in KINDS):
        found.append(
            _(
                "Where contracts cover more firms than are on record there is no share. Complete "
                "the units there, or correct the contracts."
            )
        )
    return found
