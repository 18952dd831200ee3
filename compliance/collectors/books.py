"""Books, budgets and audits (R-FIN-01, R-FIN-05, R-FIN-09, R-FIN-11, R-FND-24).

Judged is the last year that is over, of unions that existed in it. Of a union whose budgets nobody
ever recorded nothing is known; once one is on record, a year without is a year without.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Scope, collects, never, not_met
from compliance.collectors.dated import exists
from compliance.collectors.unions import TOWNSHIP_UNIONS, violated_only
from funding.choices import BudgetKind, BudgetState
from funding.models import AuditRecord, Budget, JournalLine, Ledger, SubLedger
from funding.selectors.books import discrepancies
from funding.selectors.budgets import planned_above
from policies.engine import Value
from townships.choices import UnionKind
from townships.models import Union

UNION = SubjectKind.UNION
FEDERATIONS = Q(kind=UnionKind.FEDERATION)


def judged_year(founded_on: date | None, on: date) -> int:
    """The last year that is over, or the running one for what was founded in it."""
    over = on.year if (on.month, on.day) == (12, 31) else on.year - 1
    return on.year if founded_on and founded_on.year > over else over


def _planning(scope: Scope, which: Q, *columns: str) -> Iterator[tuple[Any, ...]]:
    rows = Union.objects.filter(scope.rows, exists(scope, active=True) & which).order_by("pk")
    names = ("pk", "name", "township_id", "founded_on", *columns)
    return rows.values_list(*names).iterator(2000)


def _case(scope: Scope, row: tuple[Any, ...], values: dict[str, Value]) -> Case:
    return Case(str(row[0]), row[1], scope.lies_in(row[2]), values)


@collects("R-FIN-01", subject=UNION, finds=not_met(Urgency.MONEY))
def budgets(scope: Scope) -> Iterator[Case]:
    """Frozen budget and final account of each township union and federation."""
    rows = Budget.objects.in_county(scope.county_code).values_list("union_id", "year", "kind")
    kept = rows.filter(state=BudgetState.FROZEN, frozen_on__lte=scope.on)
    frozen = set(kept)
    begun = {key for key, _year, _kind in rows}
    for row in _planning(scope, TOWNSHIP_UNIONS | FEDERATIONS):
        year = judged_year(row[3], scope.on)
        known = row[0] in begun
        values: dict[str, Value] = {
            "budget_recorded": (row[0], year, BudgetKind.BUDGET) in frozen if known else None,
            "final_account_recorded": (row[0], year, BudgetKind.FINAL) in frozen if known else None,
            "year": year,
        }
        yield _case(scope, row, values)


@collects("R-FIN-09", subject=UNION, finds=never)
def audits(scope: Scope) -> Iterator[Case]:
    """Audits of the year; without any audit on record nothing is known."""
    rows = AuditRecord.objects.in_county(scope.county_code).filter(audited_on__lte=scope.on)
    found = set(rows.values_list("union_id", "year"))
    begun = {key for key, _year in found}
    for row in _planning(scope, TOWNSHIP_UNIONS):
        year = judged_year(row[3], scope.on)
        known = row[0] in begun
        values: dict[str, Value] = {
            "audit_recorded": (row[0], year) in found if known else None,
            "year": year,
        }
        yield _case(scope, row, values)


@collects("R-FIN-11", subject=UNION, finds=never)
def categories(scope: Scope) -> Iterator[Case]:
    """Books of unions: every line of spending carries a category, so nothing is left over."""
    lines = JournalLine.objects.in_county(scope.county_code).filter(entry__on__lte=scope.on)
    kept = set(lines.values_list("entry__sub_ledger__union_id", flat=True).distinct())
    for row in _planning(scope, TOWNSHIP_UNIONS | FEDERATIONS):
        yield _case(scope, row, {"uncategorised_spending": 0 if row[0] in kept else None})


@collects("R-FIN-05", subject=UNION, finds=violated_only(Urgency.MONEY))
def separate_books(scope: Scope) -> Iterator[Case]:
    """Ledgers that hold the books of several unions, by who keeps them."""
    ledgers = Ledger.objects.in_county(scope.county_code).exclude(mode="own")
    wrong = {one.sub_ledger.ledger_id for one in discrepancies(scope.county_code)}
    below = set(
        SubLedger.objects.in_county(scope.county_code)
        .filter(balance__lt=0)
        .values_list("ledger_id", flat=True)
    )
    found: dict[int, list[int]] = {}
    for pk, owner in ledgers.values_list("pk", "owner_id"):
        found.setdefault(owner, []).append(pk)
    for row in _planning(scope, Q(pk__in=list(found))):
        keys = set(found[row[0]])
        values: dict[str, Value] = {
            "entries_in_one_sub_ledger": True,  # an entry has one sub-ledger, never empty
            "ledger_adds_up": not keys & wrong,
            "sub_ledger_overdrawn": bool(keys & below),
        }
        yield _case(scope, row, values)


@collects("R-FND-24", subject=UNION, finds=not_met(Urgency.MONEY))
def funds_of_federations(scope: Scope) -> Iterator[Case]:
    """Whether the next higher union planned for each federation, once it recorded a budget."""
    rows = list(_planning(scope, FEDERATIONS, "superior_id"))
    begun = set(
        Budget.objects.in_county(scope.county_code)
        .filter(kind=BudgetKind.BUDGET)
        .values_list("union_id", flat=True)
    )
    planned: dict[int, set[tuple[int, int]]] = {}
    for row in rows:
        year = judged_year(row[3], scope.on)
        if year not in planned:
            planned[year] = planned_above(scope.county_code, year, scope.on)
        known = row[4] in begun
        inside = (row[4], row[0]) in planned[year] if known else None
        yield _case(scope, row, {"in_budget_of_superior": inside, "year": year})
