"""Amounts that people write: exact to the fen, more than nothing, not beyond the column."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding.fields import DIGITS, FEN
from unionreg.refusals import Refused

LARGEST = Decimal(10) ** (DIGITS - 2)


def exact_amount(amount: Any, field: str = "amount") -> Decimal:
    """The amount in yuan with two decimals.

    Raises Refused for none, for zero and less, for more than two decimals (nothing is rounded
    silently) and for more digits than an amount has.
    """
    if not isinstance(amount, Decimal | int) or not Decimal(amount).is_finite():
        raise Refused({field: _("Write an amount in yuan, for example 1234.50.")})
    number = Decimal(amount)
    if number <= 0:
        text = _(
            "The amount is %(amount)s; it has to be 0.01 yuan or more. "
            "To put a payment right, reverse it."
        )
        raise Refused({field: text % {"amount": number}})
    if number >= LARGEST:
        text = _("%(amount)s yuan is more than an amount can be. Please check the digits.")
        raise Refused({field: text % {"amount": number}})
    if number != number.quantize(FEN):
        text = _(
            "%(amount)s has more than two decimals. Amounts are exact to the fen and are not "
            "rounded here: write two decimals."
        )
        raise Refused({field: text % {"amount": number}})
    return number.quantize(FEN)
