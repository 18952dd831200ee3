"""Texts, names of people and names of units."""

import re
from datetime import datetime

from imports.cleaning.cells import CellIssue, CleaningError, plain, refuse_error_values
from members.names import normalise_name
from unionreg.text import HAN, half_width, is_lossy_number, tidy
from unionreg.vocabulary import is_placeholder

_HAN_GAP = re.compile(rf"(?<=[{HAN}（）]) +(?=[{HAN}（）])")
_NO_NAME = re.compile(rf"[^{HAN}· A-Za-zÀ-ɏ'.-]")
_NO_BEGINNING = re.compile(rf"[^{HAN}A-Za-zÀ-ɏ]+")

_COMPANY_FORMS = re.compile(r"有限责任公司")
_KEY_IGNORED = re.compile(r"[\s()\[\]\"'“”‘’.,，。、·-]")


def clean_text(cell: object, *, max_length: int) -> str:
    """Return a text without outer, double or invisible blanks; numbers and dates as text.

    Raises CleaningError for a number of 16 or more digits, a truth value, a formula without
    result, or more than `max_length` characters.
    """
    refuse_error_values(cell)
    if is_lossy_number(cell):
        raise CleaningError(CellIssue.LOSSY_NUMBER)
    if isinstance(cell, bool):
        raise CleaningError(CellIssue.UNREADABLE)
    text = tidy(str(cell.date()) if isinstance(cell, datetime) else plain(cell))
    if len(text) > max_length:
        raise CleaningError(CellIssue.TEXT_TOO_LONG, length=len(text), limit=max_length)
    return text


def clean_name(cell: object, *, max_length: int = 60) -> str:
    """Return a person's name as on the ID card, empty for what only stands for nothing.

    Raises CleaningError for digits and signs, and for a name that does not begin with a letter.
    """
    # a quote mark before a name only tells Excel that it is text
    text = normalise_name(clean_text(cell, max_length=max_length)).lstrip("'. ·")
    if is_placeholder(text):
        return ""
    beginning = _NO_BEGINNING.match(text)
    wrong = _NO_NAME.findall(text) or list(beginning[0] if beginning else "")
    if wrong:
        raise CleaningError(CellIssue.NAME_CHARACTERS, value="".join(dict.fromkeys(wrong))[:10])
    return text


def clean_unit_name(cell: object, *, max_length: int = 100) -> str:
    """Return the name of a unit: Chinese brackets, no blanks between Chinese characters."""
    text = clean_text(cell, max_length=max_length)
    return _HAN_GAP.sub("", text.replace("(", "（").replace(")", "）"))


def unit_name_key(name: str) -> str:
    """Return what two spellings of a unit's name share: brackets, blanks and 责任 do not count."""
    return _KEY_IGNORED.sub("", _COMPANY_FORMS.sub("有限公司", half_width(name))).upper()
