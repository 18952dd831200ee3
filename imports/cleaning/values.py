"""Yes or no, counts, and entries of a dictionary."""

import re

from imports.cleaning.cells import CellIssue, CleaningError, plain, refuse_error_values, shown
from unionreg.text import compact, is_lossy_number, tidy
from unionreg.vocabulary import Vocabulary, is_placeholder

LARGEST_COUNT = 100_000_000

_YES = frozenset({"是", "有", "已", "对", "Y", "YES", "TRUE", "T", "1", "√", "✓", "✔", "☑"})
_NO = frozenset(
    {"否", "不是", "没有", "无", "未", "错", "N", "NO", "FALSE", "F", "0", "×", "X", "✗", "✘"}
)


def clean_yes_no(cell: object) -> bool | None:
    """Return True or False, None when the cell is blank: 是/否, 有/无, Y/N, 1/0, √/× …"""
    refuse_error_values(cell)
    if isinstance(cell, bool):
        return cell
    text = compact(plain(cell))
    if text in _YES:
        return True
    if text in _NO:
        return False
    if is_placeholder(text):
        return None
    raise CleaningError(CellIssue.YES_NO_UNREADABLE, value=shown(cell))


_COUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?[人名家户个]?", re.ASCII)


def clean_count(cell: object) -> int | None:
    """Return a whole number from 0 up, None when the cell is blank (unknown, which is not 0).

    `12.0` is 12, `12.5` is refused; `1,234` and `12人` are understood, `约100` and `无` are not.
    """
    refuse_error_values(cell)
    text = _count_text(cell)
    if text != "无" and is_placeholder(text):
        return None
    match = _COUNT.fullmatch(text)
    if not match:
        raise CleaningError(CellIssue.COUNT_UNREADABLE, value=shown(cell))
    return _count(match, cell)


def _count_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CleaningError(CellIssue.COUNT_UNREADABLE, value=shown(cell))
    if is_lossy_number(cell):
        raise CleaningError(CellIssue.COUNT_TOO_LARGE, value=shown(cell))
    return compact(cell).replace("，", ",") if isinstance(cell, str) else f"{cell!r}"


def _count(match: re.Match[str], cell: object) -> int:
    sign, digits, fraction = match.groups()
    if (fraction or "").strip(".0"):
        raise CleaningError(CellIssue.COUNT_NOT_WHOLE, value=shown(cell))
    number = int(digits.replace(",", ""))
    if sign and number:
        raise CleaningError(CellIssue.COUNT_NEGATIVE, value=shown(cell))
    if number > LARGEST_COUNT:
        raise CleaningError(CellIssue.COUNT_TOO_LARGE, value=shown(cell))
    return number


def match_choice(vocabulary: Vocabulary, cell: object) -> str:
    """Return the code of a dictionary entry, empty when the cell is blank or says `无`, `-`, `/`.

    Raises CleaningError with the nearest official spellings when there are any.
    """
    code = vocabulary.find(cell)
    if code is not None:
        return code
    refuse_error_values(cell)
    text = tidy(plain(cell))
    if is_placeholder(text):
        return ""
    near = vocabulary.suggestions(text)
    if near:
        raise CleaningError(
            CellIssue.CHOICE_SIMILAR, value=shown(cell), suggestions="、".join(near)
        )
    raise CleaningError(CellIssue.CHOICE_UNKNOWN, value=shown(cell))
