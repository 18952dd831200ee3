"""Payments on the home page of the second clerk who may approve, and of the chair who receives."""

import pytest

from dashboards.selectors.payment_tasks import approval_tasks, receipt_tasks
from funding.services import payments
from tests.funding import payment_cases as money


@pytest.fixture
def second(places):
    return money.colleague(places.linzhou)


@pytest.fixture
def reviewed(unions, staff):
    made = money.draft(money.grant(unions.linqi), unions.linqi, staff.county)
    return payments.review(payment=made, user=staff.county).record


def test_the_second_clerk_is_told_until_it_is_approved(reviewed, staff, second, as_user):
    (task,) = approval_tasks(second)
    assert task.url == "/funding/payments/?tab=reviewed"
    assert task.url in as_user(second).get("/").content.decode()
    for user in (staff.county, staff.county2, staff.city, staff.chair, staff.auditor):
        assert list(approval_tasks(user)) == []
    payments.approve(payment=reviewed, user=second)
    assert list(approval_tasks(second)) == []


def test_who_had_a_hand_in_it_earlier_is_not_asked(reviewed, staff, second):
    payments.send_back(payment=reviewed, user=second, note="x")
    payments.review(payment=reviewed, user=second)
    assert list(approval_tasks(second)) == []
    assert list(approval_tasks(staff.county)) == []


def test_the_chair_is_told_until_the_receipt_is_confirmed(reviewed, staff, second, places, as_user):
    payments.approve(payment=reviewed, user=second)
    paid = payments.pay(payment=reviewed, paid_on=money.TODAY(), voucher="记-1", user=second)
    (task,) = receipt_tasks(staff.chair, [places.linqi.key])
    assert task.url in as_user(staff.chair).get("/").content.decode()
    assert list(receipt_tasks(staff.chair_beside, [places.hejian.key])) == []
    for user in (staff.county, staff.city, staff.chair2, staff.auditor):
        assert list(receipt_tasks(user, [places.linqi.key])) == []
    payments.confirm(payment=paid.record, received_on=money.TODAY(), user=staff.chair)
    assert list(receipt_tasks(staff.chair, [places.linqi.key])) == []
