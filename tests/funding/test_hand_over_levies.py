"""R-FND-31: from the day of a handover levies and payments count for the new township."""

import datetime
from decimal import Decimal

import pytest

from funding.models import Levy, LevyPayment
from funding.selectors.levies import paid_up
from funding.services.levy_payments import reverse_payment
from history.choices import Action
from history.models import Change
from policies.selectors import load_book, place_of_division
from tests.funding.levied import COUNTY, JULY, covered, employer, levy_rule, owe, pay
from tests.places import load_policies
from townships.models import Division
from townships.services.affiliations import hand_over

DAY = datetime.date


@pytest.fixture
def firm(places, unions):
    """A firm whose union the county federation leads."""
    unit = employer(1, places.linqi)
    covered(unions.factory, unit, unions.county)
    return unit


def give(unions, on=JULY, user=None):
    return hand_over(
        unions=[unions.factory],
        new_superior=unions.linqi,
        document_no="示例工〔2026〕7号",
        effective_on=on,
        user=user,
    )


def places_of(model):
    rows = model.objects.order_by("pk")
    return [row.collecting_township_id for row in rows]


def test_the_day_before_on_and_after(firm, places, unions, staff):
    for number, day in enumerate((DAY(2026, 6, 30), JULY, DAY(2026, 7, 2))):
        pay(firm, staff.county, "10", paid_on=day, reference=f"V{number}")
    for month in (6, 7, 8):
        owe(firm, staff.county, month=month)
    assert {*places_of(LevyPayment), *places_of(Levy)} == {None}
    give(unions, user=staff.county)
    linqi = places.linqi.key
    assert places_of(LevyPayment) == [None, linqi, linqi]
    assert places_of(Levy) == [None, linqi, linqi]
    assert paid_up(COUNTY, 2026) == {linqi: Decimal("20.00")}
    moved = Change.objects.filter(model="funding.levypayment", action=Action.CHANGED)
    assert [change.fields["collecting_township"] for change in moved] == [[None, linqi]] * 2


def test_in_the_middle_of_a_month_the_month_stays(firm, places, unions):
    owe(firm, month=7)
    owe(firm, month=8)
    give(unions, DAY(2026, 7, 2))
    assert places_of(Levy) == [None, places.linqi.key]


def test_what_is_recorded_afterwards_follows_the_day(firm, places, unions):
    give(unions)
    before = pay(firm, paid_on=DAY(2026, 6, 30))
    after = pay(firm, paid_on=JULY, reference="V2")
    assert (before.collecting_township, after.collecting_township) == (None, places.linqi)


def test_a_reversal_stays_with_its_payment(firm, places, unions):
    early = pay(firm, paid_on=DAY(2026, 6, 30))
    reverse_payment(payment=early, paid_on=DAY(2026, 7, 9), reference="R1", reason="错", user=None)
    late = pay(firm, paid_on=JULY, reference="V2")
    reverse_payment(payment=late, paid_on=DAY(2026, 7, 9), reference="R2", reason="错", user=None)
    give(unions)
    linqi = places.linqi.key
    assert places_of(LevyPayment) == [None, None, linqi, linqi]


def test_what_is_due_is_calculated_anew(firm, places, unions):
    levy_rule(places.linqi, percent=1)
    levy = owe(firm, month=7)
    assert levy.due is None  # no provision holds in the whole county
    give(unions)
    after = Levy.objects.get(pk=levy.pk)
    assert (after.due, after.version) == (Decimal("12500.00"), 2)


def test_without_a_union_the_township_of_the_employer(places):
    assert owe(employer(1, places.hejian)).collecting_township == places.hejian
    assert owe(employer(2)).collecting_township is None


def test_others_stay_where_they_are(firm, places, unions):
    other = employer(2, places.hejian)
    owe(other, month=8)
    give(unions)
    assert places_of(Levy) == [places.hejian.key]


@pytest.mark.parametrize(
    ("collects", "on", "status"),
    [
        ("萨拉齐镇", JULY, "satisfied"),
        ("土默特右旗", JULY, "violated"),
        ("土默特右旗", DAY(2026, 6, 30), "satisfied"),
        (None, JULY, "unknown"),
    ],
)
def test_the_rule_is_judged_where_it_holds(places, collects, on, status):
    load_policies()
    values = {
        "transferred_on": JULY,
        "transferred_to": "萨拉齐镇",
        "collecting_township": collects,
    }
    place = place_of_division(Division.objects.with_chain().get(code="150221"))
    verdict = load_book("R-FND-31").evaluate("R-FND-31", place=place, on=on, measures=values)
    assert verdict.status == status
    here = place_of_division(Division.objects.with_chain().get(code="410581"))
    elsewhere = load_book("R-FND-31").evaluate("R-FND-31", place=here, on=on, measures=values)
    assert elsewhere.status == "not_applicable"
