"""What to tell the clerk about a cell: what is the matter, and what to do about it.

One entry a code.  The codes come from `imports.cleaning.CellIssue`, `members.identity.IdIssue` and
`townships.credit_code.CreditCodeIssue`; other parts of the import add theirs with `register`.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imports.cleaning import CELL_WARNINGS, CellIssue
from members.identity import ID_WARNINGS, IdCheck, IdIssue
from townships.credit_code import CREDIT_CODE_WARNINGS, CreditCodeCheck, CreditCodeIssue


class Message(NamedTuple):
    """Two sentences with the same placeholders (translated lazily), without full stops."""

    text: Any
    remedy: Any


class Described(NamedTuple):
    """What is the matter and what to do, ready to be shown."""

    text: str
    remedy: str

    @property
    def sentence(self) -> str:
        """Both in one line, for the error workbook and the command line."""
        return gettext("%(text)s. %(remedy)s.") % self._asdict()


_AS_TEXT = _("Set %(column)s to “text” and type it again from the ID card")
_CHECK_CARD = _("Compare it with the ID card")

MESSAGES: dict[str, Message] = {
    IdIssue.MISSING: Message(_("The ID number is not filled in"), _("Take it from the ID card")),
    IdIssue.NUMERIC_CELL: Message(
        _("The ID number is stored as a number and has lost its last digits"), _AS_TEXT
    ),
    IdIssue.LENGTH: Message(
        _("The ID number has %(length)s characters; it should have 18"),
        _("Compare it with the ID card: something is missing or too much"),
    ),
    IdIssue.CHARACTERS: Message(
        _("The ID number contains something that does not belong there"),
        _("Only digits are right, at the end also X"),
    ),
    IdIssue.CHECKSUM: Message(
        _("The ID number has a wrong digit"), _("Compare it with the ID card digit by digit")
    ),
    IdIssue.LOST_DIGITS: Message(
        _("The last three digits of the ID number became 000, most likely through Excel"),
        _AS_TEXT,
    ),
    IdIssue.BIRTH_IMPOSSIBLE: Message(
        _("The date of birth in the ID number does not exist"),
        _("Compare digits 7 to 14 with the ID card"),
    ),
    IdIssue.BIRTH_FUTURE: Message(
        _("The date of birth in the ID number lies in the future"),
        _("Compare digits 7 to 14 with the ID card"),
    ),
    IdIssue.BIRTH_TOO_EARLY: Message(
        _("The date of birth in the ID number lies before 1900"),
        _("Compare digits 7 to 14 with the ID card"),
    ),
    IdIssue.FORMAT: Message(
        _("The ID number does not look like one of this kind of ID"),
        _("Check the kind of ID and the number"),
    ),
    IdIssue.OTHER_KIND: Message(
        _("The number is an ID-card number, but the kind of ID is another"),
        _("Choose 居民身份证; for 81, 82 or 83 港澳台居民居住证, for 9 外国人永久居留身份证"),
    ),
    IdIssue.CONVERTED: Message(
        _("The old number of 15 digits was changed into 18 digits"), _CHECK_CARD
    ),
    IdIssue.ENDS_IN_ZEROS: Message(
        _("The ID number ends in three zeros; Excel may have changed it"), _CHECK_CARD
    ),
    IdIssue.REGION: Message(_("The ID number begins with an unusual place code"), _CHECK_CARD),
    IdIssue.SEX_MISMATCH: Message(
        _("The sex differs from the ID number; the ID number counts"),
        _("If the number is wrong, correct the number"),
    ),
    IdIssue.BIRTH_MISMATCH: Message(
        _("The date of birth differs from the ID number; the ID number counts"),
        _("If the number is wrong, correct the number"),
    ),
    CreditCodeIssue.MISSING: Message(
        _("The credit code is not filled in"), _("Take it from the certificate")
    ),
    CreditCodeIssue.NUMERIC_CELL: Message(
        _("The credit code is stored as a number and has lost its last digits"),
        _("Set %(column)s to “text” and type it again from the certificate"),
    ),
    CreditCodeIssue.LENGTH: Message(
        _("The credit code has %(length)s characters; it should have 18"),
        _("Compare it with the certificate: something is missing or too much"),
    ),
    CreditCodeIssue.CHARACTERS: Message(
        _("The credit code contains something that does not belong there"),
        _("The letters I, O, Z, S and V do not occur; they may be 1, 0, 2 or 5"),
    ),
    CreditCodeIssue.CHECKSUM: Message(
        _("The credit code has a wrong character"),
        _("Compare it with the certificate character by character"),
    ),
    CreditCodeIssue.NOT_A_UNION: Message(
        _("This is not a union's own code, which begins with 81"),
        _("Take the code from the certificate of the union as a legal person"),
    ),
    CreditCodeIssue.IS_A_UNION: Message(
        _("This is the code of a union, not of the unit"),
        _("Take the code from the unit's own certificate"),
    ),
    CreditCodeIssue.PREFIX: Message(
        _("The first two characters of the credit code are unusual"),
        _("Compare it with the certificate"),
    ),
    CreditCodeIssue.PLACE: Message(
        _("Characters 3 to 8 of the credit code are no place code"),
        _("Compare it with the certificate"),
    ),
    CreditCodeIssue.ORGANISATION: Message(
        _("Characters 9 to 17 of the credit code are unusual"),
        _("Compare it with the certificate"),
    ),
    CellIssue.REQUIRED: Message(_("This must be filled in"), _("Please fill it in")),
    CellIssue.FORMULA: Message(
        _("The formula in this cell has no result"),
        _("Open the file in Excel or WPS, save it and upload it again"),
    ),
    CellIssue.ERROR_VALUE: Message(
        _("The formula in this cell has an error"), _("Type the content itself")
    ),
    CellIssue.UNREADABLE: Message(
        _("The content of this cell cannot be understood"), _("Type the content as text")
    ),
    CellIssue.LOSSY_NUMBER: Message(
        _("This number has more than 15 digits and has lost its end"),
        _("Set %(column)s to “text” and type it again"),
    ),
    CellIssue.TEXT_TOO_LONG: Message(
        _("The text has %(length)s characters; at most %(limit)s are possible"),
        _("Please shorten it"),
    ),
    CellIssue.NAME_CHARACTERS: Message(
        _("The name contains “%(value)s”"), _("Write the name as on the ID card, with · between")
    ),
    CellIssue.DATE_UNREADABLE: Message(
        _("“%(value)s” cannot be read as a day"), _("Write dates like 2026-03-15")
    ),
    CellIssue.DATE_IMPOSSIBLE: Message(
        _("There is no such day as “%(value)s”"), _("Please check month and day")
    ),
    CellIssue.DATE_YEAR_ONLY: Message(
        _("The date has only a year"), _("Write dates like 2026-03-15")
    ),
    CellIssue.DATE_MONTH_AMBIGUOUS: Message(
        _("%(value)s may be January or October"),
        _("Set %(column)s to “text” and write it like 2026-10"),
    ),
    CellIssue.DATE_RANGE: Message(
        _("%(value)s does not lie between 1900 and 2100"), _("Please check the year")
    ),
    CellIssue.DATE_FUTURE: Message(
        _("%(value)s is later than %(latest)s"), _("Please check the date")
    ),
    CellIssue.DATE_MONTH_ONLY: Message(
        _("Only the month is given; it is taken as %(value)s"),
        _("Add the day if you know it"),
    ),
    CellIssue.PHONE_LENGTH: Message(
        _("The telephone number has %(length)s digits; a mobile number has 11"),
        _("Please check the number"),
    ),
    CellIssue.PHONE_PREFIX: Message(
        _("No mobile number begins like this"), _("Mobile numbers begin with 13 to 19")
    ),
    CellIssue.PHONE_SEVERAL: Message(
        _("There is more than one telephone number"), _("Leave only one mobile number")
    ),
    CellIssue.PHONE_CHARACTERS: Message(
        _("The telephone number contains something that does not belong there"),
        _("Write only digits"),
    ),
    CellIssue.PHONE_LOSSY: Message(
        _("The telephone number was shortened by Excel"),
        _("Set %(column)s to “text” and type it again"),
    ),
    CellIssue.PHONE_LANDLINE: Message(
        _("This is a landline, which gets no text messages"), _("Better give a mobile number")
    ),
    CellIssue.YES_NO_UNREADABLE: Message(
        _("“%(value)s” is neither yes nor no"), _("Write 是 or 否")
    ),
    CellIssue.COUNT_UNREADABLE: Message(
        _("“%(value)s” is not a number"),
        _("Write only digits: 0 if there are none, nothing if you do not know"),
    ),
    CellIssue.COUNT_NOT_WHOLE: Message(
        _("%(value)s is not a whole number"), _("Write a whole number")
    ),
    CellIssue.COUNT_NEGATIVE: Message(_("%(value)s is less than 0"), _("Please check the number")),
    CellIssue.COUNT_TOO_LARGE: Message(
        _("%(value)s is far too large"), _("Please check the number")
    ),
    CellIssue.AMOUNT_UNREADABLE: Message(
        _("“%(value)s” is not an amount"), _("Write only the number, like 12345.60")
    ),
    CellIssue.AMOUNT_NEGATIVE: Message(
        _("%(value)s is less than 0"),
        _("Leave the row out; a payment is taken back on its own page"),
    ),
    CellIssue.AMOUNT_PRECISION: Message(
        _("%(value)s has more than two decimals"),
        _("Write yuan and fen exactly; nothing is rounded here"),
    ),
    CellIssue.AMOUNT_TOO_LARGE: Message(
        _("%(value)s is far too large"), _("Please check the number")
    ),
    CellIssue.CHOICE_UNKNOWN: Message(
        _("“%(value)s” is not in the list"), _("Choose from the list in the cell")
    ),
    CellIssue.CHOICE_SIMILAR: Message(
        _("“%(value)s” is not in the list"),
        _("Is %(suggestions)s meant? Choose from the list in the cell"),
    ),
    CellIssue.MASKED: Message(
        _("The middle of this number is hidden: the file is an export with masked numbers"),
        _("Use the original workbook, or export again with the numbers in full"),
    ),
}

_warnings: set[str] = {*CELL_WARNINGS, *ID_WARNINGS, *CREDIT_CODE_WARNINGS}

# “把 这一列设为” has a blank too much, “把 H 列设为” has not.
_HAN_BLANK = re.compile(r"(?<=[一-龥]) (?=[一-龥])")


class _Params(dict[str, Any]):
    """Parameters of a message; a missing one must not keep a clerk from reading the rest."""

    def __missing__(self, key: str) -> str:
        return "…"


def register(code: str, text: Any, remedy: Any, *, warning: bool = False) -> None:
    """Add a message for a code of another module; raises ValueError for a code in use."""
    if code in MESSAGES:
        raise ValueError(f"The code {code} has a message already.")
    MESSAGES[code] = Message(text, remedy)
    if warning:
        _warnings.add(code)


def is_warning(code: str) -> bool:
    """Whether a row with this issue is imported all the same."""
    return code in _warnings


def describe(code: str, params: Mapping[str, Any] | None = None, *, column: str = "") -> Described:
    """Return the words for an issue in the language of the user.

    `params` are those of the error, `column` is Excel's letter (`H`) when the file has letters.
    Raises KeyError for a code without message.
    """
    message = MESSAGES[code]
    values = _Params({**(params or {}), "column": _column(column)})
    kept = _Params({name: _keeping_blanks(value) for name, value in values.items()})
    return Described(*(_joined(str(part) % kept) for part in message))


def _keeping_blanks(value: Any) -> Any:
    """A value whose own blanks stay: “24号 三” is a document and its clause."""
    return value.replace(" ", "\0") if isinstance(value, str) else value


def _joined(text: str) -> str:
    return _HAN_BLANK.sub("", text).replace("\0", " ")


def _column(letter: str) -> str:
    return gettext("column %(letter)s") % {"letter": letter} if letter else gettext("this column")


def check_params(check: IdCheck | CreditCodeCheck) -> dict[str, int]:
    """Return the parameters that messages about an ID number or credit code need.

    Only the length: neither the number nor a part of it gets into a message.
    """
    return {"length": len(check.value)}
