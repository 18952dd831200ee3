"""What all cleaners share: reasons for a refusal, blank and broken cells, showing a cell."""

import re
from enum import StrEnum

from imports.reading.spec import Uncalculated
from members.identity import mask_id, mask_phone
from unionreg.text import compact, tidy, whole_number


class CellIssue(StrEnum):
    """What can be the matter with a cell; those in CELL_WARNINGS do not keep a row out."""

    REQUIRED = "cell_required"
    FORMULA = "cell_formula"
    ERROR_VALUE = "cell_error_value"
    UNREADABLE = "cell_unreadable"
    LOSSY_NUMBER = "cell_lossy_number"
    TEXT_TOO_LONG = "text_too_long"
    NAME_CHARACTERS = "name_characters"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_YEAR_ONLY = "date_year_only"
    DATE_MONTH_AMBIGUOUS = "date_month_ambiguous"
    DATE_RANGE = "date_range"
    DATE_FUTURE = "date_future"
    DATE_MONTH_ONLY = "date_month_only"
    PHONE_LENGTH = "phone_length"
    PHONE_PREFIX = "phone_prefix"
    PHONE_SEVERAL = "phone_several"
    PHONE_CHARACTERS = "phone_characters"
    PHONE_LOSSY = "phone_lossy"
    PHONE_LANDLINE = "phone_landline"
    YES_NO_UNREADABLE = "yes_no_unreadable"
    COUNT_UNREADABLE = "count_unreadable"
    COUNT_NOT_WHOLE = "count_not_whole"
    COUNT_NEGATIVE = "count_negative"
    COUNT_TOO_LARGE = "count_too_large"
    AMOUNT_UNREADABLE = "amount_unreadable"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_PRECISION = "amount_precision"
    AMOUNT_TOO_LARGE = "amount_too_large"
    CHOICE_UNKNOWN = "choice_unknown"
    CHOICE_SIMILAR = "choice_similar"
    MASKED = "cell_masked"


CELL_WARNINGS = frozenset({CellIssue.DATE_MONTH_ONLY, CellIssue.PHONE_LANDLINE})


class CleaningError(ValueError):
    """A cell cannot be understood: `code` says why, `params` (plain values) what was there."""

    def __init__(self, code: CellIssue, **params: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.params = params


_ERROR_VALUES = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")

_LONG_NUMBER = re.compile(r"[0-9]{11,}[Xx]?")


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, or nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not tidy(cell))


def shown(cell: object, length: int = 40) -> str:
    """Return a cell for lists and messages: short, and without ID or telephone numbers.

    Masked wherever they stand, since shifted columns put an ID number into any cell.
    """
    text = tidy(plain(cell))
    packed = compact(text).replace("-", "")
    if _LONG_NUMBER.search(packed):
        text = _LONG_NUMBER.sub(_mask, packed)
    return text if len(text) <= length else text[: length - 1] + "…"


def _mask(match: re.Match[str]) -> str:
    number = match[0]
    return mask_phone(number) if len(number) == 11 else mask_id(number)


def plain(cell: object) -> str:
    """Any cell as text, whole numbers without their `.0`."""
    if cell is None or isinstance(cell, Uncalculated):
        return ""
    number = whole_number(cell)
    return str(cell if number is None else number)


def refuse_error_values(cell: object) -> None:
    """Formulas without a result and error values hide what was meant; raise for both."""
    if isinstance(cell, Uncalculated):
        raise CleaningError(CellIssue.ERROR_VALUE if cell.error else CellIssue.FORMULA)
    if isinstance(cell, str) and "#" in cell and _ERROR_VALUES.fullmatch(tidy(cell)):
        raise CleaningError(CellIssue.ERROR_VALUE)
