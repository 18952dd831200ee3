"""Offices above the counties: which county a row of money belongs to, and all of them at once."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from funding.models import Levy
from tests.funding import payment_cases as money
from tests.funding.levied import employer, owe, pay

LEVIES = reverse("levies")


@pytest.fixture
def this_year(places, policies, staff):
    """A month of which it is known what is due, one of which it is not, and a payment."""
    unit, year = employer(1, places.linqi), timezone.localdate().year
    known = owe(unit, staff.county, year=year, month=1, payroll="1000000")
    Levy.objects.filter(pk=known.pk).update(due=Decimal("20000"))
    owe(unit, staff.county, year=year, month=2, payroll=None)
    pay(unit, None, "7000", year=year, month=1, paid_on=datetime.date(year, 1, 2))
    return year


def lines(client, **query):
    found = client.get(LEVIES, query).context["lines"]
    return {line.county.name: (line.due, line.unknown, line.paid_up) for line in found}


def test_a_city_sees_the_levies_of_its_counties(this_year, staff, as_user):
    client = as_user(staff.city)
    shown = lines(client)
    assert shown["林州市"] == (Decimal("20000.00"), 1, Decimal("7000.00"))
    assert shown["汤阴县"] == (None, None, None)
    assert set(lines(client, year=this_year - 1).values()) == {(None, None, None)}
    assert lines(client, year="x") == shown
    county = client.get(LEVIES, {"county": "410581", "year": this_year})
    assert county.context["page"].county.name == "林州市"


def test_a_county_opens_on_its_own_levies(this_year, staff, as_user):
    assert "page" in as_user(staff.county).get(LEVIES).context
    assert "page" in as_user(staff.chair).get(LEVIES).context


def test_a_city_is_told_the_county_of_each_payment(unions, staff, as_user):
    money.draft(money.grant(unions.linqi), unions.linqi, staff.county, "10.00")
    page = as_user(staff.city).get(reverse("payments"))
    assert [row.county_name for row in page.context["page"]] == ["林州市"]
    assert as_user(staff.county).get(reverse("payments")).context["several"] is False
    content = as_user(staff.city).get(reverse("payments_export")).content
    assert load_workbook(BytesIO(content)).active["A2"].value == "林州市"


@pytest.mark.parametrize("name", ["allocations", "year_inputs"])
def test_a_city_chooses_a_county(name, unions, staff, as_user):
    page = as_user(staff.city).get(reverse(name))
    address = dict(page.context["choices"])["林州市"]
    assert as_user(staff.city).get(address).status_code == 200
