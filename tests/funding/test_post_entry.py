"""Posting: every entry balances, lies in one sub-ledger, is numbered, and never overdraws."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import override

from funding.models import JournalEntry, JournalLine, SubLedger
from funding.models.fixed import WrittenOnce
from funding.selectors.books import discrepancies, gaps, journal, total_of
from funding.services.accounts import begin_account_mode
from funding.services.journal import Posting, post, reverse, transfer
from history.models import Change
from tests.funding.books import day, income, own_books, spend
from tests.places import load_policies
from unionreg.refusals import Refused


@pytest.fixture
def book(unions, staff):
    return own_books(unions.linqi, staff.county)


def stored(book):
    return SubLedger.objects.get(pk=book.pk).balance


def refused(act, *args, **values):
    with override("en"), pytest.raises(Refused) as caught:
        act(*args, **values)
    return " ".join(caught.value.messages)


def test_income_and_spending_change_the_balance(book, staff):
    first = income(book, "1000.50", user=staff.county, document_no="凭 1")
    second = spend(book, "300.25")
    assert [first.number, second.number] == [1, 2]
    assert stored(book) == Decimal("700.25")
    rows = journal(book, 2025)
    assert [row.balance for row in rows] == [Decimal("1000.50"), Decimal("700.25")]
    assert [row.received for row in rows] == [Decimal("1000.50"), None]
    assert [row.paid for row in rows] == [None, Decimal("300.25")]
    assert first.posted_by == staff.county
    change = Change.objects.get(model="funding.journalentry", object_id=str(first.pk))
    assert change.user == staff.county
    assert change.township_key == "410581101"


def test_numbers_run_per_year_without_gaps(book):
    income(book, "10", "2025-03-01")
    income(book, "10", "2026-01-02")
    income(book, "10", "2025-12-31")
    found = list(JournalEntry.objects.values_list("year", "number"))
    assert found == [(2025, 1), (2025, 2), (2026, 1)]
    assert gaps() == []


def cash(book, amount, on="2025-05-01", *, back=False):
    way = ("bank", "cash") if back else ("cash", "bank")
    lines = [Posting(*way, Decimal(amount))]
    return post(sub_ledger=book, on=day(on), lines=lines, text="提现", user=None)


def test_cash_and_bank_hold_what_is_taken_from_each(book):
    income(book, "100")
    said = refused(cash, book, "100.01")
    assert "holds 100.00 yuan; 100.01 yuan cannot be taken" in said
    cash(book, "60", "2026-02-01")
    assert "40.01" in refused(spend, book, "40.01")  # in 2025, though 60 stay in cash in 2026
    assert "60.01" in refused(cash, book, "60.01", "2026-02-01", back=True)
    cash(book, "60", "2026-02-01", back=True)
    assert stored(book) == Decimal(100)


def test_money_that_is_not_there_is_not_paid(book):
    income(book, "100")
    said = refused(spend, book, "100.01")
    assert "has 100.00 yuan in its books; 100.01 yuan cannot be paid" in said
    assert JournalEntry.objects.count() == 1
    spend(book, "100")
    assert stored(book) == 0


def test_the_refusal_names_its_clause(places, unions, staff):
    load_policies()
    book = own_books(unions.linqi, staff.county)
    assert "总工办发〔2019〕24号" in refused(spend, book, "1")


def test_another_sub_ledger_covers_nothing(unions, staff):
    """R-FIN-05: the county federation keeps two unions; the money of one is not the other's."""
    books = [
        begin_account_mode(
            union=union, mode="custody", custodian=unions.county, on=day("2025-01-01"), user=None
        ).record.sub_ledger
        for union in (unions.linqi, unions.hejian)
    ]
    income(books[0], "500")
    assert "The money of another union does not cover it" in refused(spend, books[1], "1")
    assert books[0].ledger_id == books[1].ledger_id
    transfer(
        source=books[0],
        target=books[1],
        amount=Decimal(200),
        on=day("2025-07-01"),
        text="x",
        user=staff.county,
    )
    assert [stored(one) for one in books] == [Decimal(300), Decimal(200)]
    assert total_of("410581") == (1, Decimal(500))
    assert JournalEntry.objects.count() == 3  # a transfer is one entry in each


def test_a_late_entry_of_a_past_year_leaves_no_hole_in_a_later_one(book):
    income(book, "100", "2025-03-01")
    spend(book, "80", "2026-02-01")
    income(book, "500", "2026-03-01")
    assert "cannot be paid" in refused(spend, book, "50", "2025-12-01")
    assert spend(book, "20", "2025-12-01").number == 2


def test_amounts_are_exact(book):
    for amount, words in {
        "-5": "has to be 0.01 yuan or more",
        "0": "has to be 0.01 yuan or more",
        "1.005": "more than two decimals",
        "NaN": "Write an amount",
        "100000000000000": "too large",
    }.items():
        assert words in refused(income, book, amount), amount
    assert JournalEntry.objects.count() == 0


