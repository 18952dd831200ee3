"""R-ORG-28: the fields in which founding has priority, and how many units there have no union."""

from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import links
from dashboards.reports import counts
from dashboards.reports.areas import Areas
from dashboards.reports.table import Line, Number, Share, Table, columns
from townships.code_lists import EconomicType, Industry
from townships.division_kinds import DivisionKind
from unionreg.ui import number

NON_PUBLIC = (EconomicType.PRIVATE, EconomicType.HMT, EconomicType.FOREIGN)
ZONES = (DivisionKind.DEVELOPMENT_ZONE, DivisionKind.PARK)
# Each field with the rows it takes and the filter of the list that shows them, where there is one.
FIELDS: dict[str, tuple[str | Promise, Q, dict[str, object] | None]] = {
    "non_public": (
        gettext_lazy("Private and foreign-invested enterprises (非公有制企业)"),
        Q(economic_type__in=NON_PUBLIC),
        {"economic_type__in": ",".join(NON_PUBLIC)},
    ),
    "foreign": (
        EconomicType.FOREIGN.label,
        Q(economic_type=EconomicType.FOREIGN),
        {"economic_type__exact": EconomicType.FOREIGN},
    ),
    "hmt": (
        EconomicType.HMT.label,
        Q(economic_type=EconomicType.HMT),
        {"economic_type__exact": EconomicType.HMT},
    ),
    "social": (
        EconomicType.NON_ENTERPRISE.label,
        Q(economic_type=EconomicType.NON_ENTERPRISE),
        {"economic_type__exact": EconomicType.NON_ENTERPRISE},
    ),
    "construction": (
        Industry.CONSTRUCTION.label,
        Q(industry=Industry.CONSTRUCTION),
        {"industry__exact": Industry.CONSTRUCTION},
    ),
    "transport": (
        Industry.TRANSPORT.label,
        Q(industry=Industry.TRANSPORT),
        {"industry__exact": Industry.TRANSPORT},
    ),
    "household": (
        Industry.SERVICES.label,
        Q(industry=Industry.SERVICES),
        {"industry__exact": Industry.SERVICES},
    ),
    "zones": (gettext_lazy("Development zones and parks"), Q(township__kind__in=ZONES), None),
    "unnamed": (
        gettext_lazy("Economic type and industry missing"),
        Q(economic_type="", industry=""),
        None,
    ),
}
TITLES = columns(
    ("units", gettext_lazy("Units in business")),
    ("with", gettext_lazy("With a union")),
    ("without", gettext_lazy("Without a union")),
)


def build(areas: Areas, user: Any) -> Table:
    """One line a field; a unit can be in several. One statement."""
    wanted = {}
    for name, (_label, which, _own) in FIELDS.items():
        wanted[f"{name}_all"] = Count("pk", filter=which)
        wanted[f"{name}_with"] = Count("pk", filter=which & counts.COVERED)
    found = counts.employers(areas).aggregate(
        **wanted, units=Count("pk"), covered_units=Count("pk", filter=counts.COVERED)
    )
    lines = [_line(areas, name, found) for name in FIELDS]
    total = _cells(found["units"], found["covered_units"], _filters(areas, {}))
    return Table(
        _("Priority field"),
        TITLES,
        lines,
        Line(_("All units in business"), total),
        says=_says(areas, found),
        notes=_notes(),
    )


def _filters(areas: Areas, own: dict[str, object] | None) -> dict[str, object] | None:
    """The list of these places; none where it would show more than the number."""
    here = areas.every()
    if own is None or here is None:
        return None
    return {"status__exact": "open", **own, **here}


def _line(areas: Areas, name: str, found: dict[str, int]) -> Line:
    label, _all, own = FIELDS[name]
    cells = _cells(found[f"{name}_all"], found[f"{name}_with"], _filters(areas, own))
    return Line(str(label), cells)


def _cells(
    every: int, covered: int, filters: dict[str, object] | None
) -> tuple[Number, Share, Number]:
    return (
        Number(every, _list(filters)),
        Share(covered, every, _list(filters, "yes"), _list(filters)),
        Number(every - covered, _list(filters, "no")),
    )


def _list(filters: dict[str, object] | None, union: str | None = None) -> str:
    return "" if filters is None else links.rows("townships.employer", union=union, **filters)


def _says(areas: Areas, found: dict[str, int]) -> str:
    without = found["non_public_all"] - found["non_public_with"]
    return _(
        "%(place)s has %(all)s units in business, %(without)s of them without a union. Of the "
        "private and foreign-invested enterprises %(open)s have none."
    ) % {
        "place": areas.name,
        "all": number(found["units"]),
        "without": number(found["units"] - found["covered_units"]),
        "open": number(without),
    }


def _notes() -> list[str]:
    return [
        _(
            "A unit can be in several lines. The documents also name investments from Taiwan, "
            "express delivery, farmers' cooperatives and labour agencies: the registry does not "
            "tell these from other units of their type or industry."
        )
    ]
