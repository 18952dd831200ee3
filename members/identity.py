"""Checks of ID numbers, without a table of counties.

A number is wrong when its length, characters, check digit or birth date are wrong.  Everything
else is a warning at most: county codes are given when the number is assigned, so a person may
carry a code that did not exist at birth or does not exist today; Hong Kong, Macao and Taiwan
residents have 810000, 820000 and 830000; and when birth date or sex of the sheet differ, the
number is usually the one that is right.  Published validators refuse such people.

No function here puts a number into an error text: issues are codes, words are in
`imports/messages.py`.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from members.choices import IdType, Sex
from unionreg.text import compact, is_lossy_number, is_lossy_text, whole_number

EARLIEST_BIRTH = date(1900, 1, 1)


class IdIssue(StrEnum):
    """What can be the matter with an ID number; the first eleven are errors."""

    MISSING = "id_missing"
    NUMERIC_CELL = "id_numeric_cell"
    LENGTH = "id_length"
    CHARACTERS = "id_characters"
    CHECKSUM = "id_checksum"
    LOST_DIGITS = "id_lost_digits"
    BIRTH_IMPOSSIBLE = "id_birth_impossible"
    BIRTH_FUTURE = "id_birth_future"
    BIRTH_TOO_EARLY = "id_birth_too_early"
    FORMAT = "id_format"
    OTHER_KIND = "id_other_kind"
    # Warnings
    CONVERTED = "id_converted"
    ENDS_IN_ZEROS = "id_ends_in_zeros"
    REGION = "id_region"
    SEX_MISMATCH = "id_sex_mismatch"
    BIRTH_MISMATCH = "id_birth_mismatch"


ID_WARNINGS = frozenset(
    {
        IdIssue.CONVERTED,
        IdIssue.ENDS_IN_ZEROS,
        IdIssue.REGION,
        IdIssue.SEX_MISMATCH,
        IdIssue.BIRTH_MISMATCH,
    }
)

# What Excel puts in the place of the digits it has lost.  One real number in a thousand ends so.
_LOST_END = "000"

# First two digits: provinces, 71/81/82/83 Taiwan, Hong Kong, Macao and the residence permits.
_REGIONS = frozenset(
    f"{number}"
    for numbers in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for number in numbers
)
# The card for foreign permanent residents has 18 digits that begin with 9 since 2023.
_FOREIGN_REGION = "9"

_ID18 = re.compile(r"[1-9][0-9]{16}[0-9X]")
_ID15 = re.compile(r"[1-9][0-9]{14}")
_INSIDE = re.compile(rf"(?<![A-Z0-9])(?:{_ID18.pattern}|{_ID15.pattern})(?![A-Z0-9])")

_RESIDENTS = frozenset({IdType.RESIDENT_ID, IdType.HMT_RESIDENCE})
_MALE, _FEMALE = Sex.MALE.value, Sex.FEMALE.value

_SPACING = re.compile(r"[-.·]")
_FORMATS = {
    IdType.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    IdType.OFFICER: re.compile(r"[一-龥]{0,6}[A-Z0-9]{4,18}号?"),
    IdType.HKMO_PERMIT: re.compile(r"[HMC][0-9]{8}(?:[0-9]{2})?"),
    IdType.TAIWAN_PERMIT: re.compile(r"[0-9]{8}(?:[0-9]{2}(?:\(?[A-Z]\)?)?)?"),
    IdType.FOREIGN_RESIDENT: re.compile(r"[A-Z]{3}[0-9]{12}"),
}
_LOOSE = re.compile(r"[一-龥A-Z0-9()]{4,30}")


class IdCheck(NamedTuple):
    """Result of a check; a tuple, because an import makes one for every row.

    `value` is the number as it is to be stored, normalised as far as possible even when there are
    `errors`; `birth_date` and `sex` (a code of `members.choices.Sex`) are known only for a good
    number of a resident; `original` is the 15-digit number when `converted_from_15`.
    """

    value: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    birth_date: date | None = None
    sex: str = ""
    converted_from_15: bool = False
    original: str = ""

    @property
    def ok(self) -> bool:
        """Whether the number may be stored; warnings do not stand in the way."""
        return not self.errors


def check_resident_id(
    raw: object, *, today: date, sex: str = "", birth_date: date | None = None
) -> IdCheck:
    """Check the number of a resident ID card or residence permit.

    `raw` is a cell or a typed text.  Number cells with 16 or more digits are refused unseen,
    because their end is lost.  `today` is the last possible birth date.  `sex` (a code) and
    `birth_date` are what the sheet says; a difference is a warning.  15 digits are converted to
    18, which is a warning too, with the old number in `original`.
    """
    if isinstance(raw, str) and _ID18.fullmatch(raw):
        return _check_18(raw, today, sex, birth_date)
    value = normalise_id(raw)
    issue = _form_issue(raw, value)
    if issue:
        return IdCheck(value, (issue,))
    if len(value) == 18:
        return _check_18(value, today, sex, birth_date)
    return _check_15(value, today, sex, birth_date)


def check_id(
    id_type: str, raw: object, *, today: date, sex: str = "", birth_date: date | None = None
) -> IdCheck:
    """Check the number of any kind of ID document; `id_type` is a code of `IdType`.

    Resident cards and residence permits are checked in full, the 18-digit card of foreign
    residents likewise; of all others only the form, loosely.  The good number of a resident is
    refused under any other kind: it would be a second identity of the same person (R-MEM-02).
    """
    if id_type in _RESIDENTS or (id_type == IdType.FOREIGN_RESIDENT and _is_foreign_card(raw)):
        return check_resident_id(raw, today=today, sex=sex, birth_date=birth_date)
    return _check_form(id_type, raw, normalise_id(raw), today)


def tells_sex(id_type: str) -> bool:
    """Whether numbers of this kind tell the sex; an old card of a foreign resident does not."""
    return id_type in _RESIDENTS or id_type == IdType.FOREIGN_RESIDENT


def normalise_id(raw: object) -> str:
    """Return a number as it is to be stored: half width, no blanks, capital X.

    Empty for anything that is neither text nor a whole number of at most 15 digits.
    """
    if isinstance(raw, str):
        return compact(raw)
    number = whole_number(raw)
    return "" if number is None else str(number)


def check_digit(first_17: str) -> str:
    """Return the check digit that follows 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    return "10X98765432"[_weighted(first_17 + "0")]


