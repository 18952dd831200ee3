"""The reports there are: what each asks, which rules ask for it, and for whom it says something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dashboards.reports import (
    contracts,
    coverage,
    elections,
    files,
    growth,
    levels,
    priorities,
    shares,
    uncovered,
)
from dashboards.reports.areas import Areas
from dashboards.reports.table import Table, Text

EVERYWHERE = frozenset({"region", "county", "township"})
ABOVE = frozenset({"region", "county"})  # a township compared with itself says nothing


@dataclass(frozen=True)
class Report:
    """A report under `/reports/<name>/`. `rules` are those that ask for it."""

    name: str
    title: Text
    about: Text
    rules: tuple[str, ...]
    build: Callable[[Areas, Any], Table]
    levels: frozenset[str] = EVERYWHERE


REPORTS = {
    report.name: report
    for report in (
        Report(
            "coverage",
            _("Coverage of townships"),
            _("How many townships have their union, and how many a general union"),
            ("R-ORG-35",),
            coverage.build,
        ),
        Report(
            "levels",
            _("The four levels side by side"),
            _("County, township, village and firm: how many there are and how many have a union"),
            ("R-ORG-34",),
            levels.build,
        ),
        Report(
            "shares",
            _("What sits in townships"),
            _("Which part of the firms, unions, workers and members sits in townships"),
            ("R-ORG-39",),
            shares.build,
            ABOVE,
        ),
        Report(
            "files",
            _("Completeness of member files"),
            _("How many files are complete, and which entries are missing"),
            ("R-MEM-06",),
            files.build,
        ),
        Report(
            "uncovered",
            _("Units without a union"),
            _("How many units no union covers, and how many workers they have"),
            ("R-ORG-22", "R-ORG-24"),
            uncovered.build,
        ),
        Report(
            "priorities",
            _("Fields with priority for founding"),
            _(
                "Private and foreign firms, construction, transport, zones: where unions are "
                "missing"
            ),
            ("R-ORG-28",),
            priorities.build,
        ),
        Report(
            "growth",
            _("Growth year on year"),
            _("New unions and new members, compared with the year before"),
            ("R-ORG-29",),
            growth.build,
        ),
        Report(
            "elections",
            _("Elections and committees"),
            _("How many chairs were elected directly, and how large some committees are"),
            ("R-COM-19", "R-COM-05"),
            elections.build,
        ),
        Report(
            "contracts",
            _("Collective contracts"),
            _("How many contracts are in force, and which part of the firms they cover"),
            ("R-RGT-04",),
            contracts.build,
        ),
    )
}
