"""Drafting a payment: amounts, what it draws on, purpose, allowances."""

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import override

from funding.models import Payment, PaymentStep
from funding.selectors.grants import balance
from funding.services import payments
from tests.funding import payment_cases as money
from unionreg.county import Conflict
from unionreg.refusals import Refused


def refused(action, *args, **values):
    """The field that was refused and the words, in English."""
    with override("en"), pytest.raises(ValidationError) as caught:
        action(*args, **values)
    ((field, messages),) = (
        caught.value.message_dict.items()
        if hasattr(caught.value, "error_dict")
        else [("", caught.value.messages)]
    )
    return field, messages[0]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "0.01 yuan or more"),
        ("-5", "0.01 yuan or more"),
        ("0.001", "two decimals"),
        ("99.999", "two decimals"),
        ("100000000000000", "too large"),
        ("NaN", "Write an amount"),
        ("Infinity", "Write an amount"),
    ],
)
def test_odd_amounts_are_refused_and_never_rounded(unions, staff, amount, words):
    source = money.grant(unions.linqi)
    field, text = refused(money.draft, source, unions.linqi, staff.county, amount)
    assert (field, words in text) == ("amount", True)
    assert not Payment.objects.exists()


def test_exactly_the_balance_and_one_fen_more(unions, staff):
    source = money.grant(unions.linqi, "1000.00")
    money.draft(source, unions.linqi, staff.county, "999.99")
    field, text = refused(money.draft, source, unions.linqi, staff.county, "0.02")
    assert (field, "0.01 are left" in text) == ("amount", True)
    money.draft(source, unions.linqi, staff.county, "0.01")
    assert balance(source).left == 0


def test_a_line_is_paid_once_it_is_approved_to_the_union_of_its_township(unions, staff):
    line = money.line(unions.linqi, "500.00")
    assert refused(money.draft, line, unions.hejian, staff.county)[0] == "recipient"
    assert refused(money.draft, line, unions.linqi, staff.county, "500.01")[0] == "amount"
    made = money.draft(line, unions.linqi, staff.county, "500.00")
    assert (made.state, made.author) == ("draft", staff.county)
    line.allocation.state = "reviewed"
    line.allocation.save()
    assert refused(money.draft, line, unions.linqi, staff.county)[0] == "line"


def test_a_purpose_other_than_the_grants_is_blocked(unions, staff, policies):
    source = money.grant(unions.linqi, purpose="aid")
    field, text = refused(money.draft, source, unions.linqi, staff.county, purpose="activities")
    assert (field, "总工办发〔2019〕24号" in text) == ("purpose", True)
    own = money.grant(unions.linqi, purpose="other", purpose_text="防暑降温")
    field, _text = refused(
        money.draft, own, unions.linqi, staff.county, purpose="other", purpose_text="过节"
    )
    assert field == "purpose"
    assert money.draft(own, unions.linqi, staff.county, purpose_text="防暑降温").pk


def test_a_grant_is_spent_by_its_union_until_it_is_closed(unions, staff):
    source = money.grant(unions.linqi)
    assert refused(money.draft, source, unions.hejian, staff.county)[0] == "recipient"
    source.closed_on = timezone.localdate()
    source.save()
    assert refused(money.draft, source, unions.linqi, staff.county)[0] == "grant"


def test_one_source_and_not_two(unions, staff):
    both = {"line": money.line(unions.linqi)}
    _field, text = refused(
        money.draft, money.grant(unions.linqi), unions.linqi, staff.county, **both
    )
    assert "Choose one of them" in text
    bare = Payment(recipient=unions.linqi, amount=Decimal(1), purpose="work")
    _field, text = refused(payments.save_draft, payment=bare, user=staff.county)
    assert "Choose one of them" in text


def test_the_same_form_twice_is_one_payment(unions, staff):
    source, key = money.grant(unions.linqi), uuid.uuid4()
    first = money.draft(source, unions.linqi, staff.county, submission=key)
    second = money.draft(source, unions.linqi, staff.county, submission=key)
    assert first.pk == second.pk
    assert (Payment.objects.count(), PaymentStep.objects.count()) == (1, 1)


