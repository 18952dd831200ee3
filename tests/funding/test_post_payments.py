"""A payment in the books of payer and receiver."""

from decimal import Decimal

import pytest

from funding.models import JournalEntry, SubLedger
from funding.services.payment_entries import post_paid, take_back
from tests.funding.books import day, income, own_books
from unionreg.refusals import Refused

ON = day("2025-05-01")


@pytest.fixture
def payer(unions):
    income(own_books(unions.county), "500")
    return unions.county


def pay(payer, receiver, amount="200", **values):
    return post_paid(
        payment=9,
        payer=payer,
        receiver=receiver,
        amount=Decimal(amount),
        on=ON,
        user=None,
        **values,
    )


def balances():
    return dict(SubLedger.objects.values_list("union__kind", "balance"))


def test_out_of_one_into_the_other(payer, unions):
    own_books(unions.linqi)
    assert len(pay(payer, unions.linqi)) == 2
    assert balances() == {"county": Decimal(300), "township": Decimal(200)}
    with pytest.raises(Refused):
        pay(payer, unions.linqi)
    assert balances() == {"county": Decimal(300), "township": Decimal(200)}


def test_who_has_no_books_is_left_out(payer, unions):
    (entry,) = pay(payer, unions.linqi, text="专项")
    assert entry.sub_ledger.union == payer
    assert entry.text == "专项"


def test_above_the_balance_nothing_is_posted(payer, unions):
    own_books(unions.linqi)
    with pytest.raises(Refused):
        pay(payer, unions.linqi, "500.01")
    assert JournalEntry.objects.count() == 1


def test_it_is_taken_back_on_both_sides(payer, unions):
    own_books(unions.linqi)
    pay(payer, unions.linqi)
    take_back(payment=9, county_code="410581", on=ON, text="退回", user=None)
    assert balances() == {"county": Decimal(500), "township": Decimal(0)}
