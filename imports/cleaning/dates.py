"""Dates, however a workbook holds them."""

import math
import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from imports.cleaning.cells import CellIssue, CleaningError, is_blank, refuse_error_values, shown
from unionreg.text import compact, half_width
from unionreg.vocabulary import is_placeholder

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)

_DATE = re.compile(
    r"(\d{4}) ?[-/.年] ?(\d{1,2})(?: ?[-/.月] ?(\d{1,2}) ?[日号]?)?月?"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_DIGITS = re.compile(r"\d+(?:\.0+)?", re.ASCII)

# Most dates are written so: 20240315, 2024-03-15.
_PLAIN = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})", re.ASCII)

# Numbers of days: 10000 to 73050 are 1927 to 2099, and cannot be taken for a year.
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


class CleanDate(NamedTuple):
    """A date; `month_only` when the cell named only the month (`value` is its first day)."""

    value: date
    month_only: bool = False


def clean_date(
    cell: object, *, epoch_1904: bool = False, latest: date | None = None
) -> CleanDate | None:
    """Return the date of a cell, None when it is blank.

    Understood: dates; `20240315`, `2024-3-15`, `2024/3/15`, `2024.3.15`, `2024年3月15日`, also with
    a time behind; Excel's number of days with five digits (`epoch_1904` says how the workbook
    counts); and months (`202403`, `2024.03`, `2024年3月`), which give the first day and
    `month_only`.  `latest` is the last possible day, usually today.
    """
    found = _date_of(cell, _EPOCH_1904 if epoch_1904 else _EPOCH_1900)
    if found and not EARLIEST <= found.value <= LATEST:
        raise CleaningError(CellIssue.DATE_RANGE, value=found.value.isoformat())
    if found and latest and found.value > latest:
        raise CleaningError(
            CellIssue.DATE_FUTURE, value=found.value.isoformat(), latest=latest.isoformat()
        )
    return found


def _date_of(cell: object, epoch: date) -> CleanDate | None:
    match = _PLAIN.fullmatch(cell) if isinstance(cell, str) else None
    if match:
        return _make_date(match[1], match[3], match[4], cell)
    refuse_error_values(cell)
    return None if is_blank(cell) else _date_of_cell(cell, epoch)


def _date_of_cell(cell: object, epoch: date) -> CleanDate | None:
    if isinstance(cell, date):
        return CleanDate(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, str):
        return _date_of_text(cell, epoch)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not _is_day(cell):
        raise _no_date(cell)
    if cell == int(cell) or cell >= 10_000:  # 45366.5 is noon of a day
        return _date_of_number(str(int(cell)), epoch)
    return _month_of_number(cell)


def _is_day(cell: float) -> bool:
    return math.isfinite(cell) and cell > 0


def _date_of_text(cell: str, epoch: date) -> CleanDate | None:
    text = compact(cell) if "T" not in cell and ":" not in cell else half_width(cell)
    if is_placeholder(text):
        return None
    match = _DATE.fullmatch(text)
    if match:
        return _make_date(match[1], match[2], match[3], cell)
    if _DIGITS.fullmatch(text.removesuffix("年")):
        return _date_of_number(text.removesuffix("年").partition(".")[0], epoch)
    raise _no_date(cell)


def _date_of_number(digits: str, epoch: date) -> CleanDate:
    """20240315, 202403 or a number of days."""
    if len(digits) == 8:
        return _make_date(digits[:4], digits[4:6], digits[6:], digits)
    if len(digits) == 6:
        return _make_date(digits[:4], digits[4:], None, digits)
    if len(digits) == 5 and "10000" <= digits <= "73050":
        return CleanDate(epoch + timedelta(days=int(digits)))
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        raise CleaningError(CellIssue.DATE_YEAR_ONLY)
    raise _no_date(digits)


def _month_of_number(cell: float) -> CleanDate:
    """2024.03 in a number cell.  Its neighbour 2024.1 can be January or October."""
    year, _dot, month = repr(cell).partition(".")
    if len(year) != 4 or not month.isdigit():
        raise _no_date(cell)
    if month == "1":
        raise CleaningError(CellIssue.DATE_MONTH_AMBIGUOUS, value=repr(cell))
    return _make_date(year, month, None, cell)


def _make_date(year: str, month: str, day: str | None, cell: object) -> CleanDate:
    try:
        return CleanDate(date(int(year), int(month), int(day or 1)), month_only=day is None)
    except ValueError:
        raise CleaningError(CellIssue.DATE_IMPOSSIBLE, value=shown(cell))


def _no_date(cell: object) -> CleaningError:
    return CleaningError(CellIssue.DATE_UNREADABLE, value=shown(cell))
