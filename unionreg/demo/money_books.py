"""Accounts, entries, budgets and audits of a demo county."""

import datetime
import random
from decimal import Decimal

from funding.choices import BookMode, BudgetKind, BudgetState
from funding.models import AuditRecord, Budget, BudgetLine, SubLedger
from funding.services.accounts import Bank, begin_account_mode
from funding.services.journal import Posting, post
from townships.choices import AccountMode, UnionKind
from townships.models import Division, Union

YEARS = (2025, 2026)
SOME = 12  # unions with books; the others show what is missing


class Books:
    """Books of the first township unions, custody for those without an own account."""

    def __init__(self, county: Division, today: datetime.date) -> None:
        self.county, self.today = county, today
        self.rng = random.Random(county.key)  # noqa: S311 - made-up numbers, not secrets

    def build(self) -> None:
        """Modes, entries, budgets."""
        rows = Union.objects.in_county(self.county.key)
        keeper = rows.get(kind=UnionKind.COUNTY)
        townships = rows.filter(kind=UnionKind.TOWNSHIP).order_by("code")
        self.county_books(keeper)
        for number, union in enumerate(townships[:SOME]):
            book = self.open(union, keeper)
            plan = self.plan()
            for year in YEARS:
                self.enter(book, plan, year)
                self.budget(union, plan, year, number)
            if number % 3 == 0:
                self.audit(union)

    def county_books(self, keeper: Union) -> None:
        """The account that subsidies are paid from."""
        saved = begin_account_mode(
            union=keeper,
            mode=BookMode.OWN,
            custodian=None,
            on=datetime.date(2025, 1, 1),
            user=None,
            bank=Bank("示例商业银行", f"6229{self.rng.randrange(10**12):012}"),
        )
        post(
            sub_ledger=saved.record.sub_ledger,
            on=datetime.date(2025, 1, 2),
            lines=[Posting("bank", "levy", Decimal(600_000))],
            text="留成经费（示例）",
            user=None,
        )

    def open(self, union: Union, keeper: Union) -> SubLedger:
        """The books since 2025."""
        own = union.account_mode == AccountMode.OWN
        first = max(filter(None, (union.founded_on, datetime.date(2025, 1, 1))))
        number = f"6228{self.rng.randrange(10**12):012}"  # shorter than an ID number
        saved = begin_account_mode(
            union=union,
            mode=BookMode.OWN if own else BookMode.CUSTODY,
            custodian=None if own else keeper,
            on=first,
            user=None,
            bank=Bank("示例农村商业银行", number) if own else None,
        )
        book: SubLedger = saved.record.sub_ledger
        return book

    def plan(self) -> dict[str, Decimal]:
        """Amounts of a year."""
        levy = Decimal(self.rng.randrange(20, 90) * 1000)
        return {
            "levy": levy,
            "upper_subsidy": Decimal(10_000),
            "activities": levy * Decimal("0.60"),
            "rights": levy * Decimal("0.15"),
            "office": Decimal(3_000),
        }

    def enter(self, book: SubLedger, plan: dict[str, Decimal], year: int) -> None:
        """Income first, then spending, as the months pass."""
        entries = (
            ((3, 10), "bank", "levy", "第一季度拨缴经费"),
            ((4, 20), "bank", "upper_subsidy", "上级工会补助"),
            ((5, 6), "activities", "bank", "五一劳动竞赛和文体活动"),
            ((7, 15), "rights", "bank", "困难职工帮扶和夏送清凉"),
            ((10, 12), "office", "bank", "办公费"),
        )
        for (month, number), debit, credit, text in entries:
            on = datetime.date(year, month, number)
            if not book.opened_on <= on <= self.today:
                continue
            amount = plan[credit if debit == "bank" else debit]
            line = Posting(debit, credit, amount.quantize(Decimal("0.01")))
            post(sub_ledger=book, on=on, lines=[line], text=text, user=None)

    def budget(self, union: Union, plan: dict[str, Decimal], year: int, number: int) -> None:
        """A frozen budget; of the year before the final account too, except for some."""
        if number % 5 == 4:
            return
        self.write(union, plan, year, BudgetKind.BUDGET)
        if year == YEARS[0] and number % 4 != 3:
            self.write(union, plan, year, BudgetKind.FINAL)

    def write(self, union: Union, plan: dict[str, Decimal], year: int, kind: str) -> None:
        """One frozen version."""
        month = datetime.date(year + (kind == BudgetKind.FINAL), 1, 20)
        made = Budget.objects.create(
            county_code=union.county_code,
            union=union,
            year=year,
            kind=kind,
        )
        BudgetLine.objects.bulk_create(
            BudgetLine(
                county_code=union.county_code,
                budget=made,
                account=key,
                amount=amount.quantize(Decimal("0.01")),
            )
            for key, amount in plan.items()
        )
        made.state, made.frozen_on = BudgetState.FROZEN, month
        made.save()

    def audit(self, union: Union) -> None:
        """The audit of the year before."""
        AuditRecord.objects.create(
            county_code=union.county_code,
            union=union,
            year=YEARS[0],
            audited_on=datetime.date(2026, 2, 20),
            audited_by=f"{self.county.name}总工会经费审查委员会",
            findings="",
            follow_up="none",
        )
