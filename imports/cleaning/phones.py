"""Telephone numbers."""

import re
from typing import NamedTuple

from imports.cleaning.cells import CellIssue, CleaningError, refuse_error_values
from unionreg.text import compact, half_width, is_lossy_text, whole_number
from unionreg.vocabulary import is_placeholder

_PHONE_SIGNS = re.compile(r"[\s().-]")
_COUNTRY = re.compile(r"^(?:\+|00)86|^86(?=1\d{10}$)", re.ASCII)
_SEVERAL = re.compile(r"\d{7,}(?: *[/、,;或和] *| )\+?\d{7,}", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# A number that a program has written as one with a fraction.
_WITH_FRACTION = re.compile(r"^(1[3-9]\d{9})\.0+$", re.ASCII)
# Area code and number; number alone; 400 and 800 numbers.
_LANDLINE = re.compile(
    r"(0(?:10|2\d|[3-9]\d{2}))([2-8]\d{6,7})|([2-8]\d{6,7})|([48]00)(\d{7})", re.ASCII
)


class CleanPhone(NamedTuple):
    """A telephone number; `landline` when no text message can be sent to it."""

    value: str
    landline: bool = False


def clean_phone(cell: object) -> CleanPhone | None:
    """Return a telephone number, None when the cell is blank.

    Mobile numbers: 11 digits from 13 to 19, also as a number cell, with blanks, hyphens or +86.
    Landlines are accepted with `landline`, area code and number joined by a hyphen.  The number
    itself is never part of an error.
    """
    refuse_error_values(cell)
    text = half_width(cell) if isinstance(cell, str) else _phone_of_number(cell)
    if is_placeholder(text):
        return None
    text = _WITH_FRACTION.sub(r"\1", text)
    if is_lossy_text(compact(text)):
        raise CleaningError(CellIssue.PHONE_LOSSY)
    if _SEVERAL.search(text):
        raise CleaningError(CellIssue.PHONE_SEVERAL)
    digits = _COUNTRY.sub("", _PHONE_SIGNS.sub("", compact(text)))
    return CleanPhone(digits) if _MOBILE.fullmatch(digits) else _landline(digits)


def _phone_of_number(cell: object) -> str:
    """13800000000 and 13800000000.0."""
    if cell is None:
        return ""
    number = whole_number(cell)
    if number is None:
        raise CleaningError(CellIssue.PHONE_CHARACTERS)
    return str(number)


def _landline(digits: str) -> CleanPhone:
    match = _LANDLINE.fullmatch(digits)
    if match:
        return CleanPhone("-".join(part for part in match.groups() if part), landline=True)
    if not digits.isascii() or not digits.isdigit():
        raise CleaningError(CellIssue.PHONE_CHARACTERS)
    if len(digits) == 11:
        raise CleaningError(CellIssue.PHONE_PREFIX)
    raise CleaningError(CellIssue.PHONE_LENGTH, length=len(digits))
