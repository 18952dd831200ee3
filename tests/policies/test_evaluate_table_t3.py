"""Table T-3 (rebates, levies, shares), worked by hand: exact, and rounded once at the end."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from policies.engine.money import in_fen

LINZHOU, SHAOXING, HAIMEN = "410581101", "330603001", "320614100"
CHANGSHA, BAODING, TUMD, SHANXI, FUJIAN = "4301", "1306", "150221", "14", "35"
MILLION = "1000000"
CHANGSHA_ROW = {"paid_up_total": MILLION, "union_count": 45, "member_count": 3200}

# rule, place, measures → value
AMOUNTS = [
    ("R-FND-11", HAIMEN, {"paid_up_total": MILLION}, "80000.00"),
    ("R-FND-11", HAIMEN, {"paid_up_total": "10000.00"}, "800.00"),
    ("R-FND-12", HAIMEN, {"paid_up_total": MILLION, "grade": "standard"}, "80000.00"),
    ("R-FND-12", HAIMEN, {"paid_up_total": MILLION, "uplift": 10}, "88000.00"),
    ("R-FND-12", HAIMEN, {"paid_up_total": MILLION, "uplift": 50}, "120000.00"),
    ("R-FND-12", HAIMEN, {"paid_up_total": "123456.78", "uplift": 10}, "10864.20"),
    ("R-FND-14", CHANGSHA, {"paid_up_total": MILLION}, "80000.00"),
    ("R-FND-15", CHANGSHA, {**CHANGSHA_ROW, "rate": 3}, "98600.00"),
    ("R-FND-15", CHANGSHA, {**CHANGSHA_ROW, "rate": 2}, "95400.00"),
    ("R-FND-15", CHANGSHA, {**CHANGSHA_ROW, "rate": 5}, "105000.00"),
    ("R-FND-15", CHANGSHA, {"union_count": 45, "member_count": 3200, "rate": 3}, "18600.00"),
    ("R-FND-22", TUMD, {"village_union_count": 37}, "37000.00"),
    ("R-FND-20", BAODING, {"months": 12, "rate": 200}, "2400.00"),
    ("R-FND-20", BAODING, {"months": 12, "rate": 300}, "3600.00"),
    ("R-FND-19", BAODING, {"ranking": 1}, "5000.00"),
    ("R-FND-19", BAODING, {"ranking": 3}, "5000.00"),
    ("R-FND-19", BAODING, {"ranking": 4}, "0.00"),
    ("R-SOC-09", SHANXI, {"unit_count": 10}, "150000.00"),
    ("R-FND-01", SHAOXING, {"payroll_total": "1250000"}, "25000.00"),
    ("R-FND-02", SHAOXING, {"payroll_total": "1250000"}, "25000.00"),
    ("R-FND-01", SHAOXING, {"payroll_total": "0.25"}, "0.01"),
    ("R-FND-01", SHAOXING, {"payroll_total": "0.24"}, "0.00"),
]


@pytest.mark.parametrize(("rule", "place", "measures", "value"), AMOUNTS)
def test_the_command_gives_the_amount(evaluate, rule, place, measures, value):
    answer = evaluate(rule, place, **measures)
    assert (answer["value"], answer["met"], answer["status"]) == (value, True, "satisfied")


@pytest.mark.parametrize(
    ("rule", "place", "measures"),
    [
        ("R-FND-12", HAIMEN, {"paid_up_total": MILLION, "uplift": "9.9"}),
        ("R-FND-12", HAIMEN, {"paid_up_total": MILLION, "uplift": "50.1"}),
        ("R-FND-12", HAIMEN, {"paid_up_total": MILLION, "grade": "standard", "uplift": 10}),
        ("R-FND-15", CHANGSHA, {**CHANGSHA_ROW, "rate": "1.99"}),
        ("R-FND-15", CHANGSHA, {**CHANGSHA_ROW, "rate": "5.01"}),
        ("R-FND-20", BAODING, {"months": 12, "rate": "199.99"}),
        ("R-FND-20", BAODING, {"months": 12, "rate": "300.01"}),
    ],
)
def test_outside_its_bounds_nothing_is_calculated(evaluate, rule, place, measures):
    answer = evaluate(rule, place, **measures)
    assert (answer["value"], answer["met"], answer["status"]) == (None, False, "violated")


@pytest.mark.parametrize(
    ("shares", "met"),
    [
        (("60", "5", "35"), True),
        (("60.00", "5", "35"), True),
        (("59.99", "5", "35.01"), False),
        (("60", "5", "34.99"), False),
        (("60", "5", "35.01"), False),
    ],
)
def test_the_shares_of_a_table(evaluate, shares, met):
    names = ("grassroots_share", "township_share", "upper_share")
    answer = evaluate("R-FND-04", LINZHOU, **dict(zip(names, shares, strict=True)))
    assert answer["met"] is met


def test_the_levy_is_shared_out(evaluate):
    shares = {"grassroots_share": 60, "township_share": 0, "upper_share": 40}
    answer = evaluate("R-FND-04", LINZHOU, levied="25000.00", **shares)
    assert (answer["value"], answer["met"]) == ("15000.00", True)


@pytest.mark.parametrize(("paid", "met"), [("70000.00", True), ("69999.99", False)])
def test_townships_get_their_part_of_the_subsidies(evaluate, paid, met):
    answer = evaluate("R-FND-07", LINZHOU, subsidies_total="700000", township_subsidies=paid)
    assert (answer["value"], answer["met"]) == ("70000.00", met)


@pytest.mark.parametrize(
    ("rule", "place", "measures"),
    [
        ("R-FND-17", FUJIAN, {}),
        ("R-FND-10", LINZHOU, {"member_count": 3200}),
        ("R-FND-13", HAIMEN, {"worker_count": 9000}),
        ("R-FND-12", HAIMEN, {"paid_up_total": MILLION, "grade": "backward"}),
    ],
)
def test_a_number_the_document_leaves_open_stays_open(evaluate, rule, place, measures):
    answer = evaluate(rule, place, **measures)
    assert (answer["value"], answer["met"], answer["status"]) == (None, None, "unknown")
    assert answer["document"] is not None


def test_an_office_fills_what_the_document_leaves_open(evaluate):
    base = {"base_amount": "1234567.89"}
    assert evaluate("R-FND-17", FUJIAN, parameters=base)["value"] == "246913.58"
    each = {"amount_each": "1.50"}
    answer = evaluate("R-FND-10", LINZHOU, parameters=each, member_count=3)
    assert answer["value"] == "4.50"


def test_reading_b_of_the_matching_funds(evaluate):
    reading = {"reading": "B"}
    answer = evaluate("R-SOC-09", SHANXI, parameters=reading, unit_count=1)
    assert answer["value"] == "5000.00"
    assert "1,666.67" in answer["explanation"]


@pytest.mark.parametrize(
    ("official", "allowance", "met"),
    [
        ("true", 200, False),
        ("true", 0, True),
        ("false", 200, True),
        ("unknown", 0, True),
        ("unknown", 200, None),
        ("true", "unknown", None),
    ],
)
def test_public_officials_get_no_allowance(evaluate, official, allowance, met):
    answer = evaluate("R-FND-21", LINZHOU, is_public_official=official, allowance=allowance)
    assert answer["met"] is met


@pytest.mark.parametrize("wrong", ["1.234", "1e3", "-1", "1,000", "99999999999999", "NaN"])
def test_money_is_exact_or_refused(evaluate, wrong):
    with pytest.raises(CommandError, match="paid_up_total"):
        evaluate("R-FND-11", HAIMEN, paid_up_total=wrong)


@given(st.fractions(0, 10**12))
def test_rounding_is_half_up_to_the_fen(exact):
    rounded = in_fen(exact)
    assert -Fraction(1, 200) <= exact - Fraction(rounded) < Fraction(1, 200)
    assert rounded == rounded.quantize(Decimal("0.01"))
