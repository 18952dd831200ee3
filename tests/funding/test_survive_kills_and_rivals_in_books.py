"""A posting killed at any point leaves nothing half posted; many at once lose nothing."""

import os
import signal
import subprocess
import sys
from decimal import Decimal
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone

from funding.choices import BudgetKind
from funding.models import AccountTerm, Budget, JournalEntry, JournalLine, SubLedger
from funding.selectors.books import discrepancies, gaps
from funding.selectors.soundness import altered, half_closed
from funding.services.accounts import begin_account_mode
from funding.services.budgets import Planned, freeze, save_budget
from funding.services.closing import close_year
from history.models import Change
from tests.funding.books import day, income, own_books, spend
from tests.rivals import together
from unionreg.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)

POSTING = [
    ("funding.services.journal", "JournalEntry.save", "after"),
    ("funding.services.journal", "JournalLine.objects.bulk_create", "after"),
    ("funding.services.journal", "_change_balance", "before"),
    ("funding.services.journal", "_change_balance", "after"),
    ("funding.services.journal", "record", "after"),
]
HANDING_OVER = [
    ("funding.services.accounts", "_end", "after"),
    ("funding.services.accounts", "close_book", "after"),
    ("funding.services.accounts", "post", "after"),
    ("funding.services.accounts", "mark_due", "before"),
]


@pytest.fixture
def book(transactional_db, request):
    """Books with 100 yuan; other processes see them."""
    unions = request.getfixturevalue("unions")
    made = own_books(unions.linqi)
    income(made, "100", "2025-03-01")
    return made


def state():
    return [
        list(SubLedger.objects.order_by("pk").values("pk", "balance", "closed_on")),
        list(AccountTerm.objects.order_by("pk").values("pk", "mode", "valid_to")),
        list(JournalEntry.objects.order_by("pk").values()),
        list(JournalLine.objects.order_by("pk").values()),
        Change.objects.count(),
    ]


def killed(what, book, url, point):
    command = [sys.executable, "-m", "tests.funding.killed_clerk", what, str(book.pk)]
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "IMPORTS_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.imports.worker_settings",
    }
    done = subprocess.run(
        [*command, *point, "0"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


@pytest.mark.slow
def test_nothing_is_half_posted(book, database_url):
    before = state()
    for point in POSTING:
        killed("post", book, database_url, point)
        assert state() == before, point
    assert spend(book, "42.10").number == 2
    assert discrepancies() == []


@pytest.mark.slow
def test_no_account_is_half_handed_over(book, database_url, request):
    before = state()
    for point in HANDING_OVER:
        killed("hand_over", book, database_url, point)
        assert state() == before, point
    unions = request.getfixturevalue("unions")
    begin_account_mode(
        union=unions.linqi, mode="custody", custodian=unions.county, on=day("2025-09-01"), user=None
    )
    assert sum(SubLedger.objects.values_list("balance", flat=True)) == Decimal(100)


@pytest.mark.slow
def test_no_year_is_half_closed(book, database_url):
    before = state()
    for point in POSTING:
        killed("close", book, database_url, point)
        assert state() == before, point
    assert close_year(sub_ledger=book, year=2025, user=None).number == 2
    assert list(half_closed()) == []


def test_money_is_spent_once(book):
    """Six payments of 30 yuan at once from 100 yuan: three are posted, numbered without a gap."""
    results = together(*[lambda: spend(book, "30", "2025-05-01")] * 6)
    posted = [one for one in results if isinstance(one, JournalEntry)]
    assert len(posted) == 3
    assert all(isinstance(one, Refused) for one in results if one not in posted)
    assert SubLedger.objects.get().balance == Decimal(10)
    assert sorted(one.number for one in posted) == [2, 3, 4]
    assert discrepancies() == []
    assert gaps() == []


def test_one_payment_is_posted_once(book):
    results = together(*[lambda: spend(book, "10", "2025-05-01", payment=5)] * 3)
    assert sum(isinstance(one, JournalEntry) for one in results) == 1
    assert SubLedger.objects.get().balance == Decimal(90)


def test_a_year_is_closed_once(book):
    """Whichever comes first: after the closing nothing of the year is left open."""
    close = partial(close_year, sub_ledger=book, year=2025, user=None)
    results = together(close, close, lambda: spend(book, "10", "2025-05-01"), close)
    closings = {one.pk for one in results if isinstance(one, JournalEntry) and one.closing}
    assert len(closings) == 1
    assert isinstance(results[2], JournalEntry | Refused), results[2]
    assert (list(half_closed()), discrepancies(), gaps(), list(altered())) == ([], [], [], [])


def test_one_of_two_account_modes_begins(transactional_db, request):
    unions = request.getfixturevalue("unions")

    def begin(mode, keeper):
        return begin_account_mode(
            union=unions.linqi, mode=mode, custodian=keeper, on=day("2025-01-01"), user=None
        )

    results = together(lambda: begin("own", None), lambda: begin("custody", unions.county))
    assert AccountTerm.objects.count() == 1
    assert sum(isinstance(one, Exception) for one in results) == 1


def test_a_year_is_not_closed_over_an_entry_under_way(book, request):
    """Whichever comes first: after the freeze nothing more is in the year."""
    staff = request.getfixturevalue("staff")
    final = Budget(union=book.union, year=2025, kind=BudgetKind.FINAL)
    save_budget(budget=final, lines=[Planned("levy", Decimal(100))], user=staff.admin)
    results = together(
        lambda: freeze(budget=final, user=staff.county), lambda: spend(book, "1", "2025-05-01")
    )
    assert final.year < timezone.localdate().year
    assert isinstance(results[0], Budget), results[0]
    assert isinstance(results[1], JournalEntry | Refused), results[1]
    with pytest.raises(Refused):
        spend(book, "1", "2025-05-01")
