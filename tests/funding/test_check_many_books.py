"""`check_ledgers` asks as much of many books as of few, and keeps a block of them in memory."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding.models import JournalEntry, SubLedger
from funding.selectors import books as books_of
from funding.selectors import soundness
from funding.selectors.books import discrepancies, gaps, total_of
from funding.selectors.soundness import altered, half_closed, missing
from funding.services.closing import close_year
from tests.funding.books import income, own_books, spend
from townships.choices import UnionKind
from townships.models import Union

COUNTY = "410581"


def kept_books(number, first=0):
    """Books of so many unions with two entries and the closing of a year."""
    made = []
    for n in range(first, first + number):
        union = Union.objects.create(
            county_code=COUNTY, code=f"{n}", name=f"工会{n}", kind=UnionKind.OWN
        )
        book = own_books(union)
        income(book, "10.10")
        spend(book, "3.03")
        close_year(sub_ledger=book, year=2025, user=None)
        made.append(book)
    return made


def statements():
    with CaptureQueriesContext(connection) as captured:
        call_command("check_ledgers", division=COUNTY)
    return len(captured)


def raw(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def small_blocks(monkeypatch):
    """Two records a block."""
    monkeypatch.setattr(books_of, "BLOCK", 2)
    monkeypatch.setattr(soundness, "BLOCK", 2)


def test_many_books_take_as_many_statements_as_one(places):
    kept_books(1)
    few = statements()
    kept_books(6, first=1)
    assert statements() == few
    assert total_of(COUNTY) == total_of() == (7, Decimal("49.49"))
    assert total_of("410523") == (0, Decimal(0))


def test_nothing_is_found_in_sound_books_block_by_block(places, small_blocks):
    kept_books(4)
    found = (discrepancies(), gaps(), [*altered()], [*missing()], [*half_closed()])
    assert found == ([], [], [], [], [])


def test_what_is_wrong_is_found_in_every_block(places, small_blocks, capsys):
    """In the first, in the middle and in the last."""
    first, second, third, fourth, last = kept_books(5)
    SubLedger.objects.filter(pk__in=[first.pk, last.pk]).update(balance=1)
    third_closing = JournalEntry.objects.get(sub_ledger=third, closing=True)
    raw("UPDATE funding_journalline SET amount = 1 WHERE entry_id = %s", third_closing.pk)
    spent = JournalEntry.objects.get(sub_ledger=fourth, number=2)
    raw("DELETE FROM funding_journalline WHERE entry_id = %s", spent.pk)
    raw("DELETE FROM funding_journalentry WHERE id = %s", spent.pk)
    raw("UPDATE funding_journalentry SET text = 'x' WHERE sub_ledger_id = %s", second.pk)
    for county in ("", COUNTY):
        assert [one.sub_ledger for one in discrepancies(county)] == [first, fourth, last]
        assert gaps(county) == [(fourth.pk, 2025)]
        assert [one.sub_ledger for one in altered(county)] == [second, second, second, third]
        assert [one.object_id for one in missing(county)] == [str(spent.pk)]
        assert [one.sub_ledger for one in half_closed(county)] == [third, fourth]
    for found in (discrepancies, gaps, altered, missing, half_closed):
        assert list(found("410523")) == []
    with pytest.raises(CommandError, match="11"):
        call_command("check_ledgers", division=COUNTY)
    assert len(capsys.readouterr().out.splitlines()) == 11
