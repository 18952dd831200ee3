"""A payment in the books of payer and receiver."""

from decimal import Decimal

import pytest

from funding.models import JournalEntry, SubLedger
from funding.services.payment_entries import post_paid, post_returned
from tests.funding import payment_cases as cases
from tests.funding.books import day, income, own_books
from tests.places import load_policies
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


@pytest.mark.parametrize(("amount", "left"), [("200", ("500", "0")), ("50", ("350", "150"))])
def test_what_comes_back_is_posted_on_both_sides(payer, unions, amount, left):
    own_books(unions.linqi)
    pay(payer, unions.linqi)
    back = {"payment": 10, "payer": payer, "receiver": unions.linqi, "on": ON, "user": None}
    assert len(post_returned(amount=Decimal(amount), **back)) == 2
    assert balances() == {"county": Decimal(left[0]), "township": Decimal(left[1])}
    with pytest.raises(Refused):
        post_returned(amount=Decimal("0.01"), **back)


def test_a_payment_that_is_made_is_in_the_books(unions, staff, places):
    load_policies()
    second = cases.colleague(places.linzhou)
    for union in (unions.county, unions.linqi):
        own_books(union)
    income(SubLedger.objects.get(union_id=unions.county.pk), "500")
    made = cases.draft(cases.grant(unions.linqi), unions.linqi, staff.county)
    cases.paid(made, staff.county, second)
    assert balances() == {"county": Decimal(400), "township": Decimal(100)}
    too_much = cases.draft(cases.grant(unions.linqi), unions.linqi, staff.county, "400.01")
    with pytest.raises(Refused):
        cases.paid(too_much, staff.county, second)
    too_much.refresh_from_db()
    assert too_much.state == "approved"
