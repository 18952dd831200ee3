"""Characters that look like something else: shared by every check of typed or imported values.

Knows no app; needs no Django.  Nothing here decides whether a value is right, it only makes
look-alikes equal: full-width and half-width forms, the many kinds of blanks, characters without
width, and the quote mark that people put before a number to keep Excel from rounding it.
"""

import re

# Excel keeps 15 significant digits.  A number with 16 or more has already lost its end.
EXACT_LIMIT = 10**15

# Chinese characters for use in a regular expression, those of private fonts included: old systems
# kept rare names there.
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"

_NO_WIDTH = [
    *range(0x09),
    *range(0x0E, 0x20),
    0x7F,
    0x00AD,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
]
_BLANKS = [0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x3164]

_VISIBLE: dict[int, int | None] = dict.fromkeys(_NO_WIDTH, None)
_VISIBLE.update(dict.fromkeys(_BLANKS, 0x20))

_HALF_WIDTH: dict[int, int | None] = {
    **_VISIBLE,
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    # Dashes and the minus sign; the full-width hyphen is in the range above.
    **dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212], 0x2D),
}

# A blank that counts as a letter.
_FILLER = "\u3164"
_BLANK_RUN = re.compile(r"\s+")
_QUOTES = "'`‘’´′"

_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?(\d{1,2})")


def tidy(text: str) -> str:
    """Return the text without invisible characters, outer blanks and double blanks.

    Full-width forms stay, because they are correct in Chinese names and addresses.
    """
    if text.isalnum() and _FILLER not in text:
        return text  # letters and digits only, as in most cells
    return _BLANK_RUN.sub(" ", text.translate(_VISIBLE)).strip()


def half_width(text: str) -> str:
    """Return the text tidied, with full-width letters, digits and signs in half width."""
    return _BLANK_RUN.sub(" ", text.translate(_HALF_WIDTH)).strip()


def compact(text: str) -> str:
    """Return a number or code as it was meant: half width, no blanks, no leading quote, capitals.

    >>> compact(" '４1０502 19850315 059ｘ")
    '41050219850315059X'
    """
    return _BLANK_RUN.sub("", text.translate(_HALF_WIDTH)).lstrip(_QUOTES).upper()


def as_key(text: str | None) -> int | None:
    """Return a number from an address as the key of a record, else None.

    Only what a column of 64 bits can hold: ² and 40 digits are digits to Python and errors to a
    database.
    """
    value = text or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def is_lossy_number(cell: object) -> bool:
    """Whether a cell is a number with 16 or more digits, which a workbook cannot hold exactly.

    ID numbers and credit codes typed into a number cell have lost their last digits for good.
    Converting such a cell to text can give a well-formed wrong number, so it must be refused by
    its type and never repaired.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return abs(cell) >= EXACT_LIMIT


def is_lossy_text(text: str) -> bool:
    """Whether a text is such a number after a detour: `4.10502E+17`, as in a csv from Excel."""
    match = _SCIENTIFIC.fullmatch(text)
    return match is not None and int(match[1]) >= 9


def whole_number(cell: object) -> int | None:
    """Return a number cell as int when it is whole and exact, else None (also for truth values)."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or is_lossy_number(cell):
        return None
    return int(cell) if cell % 1 == 0 else None  # also None for NaN
