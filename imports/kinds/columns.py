"""Columns of a workbook: their titles, how a cell becomes a value, how the template shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from imports.cleaning import (
    CellIssue,
    CleaningError,
    clean_amount,
    clean_count,
    clean_date,
    clean_name,
    clean_phone,
    clean_text,
    clean_unit_name,
    clean_yes_no,
    match_choice,
    refuse_error_values,
)
from imports.reading import Column
from unionreg.vocabulary import Vocabulary, is_placeholder

# Titles of the column that names the township of an employer or a union.
TOWNSHIP_TITLES = (
    *("乡镇", "街道", "乡镇街道", "所属乡镇", "所在乡镇", "所属街道", "所在街道"),
    *("单位所在政区", "所在镇街", "所属镇街", "所属乡镇（街道）"),
)

# A cleaner returns the value (None or "" for a blank cell) and the code of a warning, or "".
# It raises CleaningError when the cell cannot be understood.
Cleaner = Callable[[Any], tuple[Any, str]]


@dataclass(frozen=True)
class ImportColumn:
    """One column of one kind of import.

    `key` names the value for the code; `header` is the official title, `synonyms` others that are
    understood; both are Chinese in every language, because they stand in people's workbooks.
    `repeats` says that the same few texts come again and again, so that cleaned values are kept.
    `secret` content is masked wherever it is shown; `as_text` columns of the template have the
    text format; `choices` become a drop-down; `note` is the remark under the title.
    """

    key: str
    header: str
    clean: Cleaner
    synonyms: tuple[str, ...] = ()
    required: bool = False
    repeats: bool = False
    secret: bool = False
    as_text: bool = False
    choices: tuple[str, ...] = ()
    note: str | Promise = ""
    width: int = 14
    in_template: bool = True

    def for_reader(self) -> Column:
        """The part of it that the reading process needs."""
        identity = self.secret and self.required
        return Column(self.key, (self.header, *self.synonyms), self.required, identity)

    def cleaner(self, *, epoch_1904: bool) -> Cleaner:
        """How cells of a workbook are cleaned that counts its days from 1904, or does not."""
        given: dict[str, Any] = {}
        if epoch_1904 and self.clean in (past_date, any_date, month):
            given["epoch_1904"] = True
        if self.clean == past_date:
            given["today"] = timezone.localdate()  # looked up once for all cells
        return partial(self.clean, **given) if given else self.clean


def text(max_length: int) -> Cleaner:
    """A text of at most `max_length` characters; `-`, `/` and `无` stand for nothing."""
    return lambda cell: (_meant(clean_text(cell, max_length=max_length)), "")


def _meant(text: str) -> str:
    return "" if is_placeholder(text) or text.upper() in _NOTHING else text


# What programs write for "nothing" when they make a table.
_NOTHING = frozenset({"NULL", "NONE"})

# Most cells are right as they are: these need none of the steps of the full cleaners.
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def person_name(cell: Any) -> tuple[str, str]:
    """The name of a person."""
    if isinstance(cell, str) and _PLAIN_NAME.fullmatch(cell) and not is_placeholder(cell):
        return cell, ""
    return _meant(clean_name(cell)), ""


def unit_name(cell: Any) -> tuple[str, str]:
    """The name of an employer or a union."""
    return _meant(clean_unit_name(cell)), ""


def past_date(
    cell: Any, *, epoch_1904: bool = False, today: date | None = None
) -> tuple[date | None, str]:
    """A date that is not to come; a month alone stands for its first day, with a warning."""
    found = clean_date(cell, epoch_1904=epoch_1904, latest=today or timezone.localdate())
    return _warned_date(found)


def any_date(cell: Any, *, epoch_1904: bool = False) -> tuple[date | None, str]:
    """A date that may lie in the future (the end of a certificate)."""
    return _warned_date(clean_date(cell, epoch_1904=epoch_1904))


def _warned_date(found: Any) -> tuple[date | None, str]:
    if found is None:
        return None, ""
    return found.value, CellIssue.DATE_MONTH_ONLY if found.month_only else ""


def phone(cell: Any) -> tuple[str, str]:
    """A telephone number; for landlines a warning."""
    if isinstance(cell, str) and _PLAIN_MOBILE.fullmatch(cell):
        return cell, ""
    _refuse_masked(cell)
    found = clean_phone(cell)
    if found is None:
        return "", ""
    return found.value, CellIssue.PHONE_LANDLINE if found.landline else ""


def yes_no(cell: Any) -> tuple[bool | None, str]:
    """Yes, no or not known."""
    return clean_yes_no(cell), ""


def count(cell: Any) -> tuple[int | None, str]:
    """A number of people or things, or not known."""
    return clean_count(cell), ""


def amount(cell: Any) -> tuple[Decimal | None, str]:
    """An amount in yuan to the fen, or not known."""
    return clean_amount(cell), ""


def month(cell: Any, *, epoch_1904: bool = False) -> tuple[date | None, str]:
    """A month, as its first day: 2026-03, 202603, or any day of it."""
    found = clean_date(cell, epoch_1904=epoch_1904)
    return (found.value.replace(day=1) if found else None), ""


def choice(vocabulary: Vocabulary) -> Cleaner:
    """An entry of a code list, as its code."""
    return lambda cell: (match_choice(vocabulary, cell), "")


def raw(cell: Any) -> tuple[Any, str]:
    """The cell itself: it can only be understood together with others."""
    refuse_error_values(cell)
    return cell, ""


def id_number(cell: Any) -> tuple[Any, str]:
    """The cell itself, unless its middle is hidden: what it means depends on the kind of ID."""
    _refuse_masked(cell)
    return raw(cell)


def _refuse_masked(cell: Any) -> None:
    """Say of 4105**********031X what it is: our own export, not a typing error."""
    if isinstance(cell, str) and "**" in cell:
        raise CleaningError(CellIssue.MASKED)


def spellings(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The official spellings of a code list, for a drop-down."""
    return tuple(vocabulary.official.values())