def _weighted(number: str) -> int:
    """Weighted sum modulo 11.

    The weight of a digit is 2 to the power of its place, and 13 leaves 2 when divided by 11, so
    the sum is the number read to base 13.  One conversion in C instead of 18 steps in Python.
    """
    return int(number.replace("X", "A"), 13) % 11


def _form_issue(raw: object, value: str) -> str:
    """The first thing wrong with the form, before any arithmetic; empty when nothing is."""
    if is_lossy_number(raw) or is_lossy_text(value):
        return IdIssue.NUMERIC_CELL
    if not value:
        return IdIssue.MISSING if raw is None or isinstance(raw, str) else IdIssue.CHARACTERS
    if len(value) not in (15, 18):
        return IdIssue.LENGTH
    pattern = _ID18 if len(value) == 18 else _ID15
    return "" if pattern.fullmatch(value) else IdIssue.CHARACTERS


def _check_18(value: str, today: date, sex: str, birth_date: date | None) -> IdCheck:
    born = _date(value[6:14])
    issue = _birth_issue(born, today)
    if issue or _weighted(value) != 1:
        return IdCheck(value, tuple(_errors(value, issue)))
    own_sex = _MALE if value[16] in "13579" else _FEMALE
    warnings = _warnings(value, born, own_sex, sex, birth_date)
    return IdCheck(value, (), warnings, born, own_sex)


