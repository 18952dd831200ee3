"""Amounts in yuan: exact to the fen, never rounded silently."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding.fields import DIGITS, FEN
from unionreg.refusals import Refused

LARGEST = Decimal(10) ** (DIGITS - 2)
ZERO = Decimal("0.00")
# What people write around an amount in China, after full-width signs have become plain ones.
_AROUND = re.compile(r"(?:¥|RMB|人民币)?\s*(.*?)\s*(?:元整?)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def plain_amount(text: str) -> str:
    """The digits of an amount: full-width signs, ¥, 元 and separators of thousands are understood.

    A comma that separates no thousands stays, so that the text is refused and not guessed at.
    """
    found = _AROUND.fullmatch(unicodedata.normalize("NFKC", text).strip())
    amount = found.group(1) if found else text
    return amount.replace(",", "") if _THOUSANDS.fullmatch(amount) else amount


def exact(amount: Any, field: str = "amount", *, least: Decimal = FEN) -> Decimal:
    """The amount in yuan with two decimals.

    Raises Refused for none, for less than `least`, for more digits than an amount has and for
    parts of a fen: nothing is rounded silently.
    """
    if not isinstance(amount, Decimal | int) or not Decimal(amount).is_finite():
        raise Refused({field: _("Write an amount in yuan like 1234.50.")})
    number = Decimal(amount)
    if abs(number) >= LARGEST:
        raise Refused({field: _("The amount is too large. Check the number of digits.")})
    if number != number.quantize(FEN):
        text = _("%(amount)s has more than two decimals. Write it to the fen; nothing is rounded.")
        raise Refused({field: text % {"amount": number}})
    if number < least:
        text = _("The amount is %(amount)s; it has to be %(least)s yuan or more.")
        raise Refused({field: text % {"amount": number, "least": least}})
    return number.quantize(FEN)


def to_fen(total: Decimal | None) -> Decimal:
    """A sum that the database made of exact amounts, with its two decimals; 0 for no row."""
    return (total or ZERO).quantize(FEN)
