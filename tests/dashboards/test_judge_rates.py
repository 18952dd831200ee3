"""Rates against the goal, to the last member."""

import pytest

from dashboards.rates import Rate, total


@pytest.mark.parametrize(
    ("part", "whole", "met", "short"),
    [
        (799, 1000, False, 1),
        (800, 1000, True, 0),
        (7999, 10_000, False, 1),  # 79.99 %
        (8000, 10_000, True, 0),
        (79_999_999, 100_000_000, False, 1),
        (0, 5, False, 4),
        (4, 5, True, 0),
        (3, 4, False, 1),
        (1, 1, True, 0),
        (1200, 1000, True, 0),
    ],
)
def test_goal_is_judged_by_whole_numbers(part, whole, met, short) -> None:
    rate = Rate(part, whole, 80)
    assert rate.met is met
    assert rate.short == short
    # so many more and the goal is met, one less and it is not
    if short:
        assert Rate(part + short, whole, 80).met is True
        assert Rate(part + short - 1, whole, 80).met is False


def test_rate_just_below_the_goal_is_not_shown_as_met() -> None:
    assert Rate(7999, 10_000, 80).text == "79.9%"
    assert Rate(8000, 10_000, 80).text == "80.0%"
    assert Rate(79_999_999, 100_000_000, 80).text == "79.9%"


@pytest.mark.parametrize(("part", "whole"), [(5, None), (None, 5), (5, 0), (0, 0), (None, None)])
def test_without_numbers_there_is_no_judgement(part, whole) -> None:
    rate = Rate(part, whole, 80)
    assert rate.known is False
    assert rate.met is None
    assert rate.short is None
    assert rate.text == "–"
    assert rate.exact is None
    assert rate.tenths is None


def test_without_goal_there_is_a_rate_but_no_judgement() -> None:
    rate = Rate(1, 2, None)
    assert rate.known is True
    assert rate.met is None
    assert rate.text == "50.0%"


def test_total_leaves_out_places_that_cannot_be_judged_on_both_sides() -> None:
    rates = [Rate(80, 100, 80), Rate(500, None, 80), Rate(0, 0, 80), Rate(10, 100, 80)]
    assert total(rates, 80) == Rate(90, 200, 80)
    assert total([Rate(5, None, 80)], 80) == Rate(None, None, 80)
    assert total([], 80).known is False
