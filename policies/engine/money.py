"""Money: calculated exactly and rounded once, at the end, half up to the 分."""

from decimal import Decimal
from fractions import Fraction

HUNDREDTH = Fraction(1, 100)


def in_fen(exact: Fraction) -> Decimal:
    """The amount in yuan with two digits: half a 分 goes up. Negative amounts do not occur."""
    return Decimal((exact / HUNDREDTH + Fraction(1, 2)).__floor__()).scaleb(-2)


def percent_of(base: Decimal | Fraction, percent: Decimal | int) -> Fraction:
    """So many percent of the base, not rounded."""
    return Fraction(base) * Fraction(percent) / 100
