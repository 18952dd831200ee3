"""Parts add up to the total, the county is the sum of its rows, more paid up is never less."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.models import SchemePart
from funding.money_words import in_capitals
from funding.schemes.calculating import Given, TownshipFigures, calculate
from funding.schemes.results import shown_parts
from policies.engine import Book, measures, place_of, rules
from policies.engine.money import in_fen

BOOK = Book((), rules=rules, measures=measures)
DAY = date(2025, 12, 31)
yuan = st.decimals(min_value=0, max_value=10**10, places=2)
counts = st.integers(min_value=0, max_value=10**6)
percent = st.decimals(min_value="0.01", max_value=100, places=2)


def part(number: int, kind: str, base: str = "", **numbers: object) -> SchemePart:
    texts = {name: str(value) for name, value in numbers.items()}
    return SchemePart(
        number=number, label=kind, kind=kind, source="rebate", base=base, parameters=texts
    )


def lines(parts, *figures):
    rows = [
        TownshipFigures(str(n), str(n), place_of(str(n)), {k: Given(v) for k, v in one.items()})
        for n, one in enumerate(figures)
    ]
    return calculate(parts, rows, on=DAY, book=BOOK, document="x")


@given(st.lists(st.fractions(min_value=0, max_value=10**9, max_denominator=10**6), max_size=12))
def test_shown_parts_add_up_to_the_total_rounded_once(exact: list[Fraction]) -> None:
    shown = list(shown_parts(exact))
    assert sum(shown, Decimal(0)) == in_fen(sum(exact, Fraction(0)))
    assert all(
        abs(Fraction(one) - part) <= Fraction(1, 100)
        for one, part in zip(shown, exact, strict=True)
    )
    assert all(one >= 0 for one in shown)


@given(percent, yuan, yuan, counts, yuan)
def test_a_line_is_the_sum_of_its_parts_and_grows_with_its_base(
    rate, paid, more, members, each
) -> None:
    parts = [
        part(1, "percent", "paid_up", percent=rate),
        part(2, "per_member", amount=max(each, Decimal("0.01"))),
        part(3, "per_union", amount="200"),
    ]
    figures = {"member_count": members, "union_count": 7}
    low, high = lines(
        parts,
        {**figures, "paid_up_total": paid},
        {**figures, "paid_up_total": paid + more},
    )
    for line in (low, high):
        assert sum((one.amount for one in line.parts), Decimal(0)) == line.amount
    assert low.amount <= high.amount


@given(yuan, st.integers(min_value=0, max_value=600))
def test_an_uplift_stays_between_its_bounds(paid, tenths) -> None:
    graded = part(1, "graded", "paid_up", percent=8, uplift_lowest=10, uplift_highest=50)
    uplift = Decimal(tenths) / 10
    (line,) = lines([graded], {"paid_up_total": paid, "uplift": uplift})
    if 10 <= uplift <= 50:
        exact = Fraction(paid) * 8 / 100 * (1 + Fraction(uplift) / 100)
        assert line.amount == in_fen(exact)
    else:
        assert (line.state, line.amount) == ("refused", None)


def test_a_reduction_is_of_the_rebate() -> None:
    graded = part(
        1, "graded", "paid_up", percent=8, uplift_lowest=10, uplift_highest=50, reduction=25
    )
    (line,) = lines([graded], {"paid_up_total": Decimal(1000), "grade": "backward"})
    assert line.amount == Decimal("60.00")


def test_reading_b_shares_the_amount_among_the_levels() -> None:
    matching = part(1, "matching", amount=5000, levels=3, reading="B")
    (line,) = lines([matching], {"unit_count": 10})
    assert line.amount == Decimal("50000.00")
    assert "16,666.67" in line.parts[0].calculation


CAPITALS = [
    ("100852", "壹拾万零捌佰伍拾贰元整"),
    ("0", "零元整"),
    ("0.05", "伍分"),
    ("1409.50", "壹仟肆佰零玖元伍角整"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("100010001", "壹亿零壹万零壹元整"),
    ("5000300000000", "伍万零叁亿元整"),
]


@pytest.mark.parametrize(("amount", "words"), CAPITALS)
def test_amounts_in_capitals(amount, words) -> None:
    assert in_capitals(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "10000000000000000"])
def test_other_amounts_have_no_capitals(amount) -> None:
    with pytest.raises(ValueError, match=amount):
        in_capitals(Decimal(amount))


@given(st.decimals(min_value=0, max_value=10**13, places=2))
def test_every_amount_has_its_own_capitals(amount) -> None:
    assert in_capitals(amount) != in_capitals(amount + Decimal("0.01"))
    assert "零零" not in in_capitals(amount)