def test_a_draft_is_changed_from_the_version_one_saw(unions, staff, second):
    made = money.draft(money.grant(unions.linqi), unions.linqi, staff.county)
    stale = made.version
    made.amount = Decimal("200.00")
    payments.save_draft(payment=made, user=second, expected_version=stale)
    made.amount = Decimal("300.00")
    with pytest.raises(Conflict):
        payments.save_draft(payment=made, user=staff.county, expected_version=stale)
    made.refresh_from_db()
    assert (made.amount, made.author) == (Decimal("200.00"), second)
    assert list(PaymentStep.objects.order_by("number").values_list("action", flat=True)) == [
        "create",
        "change",
    ]


def test_only_the_county_drafts(unions, staff):
    source = money.grant(unions.linqi)
    for user in (staff.chair, staff.auditor, staff.city, staff.county2):
        with pytest.raises(PermissionDenied):
            money.draft(source, unions.linqi, user)


@pytest.fixture
def allowance(unions, staff):
    return money.allowance(unions.linqi)


def test_an_allowance_is_months_times_rate_and_no_month_twice(allowance, staff, policies):
    assert refused(money.pay_allowance, allowance, staff.county, "599.99")[0] == "amount"
    assert refused(money.pay_allowance, allowance, staff.county, "600", None)[0] == "months"
    assert money.pay_allowance(allowance, staff.county, "2400", 12).pk
    field, text = refused(money.pay_allowance, allowance, staff.county, "4800", 24)
    assert (field, "12 are paid or drafted" in text) == ("months", True)


@pytest.mark.parametrize(("official", "words"), [(True, "public official"), (None, "not recorded")])
def test_no_allowance_for_officials_nor_for_the_unknown(
    allowance, staff, policies, official, words
):
    """R-FND-21, also where the person became an official after the allowance was recorded."""
    who = allowance.appointment.person
    who.is_public_official = official
    who.save()
    field, text = refused(money.pay_allowance, allowance, staff.county)
    assert (field, words in text) == ("allowance", True)


@pytest.mark.parametrize("kind", ["grant", "line"])
def test_money_for_allowances_names_the_allowance(unions, staff, policies, kind):
    """R-FND-21: without it nobody can say that no public official is paid."""
    values = {"purpose": "allowance"} if kind == "grant" else {}
    source = getattr(money, kind)(unions.linqi, **values)
    row = Payment(
        recipient=unions.linqi, amount=Decimal(100), purpose="allowance", **{kind: source}
    )
    field, text = refused(payments.save_draft, payment=row, user=staff.county)
    assert (field, "whose allowance" in text) == ("allowance", True)


def test_becoming_an_official_stops_what_is_approved(allowance, staff, second, policies):
    made = money.approved(money.pay_allowance(allowance, staff.county), staff.county, second)
    who = allowance.appointment.person
    who.is_public_official = True
    who.save()
    with pytest.raises(Refused):
        payments.pay(payment=made, paid_on=timezone.localdate(), voucher="记-9", user=staff.county)


def test_months_taken_back_can_be_paid_again(allowance, staff, second, policies):
    """Also where the payment was approved and never paid."""
    allowance.valid_to = allowance.valid_from.replace(month=12, day=31)
    allowance.save()
    made = money.pay_allowance(allowance, staff.county, "2400", 12)
    money.approved(made, staff.county, second)
    assert refused(money.pay_allowance, allowance, staff.county, "200", 1)[0] == "months"
    back = {"amount": Decimal(2400), "user": staff.county, "note": "重复"}
    money.approved(payments.reverse(payment=made, **back).record, staff.county, second)
    assert money.pay_allowance(allowance, staff.county, "2400", 12).pk


def test_nothing_is_paid_for_a_post_that_was_annulled(allowance, staff, policies):
    held = allowance.appointment
    held.end_reason, held.valid_to = "annulled", held.valid_from
    held.save()
    assert refused(money.pay_allowance, allowance, staff.county)[0] == "allowance"
