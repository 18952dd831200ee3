"""Amounts of money: yuan to the fen, never rounded."""

import re
from decimal import Decimal

from funding.fields import DIGITS
from imports.cleaning.cells import CellIssue, CleaningError, refuse_error_values, shown
from unionreg.text import compact, is_lossy_number
from unionreg.vocabulary import is_placeholder

DECIMALS = 2
LARGEST = Decimal(10) ** (DIGITS - DECIMALS)
_AMOUNT = re.compile(r"[¥￥]?(-?)[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?元?", re.ASCII)


def clean_amount(cell: object) -> Decimal | None:
    """Return an amount in yuan from 0 up with two decimals, None when the cell is blank.

    `1,234.5`, `￥1234.50` and `1234.5元` are understood; `1234.567` and `-5` are refused.
    """
    refuse_error_values(cell)
    text = _text(cell)
    if is_placeholder(text):
        return None
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise CleaningError(CellIssue.AMOUNT_UNREADABLE, value=shown(cell))
    return _amount(match, cell)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CleaningError(CellIssue.AMOUNT_UNREADABLE, value=shown(cell))
    if is_lossy_number(cell):
        raise CleaningError(CellIssue.AMOUNT_TOO_LARGE, value=f"{cell:.4E}")
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}"
    return compact(str(cell)).replace("，", ",")


def _amount(match: re.Match[str], cell: object) -> Decimal:
    sign, digits, fraction = match.groups()
    number = Decimal(digits.replace(",", "") + (fraction or ""))
    if sign and number:
        raise CleaningError(CellIssue.AMOUNT_NEGATIVE, value=shown(cell))
    if len((fraction or "").rstrip("0")) > DECIMALS + 1:
        raise CleaningError(CellIssue.AMOUNT_PRECISION, value=shown(cell))
    if number >= LARGEST:
        raise CleaningError(CellIssue.AMOUNT_TOO_LARGE, value=shown(cell))
    return number.quantize(Decimal("0.01"))
