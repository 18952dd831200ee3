"""What is due for a month: by the provision in force, exact, unknown where it is not known."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from funding.models import Levy
from funding.services.levies import save_levy
from history.models import Change
from tests.funding.levied import covered, employer, levy_rule, owe
from tests.policies.local import LOCAL_START, local_document
from unionreg.refusals import Refused

DAY = datetime.date


@pytest.fixture
def firm(places, unions):
    unit = employer(1, places.linqi)
    covered(unions.factory, unit, unions.linqi)
    return unit


def test_two_percent_of_the_payroll(firm, places, staff):
    """T-3: 1,250,000 → 25,000.00, with the clause."""
    levy_rule(places.henan)
    for kind, month in (("union", 3), ("preparatory", 3)):
        levy = owe(firm, staff.county, kind=kind, month=month)
        levy.refresh_from_db()
        assert (levy.due, levy.basis) == (Decimal("25000.00"), "示例〔2026〕1号 一")
        assert levy.collecting_township == places.linqi
    assert Change.objects.filter(model="funding.levy", township_key=places.linqi.key).count() == 2


@pytest.mark.parametrize(("payroll", "due"), [("0.25", "0.01"), ("0.24", "0.00"), ("0", "0.00")])
def test_rounded_once_half_up(firm, places, payroll, due):
    levy_rule(places.henan)
    assert owe(firm, payroll=payroll).due == Decimal(due)


def test_unknown_is_not_nothing(firm, places):
    """Without a provision, before it and without a payroll nothing is calculated."""
    assert (owe(firm).due, owe(firm, month=4, payroll=None).due) == (None, None)
    levy_rule(places.henan)
    before = LOCAL_START - datetime.timedelta(days=1)
    early = owe(firm, year=before.year, month=before.month)
    assert (early.due, early.basis) == (None, "")
    assert owe(firm, month=1).due == Decimal("25000.00")
    assert owe(firm, month=5, payroll=None).due is None


def test_a_corrected_payroll_changes_what_is_due(firm, places, staff):
    levy_rule(places.henan)
    levy = owe(firm, staff.county)
    levy.payroll_total = Decimal("1000000")
    save_levy(levy=levy, user=staff.county, expected_version=1)
    levy.refresh_from_db()
    assert (levy.due, levy.version) == (Decimal("20000.00"), 2)
    change = Change.objects.filter(model="funding.levy").latest("pk")
    assert change.fields["due"] == ["25000.00", "20000.00"]


@pytest.mark.parametrize(
    ("payroll", "words"),
    [("-0.01", "0.00 yuan or more"), ("100.005", "two decimals"), ("1e14", "too large")],
)
def test_wrong_amounts_are_refused(firm, payroll, words):
    with override("en"), pytest.raises(Refused) as caught:
        owe(firm, payroll=payroll)
    assert words in caught.value.message_dict["payroll_total"][0]
    assert not Levy.objects.exists()


def test_months_and_places_that_do_not_fit(firm, places, staff):
    with pytest.raises(Refused) as caught:
        owe(firm, year=2027, month=1)
    assert "month" in caught.value.message_dict
    with pytest.raises(ValidationError) as invalid:
        owe(firm, year=2025, month=13)
    assert "month" in invalid.value.message_dict
    with pytest.raises(Refused) as outside:
        owe(firm, collecting_township=places.chengguan)
    assert "collecting_township" in outside.value.message_dict


def test_one_levy_a_month_and_kind(firm):
    owe(firm)
    owe(firm, kind="preparatory")
    with override("en"), pytest.raises(ValidationError) as caught:
        owe(firm, payroll="1")
    assert "recorded already" in str(caught.value)
    row = {"county_code": firm.county_code, "employer": firm, "year": 2026, "month": 3}
    with pytest.raises(IntegrityError), transaction.atomic():
        Levy.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Levy.objects.create(**{**row, "month": 0})
    with pytest.raises(IntegrityError), transaction.atomic():
        Levy.objects.create(**{**row, "month": 6}, due=Decimal(1))


def test_only_the_county_keeps_levies(firm, staff):
    for user in (staff.chair, staff.county2, staff.auditor, staff.city):
        with pytest.raises(PermissionDenied):
            owe(firm, user)
    assert owe(firm, staff.county).pk


def test_the_form_says_what_is_wrong_and_what_is_due(firm, places, staff, as_user):
    local_document(places.linzhou)
    client, page = as_user(staff.county), reverse("admin:funding_levy_add")
    fields = {"employer": firm.pk, "kind": "union", "year": 2026, "month": 3, "channel": "tax"}
    answer = client.post(page, {**fields, "payroll_total": "-1"})
    assert "payroll_total" in answer.context["adminform"].form.errors
    answer = client.post(page, {**fields, "payroll_total": "1250000"}, follow=True)
    assert "没有" in answer.content.decode() or "No provision" in answer.content.decode()
    assert Levy.objects.get().payroll_total == 1250000
    assert (
        as_user(staff.county2)
        .get(reverse("admin:funding_levy_change", args=[Levy.objects.get().pk]))
        .status_code
        == 404
    )
