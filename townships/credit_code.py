"""Checks of unified social credit codes (GB 32100-2015).

18 characters: registering body, kind, six digits of the place, nine of the organisation code,
check character.  Wrong are length, characters and check character; what the first two characters
or the organisation code say is a warning, because codes of village collectives (N…), the army
(A…) and others (Y…) follow rules of their own.
"""

import re
from enum import StrEnum
from operator import mul
from typing import NamedTuple

from unionreg.text import compact, is_lossy_number, is_lossy_text, whole_number

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # neither I, O nor Z, S, V

_VALUES = {character: number for number, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CODE = re.compile(f"[{ALPHABET}]{{18}}")

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUES = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}

# Second characters by registering body: 1 机构编制, 2 外交, 3 司法行政, 4 文化, 5 民政, 6 旅游,
# 7 宗教, 9 工商, N 农业.  What A (army) and Y (others) use is not laid down.
_KINDS = {
    "1": "12349",
    "2": "19",
    "3": "1234569",
    "4": "19",
    "5": "123459",
    "6": "129",
    "7": "129",
    "9": "123",
    "N": "1239",
}
_UNIONS = frozenset({"81", "89"})


class Holder(StrEnum):
    """Whose code is wanted: a union's own, or that of the unit it belongs to."""

    UNION = "union"
    EMPLOYER = "employer"


class CreditCodeIssue(StrEnum):
    """What can be the matter with a credit code; the first five are errors."""

    MISSING = "credit_code_missing"
    NUMERIC_CELL = "credit_code_numeric_cell"
    LENGTH = "credit_code_length"
    CHARACTERS = "credit_code_characters"
    CHECKSUM = "credit_code_checksum"
    # Warnings
    NOT_A_UNION = "credit_code_not_a_union"
    IS_A_UNION = "credit_code_is_a_union"
    PREFIX = "credit_code_prefix"
    PLACE = "credit_code_place"
    ORGANISATION = "credit_code_organisation"


CREDIT_CODE_WARNINGS = frozenset(
    {
        CreditCodeIssue.NOT_A_UNION,
        CreditCodeIssue.IS_A_UNION,
        CreditCodeIssue.PREFIX,
        CreditCodeIssue.PLACE,
        CreditCodeIssue.ORGANISATION,
    }
)


class CreditCodeCheck(NamedTuple):
    """Result of a check: the code as it is to be stored, and what is the matter with it."""

    value: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the code may be stored; warnings do not stand in the way."""
        return not self.errors


def check_credit_code(raw: object, holder: Holder | None = None) -> CreditCodeCheck:
    """Check a code from a cell or a form.

    `holder` says whose code is wanted: a union's own begins with 81 or 89, the unit's never does.
    Without it the first two characters are only compared with those that exist.
    """
    value = normalise_credit_code(raw)
    issue = _form_issue(raw, value)
    if issue:
        return CreditCodeCheck(value, (issue,))
    if check_character(value[:17]) != value[17]:
        return CreditCodeCheck(value, (CreditCodeIssue.CHECKSUM,))
    return CreditCodeCheck(value, (), _warnings(value, holder))


def normalise_credit_code(raw: object) -> str:
    """Return a code as it is to be stored: half width, capitals, no blanks, no hyphens."""
    if isinstance(raw, str):
        return compact(raw).replace("-", "")
    number = whole_number(raw)
    return "" if number is None else str(number)


def check_character(first_17: str) -> str:
    """Return the check character of 17 characters, all of which must be of `ALPHABET`."""
    total = sum(map(mul, map(_VALUES.__getitem__, first_17), _WEIGHTS))
    return ALPHABET[-total % 31]


def organisation_check_character(first_8: str) -> str:
    """Return the check character of an organisation code (GB 11714)."""
    total = sum(map(mul, map(_ORGANISATION_VALUES.__getitem__, first_8), _ORGANISATION_WEIGHTS))
    return "0123456789X"[-total % 11]


def _form_issue(raw: object, value: str) -> str:
    if is_lossy_number(raw) or is_lossy_text(value):
        return CreditCodeIssue.NUMERIC_CELL
    if not value:
        return CreditCodeIssue.MISSING
    if len(value) != 18:
        return CreditCodeIssue.LENGTH
    return "" if _CODE.fullmatch(value) else CreditCodeIssue.CHARACTERS


def _warnings(value: str, holder: Holder | None) -> tuple[str, ...]:
    found = []
    prefix_issue = _prefix_issue(value[:2], holder)
    if prefix_issue:
        found.append(prefix_issue)
    if not value[2:8].isdigit():
        found.append(CreditCodeIssue.PLACE)
    if organisation_check_character(value[8:16]) != value[16]:
        found.append(CreditCodeIssue.ORGANISATION)
    return tuple(found)


def _prefix_issue(prefix: str, holder: Holder | None) -> str:
    if holder == Holder.UNION and prefix not in _UNIONS:
        return CreditCodeIssue.NOT_A_UNION
    if holder == Holder.EMPLOYER and prefix in _UNIONS:
        return CreditCodeIssue.IS_A_UNION
    known = prefix in _UNIONS or prefix[0] in "AY" or prefix[1] in _KINDS.get(prefix[0], "")
    return "" if known else CreditCodeIssue.PREFIX
