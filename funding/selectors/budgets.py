"""Budgets, final accounts and audits: what there is, what is missing, how numbers compare."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from funding import chart
from funding.choices import BudgetKind, BudgetState
from funding.exact import ZERO
from funding.models import AuditRecord, Budget, BudgetLine
from funding.selectors.books import in_order, sums_by_account
from townships.choices import OPEN_STATUSES, UnionKind
from townships.models import Union

VIEW = "funding.view_budget"
CHANGE = "funding.change_budget"
ADD = "funding.add_budget"
AUDIT = "funding.add_auditrecord"
TENTH = Decimal("0.1")
# Who draws up a budget: 乡镇（街道）工会, the county federation and 工会联合会.
PLANNING = (UnionKind.COUNTY, UnionKind.TOWNSHIP, UnionKind.FEDERATION)


def planning_unions(user: Any) -> QuerySet[Union]:
    """Open unions inside the user's places that draw up budgets."""
    rows = Union.objects.visible_to(user, VIEW).filter(kind__in=PLANNING, status__in=OPEN_STATUSES)
    return in_order(rows)


def planning_union_or_404(user: Any, pk: int) -> Union:
    """One of them. Raises Http404."""
    found = planning_unions(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def budget_or_404(user: Any, pk: int) -> Budget:
    """A budget inside the user's places. Raises Http404."""
    rows = Budget.objects.visible_to(user, VIEW).select_related(
        "union__township", "author", "frozen_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def latest(rows: Iterable[Budget]) -> dict[tuple[int, str], Budget]:
    """By union and kind the version that counts: the latest frozen one, else the draft."""
    found: dict[tuple[int, str], Budget] = {}
    for row in sorted(rows, key=lambda one: (one.frozen, one.edition)):
        found[row.union_id, row.kind] = row
    return found


@dataclass(frozen=True)
class YearLine:
    """What a union has of a year."""

    union: Union
    budget: Budget | None
    final: Budget | None
    audits: int

    @property
    def missing(self) -> bool:
        """Whether budget or final account are not frozen."""
        return not all(one is not None and one.frozen for one in (self.budget, self.final))


def year_lines(unions: Collection[Union], year: int) -> list[YearLine]:
    """Budget, final account and audits of unions for a year."""
    counties = {union.county_code for union in unions}
    ids = [union.pk for union in unions]
    inside = Q(county_code__in=counties, union_id__in=ids, year=year)
    found = latest(Budget.objects.filter(inside).order_by("edition"))
    audits: dict[int, int] = {}
    for key in AuditRecord.objects.filter(inside).values_list("union_id", flat=True):
        audits[key] = audits.get(key, 0) + 1
    return [
        YearLine(
            union,
            found.get((union.pk, BudgetKind.BUDGET)),
            found.get((union.pk, BudgetKind.FINAL)),
            audits.get(union.pk, 0),
        )
        for union in unions
    ]


def frozen(county_code: str, union_id: int, year: int, kind: str) -> Budget | None:
    """The frozen version that counts."""
    rows = Budget.objects.in_county(county_code).filter(
        union_id=union_id, year=year, kind=kind, state=BudgetState.FROZEN
    )
    return rows.order_by("-edition").first()


def worker_pay(union: Union, year: int) -> tuple[Decimal | None, Decimal | None] | None:
    """What the budgets of a year and of the one before set aside for social workers, in yuan.

    None for a union that is no county federation (R-SOC-06, 总工办发〔2019〕24号 八).
    """
    if union.kind != UnionKind.COUNTY:
        return None
    rows = Budget.objects.in_county(union.county_code).filter(
        union_id=union.pk, year__in=(year, year - 1), kind=BudgetKind.BUDGET
    )
    found = {
        row.year: row.worker_pay for row in sorted(rows, key=lambda one: (one.frozen, one.edition))
    }
    return found.get(year), found.get(year - 1)


def sums(budget: Budget | None) -> dict[str, Decimal]:
    """By category what a budget plans (yuan), money for federations included."""
    found: dict[str, Decimal] = {}
    for line in lines_of(budget):
        found[line.account] = found.get(line.account, ZERO) + line.amount
    return found


def lines_of(budget: Budget | None) -> Iterable[BudgetLine]:
    """The lines of a version; none without one."""
    if budget is None:
        return ()
    rows = BudgetLine.objects.in_county(budget.county_code).filter(budget_id=budget.pk)
    return rows.select_related("federation").order_by("pk")


def lines_for_federations(budget: Budget) -> list[BudgetLine]:
    """The lines that name a federation (R-FND-24)."""
    return [line for line in lines_of(budget) if line.federation_id is not None]


@dataclass(frozen=True)
class Compared:
    """One category: what was planned, became of it, was before, and stands in the books.

    `share`: which percentage of the spending in the books it is (R-FND-30).
    """

    account: chart.Account
    budget: Decimal | None
    final: Decimal | None
    last_year: Decimal | None
    ledger: Decimal | None
    share: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Final account less budget."""
        if self.budget is None or self.final is None:
            return None
        return self.final - self.budget

    @property
    def disagrees(self) -> bool:
        """Whether the final account says something else than the books."""
        return None not in (self.final, self.ledger) and self.final != self.ledger


def comparison(union: Union, year: int) -> dict[str, list[Compared]]:
    """By class of account the categories with their numbers; None where nothing is recorded."""
    plan = _newest(union, year, BudgetKind.BUDGET)
    final = _newest(union, year, BudgetKind.FINAL)
    before = _newest(union, year - 1, BudgetKind.FINAL)
    books = sums_by_account(union.county_code, union.pk, year)
    columns = [sums(one) or None for one in (plan, final, before)]
    columns.append(books or None)
    found = {
        kind: [_compared(account, columns) for account in accounts_of(kind)]
        for kind in chart.BUDGETED
    }
    spending = chart.AccountClass.SPENDING
    return {kind: with_shares(one) if kind == spending else one for kind, one in found.items()}


def with_shares(rows: list[Compared]) -> list[Compared]:
    """Each category with its share of the whole; none while nothing is spent (R-FND-30)."""
    total = sum((row.ledger or ZERO for row in rows), ZERO)
    if not total:
        return rows
    percent = [(row, 100 * (row.ledger or ZERO) / total) for row in rows]
    return [replace(row, share=one.quantize(TENTH, ROUND_HALF_UP)) for row, one in percent]


def _newest(union: Union, year: int, kind: str) -> Budget | None:
    rows = Budget.objects.in_county(union.county_code).filter(
        union_id=union.pk, year=year, kind=kind
    )
    return latest(rows).get((union.pk, kind))


def accounts_of(kind: str) -> list[chart.Account]:
    """The accounts of a class."""
    return [one for one in chart.accounts().values() if one.kind == kind]


def _compared(account: chart.Account, columns: list[dict[str, Decimal] | None]) -> Compared:
    values = [None if one is None else one.get(account.key, ZERO) for one in columns]
    return Compared(account, *values)


def totals(rows: Iterable[Compared]) -> dict[str, Decimal | None]:
    """The sums of the columns; None where a column is not recorded."""
    found: dict[str, Decimal | None] = {}
    for name in ("budget", "final", "last_year", "ledger"):
        values = [getattr(row, name) for row in rows]
        known = [value for value in values if value is not None]
        found[name] = sum(known, ZERO) if known else None
    return found


def editions(union: Union, year: int) -> list[Budget]:
    """All versions of budget and final account of a year, the latest first."""
    rows = Budget.objects.in_county(union.county_code).filter(union_id=union.pk, year=year)
    return list(rows.select_related("author", "frozen_by").order_by("kind", "-edition"))


def audits_of(union: Union, year: int) -> list[AuditRecord]:
    """The audits of a year."""
    rows = AuditRecord.objects.in_county(union.county_code).filter(union_id=union.pk, year=year)
    return list(rows.order_by("-audited_on"))


def below(union: Union) -> QuerySet[Union]:
    """Federations directly below a union, whose funds belong into its budget (R-FND-24)."""
    rows = Union.objects.in_county(union.county_code)
    return rows.filter(
        kind=UnionKind.FEDERATION, superior_id=union.pk, status__in=OPEN_STATUSES
    ).order_by("pinyin", "name")


def planned_above(county_code: str, year: int, on: date) -> set[tuple[int, int]]:
    """(union, federation) where a frozen budget of the year has a line for the federation."""
    rows = BudgetLine.objects.in_county(county_code).filter(
        federation__isnull=False,
        budget__kind=BudgetKind.BUDGET,
        budget__year=year,
        budget__state=BudgetState.FROZEN,
        budget__frozen_on__lte=on,
        amount__gt=0,
    )
    return set(rows.values_list("budget__union_id", "federation_id"))
