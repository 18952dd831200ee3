"""Amounts in yuan: exact to the fen, never rounded silently."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding.fields import DIGITS, FEN
from unionreg.refusals import Refused

LARGEST = Decimal(10) ** (DIGITS - 2)
ZERO = Decimal("0.00")


def exact(amount: Any, field: str = "amount", *, least: Decimal = FEN) -> Decimal:
    """The amount with two decimals. Raises Refused for less than `least` and for half a fen."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise Refused({field: _("Write an amount in yuan like 1234.50.")})
    if amount < least:
        text = _("The amount is %(amount)s; it has to be %(least)s yuan or more.")
        raise Refused({field: text % {"amount": amount, "least": least}})
    if amount >= LARGEST:
        raise Refused({field: _("The amount is too large. Check the number of digits.")})
    if amount != amount.quantize(FEN):
        text = _("%(amount)s has more than two decimals. Write it to the fen; nothing is rounded.")
        raise Refused({field: text % {"amount": amount}})
    return amount.quantize(FEN)


def to_fen(total: Decimal | None) -> Decimal:
    """A sum that the database made of exact amounts, with its two decimals; 0 for no row."""
    return (total or ZERO).quantize(FEN)
