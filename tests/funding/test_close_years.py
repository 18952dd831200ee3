"""Closing a year: income and spending go to the surplus, once, and can be taken back."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.choices import Role
from funding.models import Budget, JournalEntry, JournalLine, SubLedger
from funding.selectors.books import discrepancies, gaps, sums_of_book
from funding.selectors.budgets import comparison
from funding.selectors.soundness import altered, half_closed, missing
from funding.services.accounts import begin_account_mode
from funding.services.budgets import Planned, freeze, save_budget
from funding.services.closing import close_year
from funding.services.journal import Posting, post
from funding.services.journal import reverse as take_back
from tests.funding.books import day, income, own_books, spend
from tests.places import make_user
from unionreg.refusals import Refused


@pytest.fixture
def book(unions, staff):
    """Income of 1000.50, spending of 300.25 and 20, and 5 of it given back."""
    made = own_books(unions.linqi, staff.county)
    income(made, "1000.50")
    spend(made, "300.25")
    for debit, credit, amount in (("rights", "bank", "20"), ("bank", "rights", "5")):
        line = Posting(debit, credit, Decimal(amount))
        post(sub_ledger=made, on=day("2025-07-01"), lines=[line], text="维权", user=None)
    return made


def close(book, user=None, year=2025):
    return close_year(sub_ledger=book, year=year, user=user)


def refused(act, **values):
    with override("en"), pytest.raises(Refused) as caught:
        act(**values)
    return " ".join(caught.value.messages)


def lines_of(entry):
    rows = JournalLine.objects.filter(entry=entry).order_by("number")
    return [(row.debit, row.credit, row.amount) for row in rows]


def in_books(union):
    rows = [row for group in comparison(union, 2025).values() for row in group]
    return {row.account.key: row.ledger for row in rows if row.ledger}


def test_income_and_spending_become_surplus(book, staff):
    before = in_books(book.union)
    entry = close(book, staff.county)
    assert (entry.number, entry.on, entry.posted_by) == (5, day("2025-12-31"), staff.county)
    assert lines_of(entry) == [
        ("levy", "surplus", Decimal("1000.50")),
        ("surplus", "activities", Decimal("300.25")),
        ("surplus", "rights", Decimal(15)),
    ]
    assert SubLedger.objects.get().balance == Decimal("685.25")
    assert in_books(book.union) == before
    assert not any(sums_of_book(book, 2025, with_closing=True)[k] for k in ("levy", "rights"))
    assert (discrepancies(), gaps(), [*half_closed()], [*missing()]) == ([], [], [], [])


def test_spending_that_only_came_back_goes_the_other_way(unions):
    book = own_books(unions.linqi)
    line = Posting("bank", "rights", Decimal(5))
    post(sub_ledger=book, on=day("2025-07-01"), lines=[line], text="退回", user=None)
    assert lines_of(close(book)) == [("rights", "surplus", Decimal(5))]


def test_twice_is_once(book):
    assert close(book) == close(book)
    assert JournalEntry.objects.filter(closing=True).count() == 1


def test_a_closed_year_takes_no_entry_until_the_closing_is_reversed(book):
    entry = close(book)
    said = refused(spend, book=book, amount="1", on="2025-12-30")
    assert "closed by entry 5" in said
    assert spend(book, "1", "2026-01-02").number == 1
    wrong = {"entry": entry, "on": day("2026-01-02"), "text": "漏记", "user": None}
    assert "2025-12-31" in refused(take_back, **wrong)
    back = take_back(**{**wrong, "on": entry.on})
    assert (back.closing, back.reverses) == (True, entry)
    spend(book, "1", "2025-12-30")
    again = close(book)
    assert again.number == 8
    assert ("surplus", "activities", Decimal("301.25")) in lines_of(again)
    assert list(half_closed()) == []
    assert in_books(book.union)["activities"] == Decimal("301.25")
    assert "reversed already" in refused(take_back, **{**wrong, "on": entry.on})


def test_what_is_not_closed(book, unions):
    year = timezone.localdate().year
    assert "is not over" in refused(close, book=book, year=year)
    assert "nothing to close" in refused(close, book=book, year=2024)
    assert JournalEntry.objects.filter(closing=True).count() == 0


def test_each_year_is_closed_with_what_was_in_it(book):
    close(book)
    income(book, "7", "2026-02-01")
    assert sums_of_book(book, 2026) == {"bank": Decimal(7), "levy": Decimal(7)}


def test_a_frozen_final_account_does_not_keep_the_year_open(book, staff, places):
    final = Budget(union=book.union, year=2025, kind="final")
    save_budget(budget=final, lines=[Planned("levy", Decimal("1000.50"))], user=staff.county)
    freeze(budget=final, user=make_user("colleague", Role.COUNTY, places.linzhou))
    entry = close(book)
    assert not any(row.disagrees for row in comparison(book.union, 2025)["income"])
    said = refused(take_back, entry=entry, on=entry.on, text="x", user=None)
    assert "The final account of 2025 is frozen" in said


def test_books_that_were_handed_over_are_closed_as_of_their_last_day(book, unions):
    begin_account_mode(
        union=unions.linqi, mode="custody", custodian=unions.county, on=day("2025-09-01"), user=None
    )
    assert close(book).on == day("2025-08-31")
    assert list(half_closed()) == []
    assert discrepancies() == []


def test_one_sub_ledger_is_closed_without_the_others(book, unions):
    other = own_books(unions.hejian)
    income(other, "3")
    close(book)
    assert sums_of_book(other, 2025, with_closing=True)["levy"] == Decimal(3)
    assert spend(other, "1").number == 2


# --- what was changed past the product ------------------------------------------------------------


def raw(sql, *params):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funding_journalentry SET text = '其他' WHERE id = %s",
        "UPDATE funding_journalentry SET document_no = '9' WHERE id = %s",
        "UPDATE funding_journalentry SET seal = NULL WHERE id = %s",
        "UPDATE funding_journalline SET debit = 'rights' WHERE entry_id = %s",
        "UPDATE funding_journalline SET amount = 300.24 WHERE entry_id = %s",
        "DELETE FROM funding_journalline WHERE entry_id = %s",
    ],
)
def test_an_altered_entry_is_found(book, sql, capsys):
    assert list(altered()) == []
    entry = JournalEntry.objects.get(number=2)
    raw(sql, entry.pk)
    assert list(altered("410581")) == [entry]
    assert list(altered("410523")) == []
    with pytest.raises(CommandError), override("en"):
        call_command("check_ledgers")
    assert "is not what was posted" in capsys.readouterr().out


def test_a_deleted_last_entry_is_found(book, capsys):
    """Numbers show no gap behind the last one; the history remembers it."""
    entry = JournalEntry.objects.get(number=4)
    raw("DELETE FROM funding_journalline WHERE entry_id = %s", entry.pk)
    raw("DELETE FROM funding_journalentry WHERE id = %s", entry.pk)
    raw("UPDATE funding_subledger SET balance = balance - 5")
    assert (discrepancies(), gaps()) == ([], [])
    assert [change.object_id for change in missing()] == [str(entry.pk)]
    with pytest.raises(CommandError), override("en"):
        call_command("check_ledgers", division="410581")
    assert "not in the books any more" in capsys.readouterr().out


def test_a_closing_that_leaves_something_is_found(book):
    entry = close(book)
    raw(
        "UPDATE funding_journalline SET amount = 14 WHERE entry_id = %s AND credit = 'rights'",
        entry.pk,
    )
    assert list(half_closed()) == [entry]


# --- the page -------------------------------------------------------------------------------------


def test_the_year_is_closed_on_the_page(book, staff, as_user):
    url = reverse("ledger_close", args=[book.pk])
    page = reverse("ledger", args=[book.pk]) + "?year=2025"
    for name, status in {"auditor": 403, "chair": 403, "chair_beside": 404, "county2": 404}.items():
        assert as_user(getattr(staff, name)).post(url, {"year": "2025"}).status_code == status
    client = as_user(staff.county)
    assert url in client.get(page).content.decode()
    assert client.post(url, {"year": "2025"}).status_code == 302
    text = client.get(page).content.decode()
    assert url not in text
    assert 'value="2025-12-31"' in text
    again = client.post(url, {"year": str(timezone.localdate().year)})
    assert again.status_code == 422
    assert client.post(url, {"year": "x"}).status_code == 422
