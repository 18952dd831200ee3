"""Payments: recorded once, taken back by a reversal, never edited."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from funding.models import LevyPayment
from funding.selectors.levies import paid_up
from funding.services.levy_payments import record_payment, reverse_payment
from tests.funding.levied import COUNTY, covered, employer, pay
from unionreg.county import Conflict
from unionreg.refusals import Refused

DAY = datetime.date


@pytest.fixture
def firm(places, unions):
    unit = employer(1, places.linqi)
    covered(unions.factory, unit, unions.linqi)
    return unit


def take_back(payment, user=None, **values):
    known = {"paid_on": DAY(2026, 5, 1), "reference": "R1", "reason": "重复入账"}
    return reverse_payment(payment=payment, user=user, **{**known, **values}).record


def test_paid_up_by_township_and_year_of_payment(firm, places, staff):
    """December is paid in January: the day counts, not the month it is for."""
    assert paid_up(COUNTY, 2026) == {}
    pay(firm, staff.county, "100.10")
    pay(firm, staff.county, "0.01", reference="V2")
    pay(firm, None, "7", reference="V3", year=2025, month=12, paid_on=DAY(2026, 1, 1))
    pay(firm, None, "9", reference="V4", year=2025, month=11, paid_on=DAY(2025, 12, 31))
    pay(employer(2), None, "5", reference="V5")  # counts for the county itself
    assert paid_up(COUNTY, 2026) == {places.linqi.key: Decimal("107.11")}
    assert paid_up(COUNTY, 2025) == {places.linqi.key: Decimal("9.00")}
    assert paid_up("410523", 2026) == {}


def test_a_reversal_takes_the_whole_payment_back(firm, places, staff):
    payment = pay(firm, staff.county)
    pay(firm, staff.county, "3", reference="V2")
    back = take_back(payment, staff.county)
    assert (back.amount, back.reverses, back.collecting_township) == (
        Decimal("25000.00"),
        payment,
        places.linqi,
    )
    assert paid_up(COUNTY, 2026) == {places.linqi.key: Decimal("3.00")}
    for again in (payment, back):
        with pytest.raises(Refused):
            take_back(again, staff.county, reference="R2")
    back.pk, back.reference, back._state.adding = None, "R3", True
    with pytest.raises(IntegrityError), transaction.atomic():
        back.save(force_insert=True)


def test_in_another_year_the_year_of_the_payment_changes(firm, places):
    payment = pay(firm, None, year=2025, paid_on=DAY(2025, 4, 10))
    assert paid_up(COUNTY, 2025)
    take_back(payment)
    assert (paid_up(COUNTY, 2025), paid_up(COUNTY, 2026)) == ({}, {})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"paid_on": DAY(2026, 4, 9)}, "paid_on"),
        ({"paid_on": DAY(2027, 1, 1)}, "paid_on"),
        ({"reason": " "}, "reason"),
        ({"reference": "V1"}, "__all__"),
    ],
)
def test_a_reversal_that_does_not_fit(firm, values, field):
    payment = pay(firm)
    with pytest.raises(ValidationError) as caught:
        take_back(payment, **values)
    assert field in caught.value.message_dict
    assert LevyPayment.objects.count() == 1


def test_it_is_never_edited(firm, staff):
    payment = pay(firm, staff.county)
    payment.amount = Decimal(1)
    with override("en"), pytest.raises(Refused) as caught:
        record_payment(payment=payment, user=staff.county)
    assert "Take it back" in caught.value.messages[0]
    with pytest.raises(Conflict):
        take_back(payment, staff.county, expected_version=2)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "100000000000000"])
def test_wrong_amounts_are_refused(firm, amount):
    with pytest.raises(ValidationError) as caught:
        pay(firm, None, amount)
    assert list(caught.value.message_dict) == ["amount"]


def test_a_voucher_is_unique_by_county_and_channel(firm, places):
    pay(firm)
    with override("en"), pytest.raises(ValidationError) as caught:
        pay(firm, None, "1")
    assert "voucher number" in str(caught.value)
    assert pay(firm, channel="own").pk
    assert pay(employer(3, places.chengguan, "410523")).pk


def test_only_the_county_records_and_takes_back(firm, staff):
    payment = pay(firm, staff.county)
    for user in (staff.chair, staff.county2, staff.auditor, staff.province):
        with pytest.raises(PermissionDenied):
            pay(firm, user, reference="V2")
        with pytest.raises(PermissionDenied):
            take_back(payment, user)


def test_the_page_takes_back_with_a_reason(firm, staff, as_user):
    payment = pay(firm, staff.county)
    page = reverse("admin:funding_levypayment_reverse", args=[payment.pk])
    shown = reverse("admin:funding_levypayment_change", args=[payment.pk])
    client = as_user(staff.county)
    assert page in client.get(shown).content.decode()
    fields = {"paid_on": "2026-05-01", "reference": "R1", "record_version": 1}
    assert "reason" in client.post(page, fields).context["form"].errors
    client.post(page, {**fields, "reason": "重复入账"})
    assert LevyPayment.objects.get(reverses=payment).reference == "R1"
    assert client.get(page).status_code == 404  # it does not count any more
    for user in (staff.chair, staff.county2, staff.auditor):
        assert as_user(user).get(page).status_code == 404
