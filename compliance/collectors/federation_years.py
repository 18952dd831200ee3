"""The year of federations: assemblies, plenaries, half-year reports, 五个一 (R-MTG-01 … 04).

Judged is the last year that is over, of federations that existed in it; a federation founded since
is judged by the year that runs, in which everything can still come. Of a federation without any
event on record by the end of the year nothing is known.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from compliance.choices import SubjectKind
from compliance.collectors import Case, Scope, collects
from compliance.collectors.federations import Row, case, federations
from compliance.collectors.unions import violated_only
from federations.selectors.year import (
    FIVE,
    PLENARY,
    counts_of,
    events_of,
    recorded_since,
    report_days,
)
from policies.engine import Value

FEDERATION = SubjectKind.FEDERATION
Events = list[Any] | None


def judged_year(row: Row, on: date) -> int:
    """The last year that is over on the day, or the running one for a federation founded in it."""
    over = on.year if (on.month, on.day) == (12, 31) else on.year - 1
    return on.year if row.founded_on and row.founded_on.year > over else over


def _years(scope: Scope) -> Iterator[tuple[Row, int, Events]]:
    """Each federation with the year that is judged and its events; None: nothing is known."""
    rows = list(federations(scope))
    since = recorded_since(scope.county_code, [row.union for row in rows])
    by_year: dict[int, list[Row]] = {}
    for row in rows:
        by_year.setdefault(judged_year(row, scope.on), []).append(row)
    for year, group in sorted(by_year.items()):
        events = events_of(scope.county_code, [row.union for row in group], year)
        for row in group:
            first = since.get(row.union)
            known = first is not None and first.year <= year
            yield row, year, events[row.union] if known else None


@collects("R-MTG-04", subject=FEDERATION)
def five_activities(scope: Scope) -> Iterator[Case]:
    """五个一: both assemblies, bargaining, contest, activity."""
    for row, year, events in _years(scope):
        yield case(scope, row, {**counts_of(events, FIVE), "year": year})


@collects("R-MTG-01", subject=FEDERATION, finds=violated_only(), keeps_unknown=True)
def assemblies(scope: Scope) -> Iterator[Case]:
    """The two assemblies."""
    for row, year, events in _years(scope):
        held = counts_of(events, FIVE)
        asked = {name: held[name] for name in ("worker_assemblies", "member_assemblies")}
        yield case(scope, row, {**asked, "year": year})


@collects("R-MTG-02", subject=FEDERATION, finds=violated_only(), keeps_unknown=True)
def plenaries(scope: Scope) -> Iterator[Case]:
    """Plenary meetings of the committee."""
    for row, year, events in _years(scope):
        yield case(scope, row, {**counts_of(events, PLENARY), "year": year})


@collects("R-MTG-03", subject=FEDERATION, finds=violated_only(), keeps_unknown=True)
def reports(scope: Scope) -> Iterator[Case]:
    """Half-year reports to the party organisation and to the higher union (T-6)."""
    for row, year, events in _years(scope):
        values: dict[str, Value] = {**report_days(events), "has_party_org": row.has_party_org}
        yield case(scope, row, {**values, "year": year})
