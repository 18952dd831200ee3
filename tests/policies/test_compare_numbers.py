"""Three-valued logic, bounds as written, exact rates."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.engine import all_met, any_met, rate_met, rate_shortfall, rate_text
from policies.engine.bounds import AtLeast, MoreThan

TRUTH = st.sampled_from([True, False, None])
COUNTS = st.integers(min_value=0, max_value=2_000_000_000)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, None, None),
        (None, None, None, None),
    ],
)
def test_truth_tables(left, right, both, either):
    assert all_met([left, right]) is both
    assert all_met([right, left]) is both
    assert any_met([left, right]) is either
    assert any_met([right, left]) is either


@given(st.lists(TRUTH, min_size=1))
def test_unknown_never_becomes_no(parts):
    """Whatever the unknown parts turn out to be, a decided answer stays."""
    for guess in (True, False):
        filled = [guess if part is None else part for part in parts]
        assert all_met(parts) in (None, all(filled))
        assert any_met(parts) in (None, any(filled))


def test_at_least_includes_and_more_than_excludes():
    assert AtLeast(100).admits(100)
    assert not AtLeast(100).admits(99)
    assert MoreThan(200).admits(201)
    assert not MoreThan(200).admits(200)


@given(COUNTS, COUNTS)
def test_shortfall_is_the_smallest_number_that_helps(number, value):
    for bound in (AtLeast(number), MoreThan(number)):
        short = bound.shortfall(value)
        assert bound.admits(value + short)
        assert short == 0 or not bound.admits(value + short - 1)


@given(COUNTS, COUNTS.filter(bool), st.integers(0, 100))
def test_rates_are_compared_exactly(part, whole, percent):
    assert rate_met(part, whole, percent) is (Fraction(part, whole) >= Fraction(percent, 100))


@pytest.mark.parametrize(
    ("part", "whole", "met", "text"),
    [
        (8000, 10000, True, "80.00%"),
        (7999, 10000, False, "79.99%"),
        (79999, 100000, False, "79.99%"),  # 79.999 % never reads 80 %
        (1, 3, False, "33.33%"),
    ],
)
def test_the_goal_at_its_edge(part, whole, met, text):
    assert rate_met(part, whole, 80) is met
    assert rate_text(part, whole) == text


@pytest.mark.parametrize(("part", "whole"), [(None, 10), (10, None), (None, None), (0, 0), (5, 0)])
def test_no_rate_is_unknown_and_not_a_failure(part, whole):
    assert rate_met(part, whole, 80) is None


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_people_missing_to_the_goal(part, whole):
    short = rate_shortfall(part, whole, 80)
    assert rate_met(part + short, whole, 80)
    assert short == 0 or not rate_met(part + short - 1, whole, 80)


def test_negative_numbers_are_refused():
    with pytest.raises(ValueError):
        rate_met(-1, 10, 80)
