"""Rates compared exactly: whole numbers are multiplied, nothing is divided or rounded."""

from fractions import Fraction

from .logic import Met


def rate_met(numerator: int | None, denominator: int | None, percent: int) -> Met:
    """Whether numerator/denominator reaches `percent` (included); None when it cannot be said.

    79.99 % of 80 % fails: `numerator * 100 >= percent * denominator`. An unknown part or a
    denominator of 0 gives None, never "no". Raises `ValueError` for negative numbers.
    """
    if numerator is None or denominator is None:
        return None
    if numerator < 0 or denominator < 0:
        raise ValueError("counts cannot be negative")
    if denominator == 0:
        return None
    return numerator * 100 >= percent * denominator


def rate_shortfall(numerator: int, denominator: int, percent: int) -> int:
    """How many the numerator lacks to reach `percent` of the denominator; 0 when it does."""
    needed = -(-percent * denominator // 100)
    return max(needed - numerator, 0)


def rate_text(numerator: int, denominator: int) -> str:
    """The rate in percent with two digits, cut and not rounded: 79.999 % must not read 80.00 %."""
    hundredths = Fraction(numerator * 10_000, denominator).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
