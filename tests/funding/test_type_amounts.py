"""Amounts as people type them: understood, or refused in words and never rounded."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from funding.forms.money import YuanField
from funding.models import Levy
from tests.funding.levied import covered, employer

MOST = "99999999999999.99"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12000", "12000"),
        (" 12,000.00 ", "12000.00"),
        ("1,234,567.5", "1234567.5"),
        ("１２，０００．５０", "12000.50"),
        ("¥12000", "12000"),
        ("￥12,000元", "12000"),
        ("人民币 12000.5 元整", "12000.5"),
        ("0", "0"),
        (MOST, MOST),
    ],
)
def test_what_people_write_is_understood(typed, amount):
    assert YuanField(min_value=0).clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12,00", "1234.50"),
        ("1,2345", "1234.50"),
        ("12.000,50", "1234.50"),
        ("一万元", "1234.50"),
        ("nan", "1234.50"),
        ("1e400", "位数"),
        ("1.005", "超过两位"),
        ("-0.01", "0"),
        ("100000000000000", "位数"),
        ("1.00000000000000000", "位数"),
    ],
)
def test_what_is_no_amount_is_refused_in_words(typed, said):
    with pytest.raises(ValidationError) as refusal, override("zh-hans"):
        YuanField(min_value=0).clean(typed)
    with override("zh-hans"):
        assert said in refusal.value.messages[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "saved"), [("12,000.00", True), ("1.005", False)])
def test_the_admin_asks_in_the_same_way(typed, saved, policies, places, unions, as_user, staff):
    unit = employer(1, places.linqi)
    covered(unions.factory, unit, unions.linqi)
    data = {"employer": unit.pk, "kind": "union", "year": 2025, "month": 1, "channel": "tax"}
    page = reverse("admin:funding_levy_add")
    answer = as_user(staff.county).post(page, {**data, "payroll_total": typed})
    assert Levy.objects.exists() is saved
    if not saved:
        assert "超过两位" in answer.context["adminform"].form.errors["payroll_total"][0]