def test_accounts_have_to_exist_and_differ(book):
    def lines(debit, credit):
        return [Posting(debit, credit, Decimal(1))]

    known = {"sub_ledger": book, "on": day("2025-03-01"), "text": "x", "user": None}
    assert "no account" in refused(post, lines=lines("bank", "petty"), **known)
    assert "the same account" in refused(post, lines=lines("bank", "bank"), **known)
    assert "one line or more" in refused(post, lines=[], **known)


def test_days(book):
    assert "still to come" in refused(income, book, "1", "2999-01-01")
    assert "opened on 2025-01-01" in refused(income, book, "1", "2024-12-31")


def test_a_payment_is_posted_once(book):
    income(book, "10", payment=7)
    assert "in the books already" in refused(income, book, "10", payment=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.create(
            county_code=book.county_code,
            sub_ledger=book,
            year=2025,
            number=9,
            on=day("2025-04-01"),
            text="x",
            payment_key=7,
        )


def test_what_follows_from_a_payment_is_reversed_with_the_payment(book):
    entry = income(book, "10", payment=7)
    said = refused(reverse, entry=entry, on=day("2025-08-01"), text="错", user=None)
    assert "Reverse the payment" in said
    assert stored(book) == Decimal(10)


def test_a_reversal_takes_back_everything_once(book):
    income(book, "100")
    entry = spend(book, "40")
    back = reverse(entry=entry, on=day("2025-08-01"), text="错账", user=None)
    assert back.reverses_id == entry.pk
    assert stored(book) == Decimal(100)
    assert "reversed already" in refused(
        reverse, entry=entry, on=day("2025-08-01"), text="x", user=None
    )
    assert "a reversal itself" in refused(
        reverse, entry=back, on=day("2025-08-01"), text="x", user=None
    )
    assert [row.reversed for row in journal(book, 2025)] == [False, True, False]


def test_income_that_was_spent_is_not_taken_back(book):
    entry = income(book, "100")
    spend(book, "60")
    said = refused(reverse, entry=entry, on=day("2025-08-01"), text="x", user=None)
    assert "cannot be paid" in said
    assert stored(book) == Decimal(40)


def test_what_is_written_stays_written(book):
    entry = income(book, "100")
    entry.text = "other"
    line = JournalLine.objects.get()
    for act in (
        entry.save,
        entry.delete,
        line.save,
        line.delete,
        JournalEntry.objects.all().delete,
        lambda: JournalEntry.objects.update(text="x"),
        lambda: JournalLine.objects.filter(pk=line.pk).update(amount=1),
        lambda: JournalEntry.objects.bulk_update([entry], ["text"]),
        lambda: JournalEntry.objects.update_or_create(pk=entry.pk, defaults={"text": "x"}),
        lambda: entry.lines.all().delete(),
        lambda: JournalEntry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["id"], update_fields=["text"]
        ),
    ):
        with pytest.raises(WrittenOnce):
            act()
    assert JournalEntry.objects.get().text == "拨缴经费"


@pytest.mark.parametrize(
    "values",
    [
        {"debit": "bank", "credit": "bank", "amount": 1},
        {"debit": "bank", "credit": "levy", "amount": 0},
        {"debit": "bank", "credit": "levy", "amount": -1},
    ],
)
def test_the_database_refuses_lines_that_do_not_balance(book, values):
    entry = income(book, "100")
    row = JournalLine(county_code=book.county_code, entry=entry, number=2, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_a_negative_balance_and_a_second_open_book(book):
    rows = SubLedger.objects.filter(pk=book.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(balance=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubLedger.objects.create(
            county_code=book.county_code,
            ledger=book.ledger,
            union=book.union,
            opened_on=day("2025-02-01"),
        )


def test_a_balance_that_somebody_changed_is_found(book):
    income(book, "100")
    assert discrepancies() == []
    SubLedger.objects.filter(pk=book.pk).update(balance=90)
    (found,) = discrepancies()
    assert (found.stored, found.journal) == (Decimal(90), Decimal(100))
    assert JournalLine.objects.aggregate(total=Sum("amount"))["total"] == Decimal(100)


def test_the_command_tells_and_fails(book, capsys):
    income(book, "100")
    call_command("check_ledgers")
    assert "100.00" in capsys.readouterr().out
    SubLedger.objects.filter(pk=book.pk).update(balance=90)
    with pytest.raises(CommandError):
        call_command("check_ledgers", division="410581")
    said = capsys.readouterr().out
    assert "90.00" in said
    assert "100.00" in said


def test_an_unknown_county_is_no_clean_county(places):
    with pytest.raises(CommandError):
        call_command("check_ledgers", division="999999")
