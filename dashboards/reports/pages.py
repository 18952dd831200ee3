"""What the pages of the reports show."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from dashboards.reports.areas import Areas, areas_of
from dashboards.reports.basis import baselines, bases
from dashboards.reports.figure import key_of, links, shown
from dashboards.reports.registry import REPORTS, Report
from dashboards.reports.table import PLACE, Table
from dashboards.selectors.places import Place
from dashboards.tables import order

EXPORT = "townships.export_registry"
ROWS = 50


def index(place: Place) -> dict[str, Any]:
    """The reports that say something about the reader's own place."""
    areas = areas_of(place)
    reports = [report for report in REPORTS.values() if areas.level in report.levels]
    found = bases([rule for report in reports for rule in report.rules], areas.division)
    asked = {basis.provision.rule_id: basis for basis in reversed(found)}
    lines = [
        (report, next((asked[rule] for rule in report.rules if rule in asked), None))
        for report in reports
    ]
    return {"areas": areas, "lines": lines}


def table(report: Report, areas: Areas, user: Any, sort: str) -> dict[str, Any]:
    """A report with its lines in the order asked for, all of them."""
    made: Table = report.build(areas, user)
    columns = made.sortable
    chosen = order(sort, columns, PLACE)
    if not sort and made.order != PLACE:
        chosen = order(made.order, columns, PLACE)
    return {
        "report": report,
        "areas": areas,
        "table": made,
        "order": chosen,
        "heads": chosen.heads(columns),
        "lines": chosen.apply(made.lines),
    }


def page(report: Report, areas: Areas, user: Any, asked: Any) -> dict[str, Any]:
    """The same with the clauses behind it, fifty lines at a time."""
    context = table(report, areas, user, asked.get("sort", ""))
    lines = Paginator(context["lines"], ROWS).get_page(asked.get("page"))
    found = bases(report.rules, areas.division)
    made: Table = context["table"]
    place = urlencode({"place": asked["place"]}) + "&" if asked.get("place") else ""
    export = reverse("report_export", args=[report.name])
    return {
        **context,
        "page": lines,
        "lines": lines.object_list,
        "rows": [
            (line, shown(report, made, line, key_of(report, areas, line)))
            for line in lines.object_list
        ],
        "total": shown(report, made, made.total, areas.division.key if areas.division else "")
        if made.total
        else [],
        "explained": links(report, areas, made),
        "bases": found,
        "baselines": baselines(found, areas.division, made.townships)
        if made.townships is not None
        else [],
        "place_query": place,
        "export_url": f"{export}?{place}sort={context['order'].text}"
        if user.has_perm(EXPORT)
        else "",
    }