def _errors(value: str, issue: str) -> Iterator[str]:
    """What is wrong with 18 digits, of which `issue` is known."""
    if _weighted(value) != 1:
        yield IdIssue.LOST_DIGITS if value.endswith(_LOST_END) else IdIssue.CHECKSUM
    if issue:
        yield issue


def _check_15(value: str, today: date, sex: str, birth_date: date | None) -> IdCheck:
    """15 digits have neither century nor check digit; all of them were given for births in 19xx."""
    longer = value[:6] + "19" + value[6:]
    result = _check_18(longer + check_digit(longer), today, sex, birth_date)
    if result.errors:
        return IdCheck(value, result.errors)
    return IdCheck(
        result.value,
        (),
        (IdIssue.CONVERTED, *result.warnings),
        result.birth_date,
        result.sex,
        converted_from_15=True,
        original=value,
    )


@lru_cache(maxsize=50_000)
def _date(digits: str) -> date | None:
    """The date of eight digits, None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _birth_issue(born: date | None, today: date) -> str:
    if born is None:
        return IdIssue.BIRTH_IMPOSSIBLE
    if born > today:
        return IdIssue.BIRTH_FUTURE
    return IdIssue.BIRTH_TOO_EARLY if born < EARLIEST_BIRTH else ""


def _warnings(
    value: str, born: date | None, own_sex: str, sex: str, birth_date: date | None
) -> tuple[str, ...]:
    found: list[str] = []
    if value.endswith(_LOST_END):
        found.append(IdIssue.ENDS_IN_ZEROS)
    if value[:2] not in _REGIONS and value[0] != _FOREIGN_REGION:
        found.append(IdIssue.REGION)
    if sex != own_sex and sex in (_MALE, _FEMALE):
        found.append(IdIssue.SEX_MISMATCH)
    if birth_date is not None and birth_date != born:
        found.append(IdIssue.BIRTH_MISMATCH)
    return tuple(found)


def _is_foreign_card(raw: object) -> bool:
    value = normalise_id(raw)
    return value.startswith(_FOREIGN_REGION) and _ID18.fullmatch(value) is not None


def _check_form(id_type: str, raw: object, value: str, today: date) -> IdCheck:
    """Passports and permits: the shape only, since other countries set their own rules."""
    if is_lossy_number(raw) or is_lossy_text(value):
        return IdCheck(value, (IdIssue.NUMERIC_CELL,))
    if not value:
        return IdCheck(value, (IdIssue.MISSING,))
    value = _SPACING.sub("", value)
    if _holds_resident_number(value, today):
        return IdCheck(value, (IdIssue.OTHER_KIND,))
    pattern = _FORMATS.get(IdType(id_type), _LOOSE) if id_type in IdType.values else _LOOSE
    return IdCheck(value, () if pattern.fullmatch(value) else (IdIssue.FORMAT,))


def _holds_resident_number(value: str, today: date) -> bool:
    """Whether a resident's good number stands in the text, alone or between characters."""
    return any(check_resident_id(number, today=today).ok for number in _INSIDE.findall(value))


def mask_id(value: str) -> str:
    """Return an ID number for lists: first four, stars, last four.

    Of shorter numbers less is shown: two and two of 8 to 11 characters, one and one of 5 to 7,
    nothing of fewer.

    >>> mask_id("41050219850315059X")
    '4105**********059X'
    """
    length = len(value)
    shown = 4 if length >= 12 else 2 if length >= 8 else 1 if length >= 5 else 0
    if not shown:
        return "*" * length
    return value[:shown] + "*" * (length - 2 * shown) + value[-shown:]


def mask_phone(value: str) -> str:
    """Return a telephone number for lists: 138****0001; of others only the last four or two.

    >>> mask_phone("13800000001")
    '138****0001'
    """
    if len(value) == 11 and value.startswith("1"):
        return value[:3] + "****" + value[-4:]
    shown = 4 if len(value) >= 10 else 2 if len(value) >= 6 else 0
    return "*" * (len(value) - shown) + value[len(value) - shown :]
