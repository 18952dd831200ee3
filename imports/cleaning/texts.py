"""Texts, names of people and names of units."""

import re
import unicodedata
from datetime import datetime

from imports.cleaning.cells import CellIssue, CleaningError, plain, refuse_error_values
from unionreg.text import half_width, is_lossy_number, tidy

# Chinese characters, those of private fonts included: old systems kept rare names there.
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_GAP = re.compile(rf"(?<=[{_HAN}·（）]) +(?=[{_HAN}·（）])")

# Look-alikes of the separator in names (U+00B7).  The full stop is one only between characters.
_DOTS = re.compile(r" *[•‧∙⋅・･．˙·●﹒] *")
_STOP = re.compile(rf"(?<=[{_HAN}]) *\. *(?=[{_HAN}])")
# Radicals that look exactly like the characters they stand for; they come from PDF files.
_RADICALS = re.compile(r"[\u2e9f\u2ef3\u2f00-\u2fd5]")
_NO_NAME = re.compile(rf"[^{_HAN}· A-Za-zÀ-ɏ'.-]")

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
    """Return a person's name as on the ID card.

    Blanks between Chinese characters go (`张 三`), every look-alike of the separator in minority
    names becomes `·` (U+00B7).  Raises CleaningError for digits and signs.
    """
    text = _RADICALS.sub(_character, half_width(clean_text(cell, max_length=max_length)))
    text = _DOTS.sub("·", text)
    text = _HAN_GAP.sub("", _STOP.sub("·", text)).strip("· ")
    wrong = _NO_NAME.findall(text)
    if wrong:
        raise CleaningError(CellIssue.NAME_CHARACTERS, value="".join(dict.fromkeys(wrong))[:10])
    return text


def _character(radical: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", radical[0])


def clean_unit_name(cell: object, *, max_length: int = 100) -> str:
    """Return the name of a unit: Chinese brackets, no blanks between Chinese characters."""
    text = clean_text(cell, max_length=max_length)
    return _HAN_GAP.sub("", text.replace("(", "（").replace(")", "）"))


def unit_name_key(name: str) -> str:
    """Return what two spellings of a unit's name share: brackets, blanks and 责任 do not count."""
    return _KEY_IGNORED.sub("", _COMPANY_FORMS.sub("有限公司", half_width(name))).upper()
