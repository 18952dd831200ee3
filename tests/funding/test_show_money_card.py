"""The money card of a city or province: all its counties that the reader may see."""

from decimal import Decimal

import pytest

from funding.models import Allocation
from funding.summary import region_card
from tests.funding import payment_cases as cases
from townships.models import TownshipSummary

CODES = ("410581", "410523")


@pytest.fixture
def approved(unions):
    """Approved amounts in two counties."""
    cases.line(unions.linqi, "1000.00")
    cases.line(unions.hejian, "0.10")
    cases.line(unions.chengguan, "0.20")


def test_a_city_sees_its_counties_together(approved, staff) -> None:
    card = region_card(staff.city, CODES)
    assert (card.year, card.approved, card.paid) == (2026, Decimal("1000.30"), Decimal("0.00"))


def test_what_is_paid_counts_and_drafts_do_not(approved, unions, staff, places, policies) -> None:
    second = cases.colleague(places.linzhou)
    line = Allocation.objects.get(county_code="410581").lines.get(township=places.linqi)
    made = cases.draft(line, unions.linqi, staff.county, "400.00")
    assert region_card(staff.city, CODES).open == Decimal("1000.30")
    cases.paid(made, staff.county, second)
    assert region_card(staff.city, CODES).open == Decimal("600.30")


def test_nobody_sees_more_than_his_places(approved, staff) -> None:
    assert region_card(staff.county, CODES).approved == Decimal("1000.10")
    assert region_card(staff.chair, CODES) is None


def test_without_an_approval_nothing_is_known(staff, places) -> None:
    assert region_card(staff.city, CODES).year is None


def test_the_page_of_the_city_shows_it(approved, as_user, staff) -> None:
    TownshipSummary.objects.create(
        county_code="410581", township_key="410581101", members=1, unions=1, unionised=1
    )
    assert "1,000.30" in as_user(staff.city).get("/region/4105/").content.decode()
