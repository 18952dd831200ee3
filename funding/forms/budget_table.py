"""A table of categories and amounts, pasted or uploaded: every bad row is told at once."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.exact import ZERO
from unionreg.tables import read_table
from unionreg.text import is_lossy_number

# Titles of the columns of a workbook; the first of each is that of the template.
NAME_TITLES = ("科目", "收支科目", "预算科目", "项目", "Category")
AMOUNT_TITLES = ("金额（元）", "金额", "金额(元)", "预算数", "决算数", "Amount (yuan)")
TOTALS = ("合计", "总计", "小计")
MOST_ERRORS = 50
LONGEST_SHOWN = 30


class Row(NamedTuple):
    """A row as it was written: its number, a name and an amount, nothing of it checked."""

    number: int
    name: str
    amount: Any


class Names(NamedTuple):
    """What may stand in a table: by name the field, by field the form field that checks."""

    keys: Mapping[str, str]
    fields: Mapping[str, Any]


def pasted_rows(text: str) -> Iterator[Row]:
    """The rows of two columns copied from Excel; blank lines are none."""
    for number, line in enumerate(text.splitlines(), 1):
        name, _tab, amount = line.replace("\u3000", " ").partition("\t")
        if line.strip():
            yield Row(number, name.strip(), amount.strip())


def uploaded_rows(file: Any) -> list[Row]:
    """The rows of a workbook with the two titles. Raises Refused with cause and remedy."""
    columns = {"name": NAME_TITLES, "amount": AMOUNT_TITLES}
    rows = read_table(file, columns)
    return [Row(row.number, str(row.cells["name"]).strip(), row.cells["amount"]) for row in rows]


def amounts(rows: Iterable[Row], names: Names) -> dict[str, Decimal]:
    """By field the amount in yuan; lines of totals are left out.

    Raises forms.ValidationError with one message a bad row: row, column, value, reason, remedy.
    """
    found: dict[str, Decimal] = {}
    first: dict[str, int] = {}
    errors: list[str] = []
    for row in rows:
        if row.name.endswith(TOTALS):
            continue
        try:
            key = _key(row, names, first)
            found[key] = _amount(row, names.fields[key])
        except forms.ValidationError as error:
            errors += error.messages
    if errors:
        raise forms.ValidationError(_shortened(errors))
    return found


def _key(row: Row, names: Names, first: dict[str, int]) -> str:
    """The field of a row, noted as used. Raises forms.ValidationError: unknown or repeated."""
    key = names.keys.get(row.name)
    if key is None:
        raise _bad(row.number, NAME_TITLES[0], row.name, _unknown(row.name, names))
    if key in first:
        text = _("stands here twice, first in row %(row)s. Keep one of them.")
        raise _bad(row.number, NAME_TITLES[0], row.name, text % {"row": first[key]})
    first[key] = row.number
    return key


def _unknown(name: str, names: Names) -> str:
    near = difflib.get_close_matches(name, list(names.keys), n=1)
    if near:
        return _("no category. Did you mean “%(near)s”?") % {"near": near[0]}
    return _("no category. Write it as in the template.")


def _amount(row: Row, field: Any) -> Decimal:
    try:
        return field.clean(_as_typed(row.amount)) or ZERO
    except forms.ValidationError as error:
        reason = " ".join(error.messages)
        raise _bad(row.number, AMOUNT_TITLES[0], row.amount, reason) from None


def _as_typed(cell: Any) -> str:
    """A cell as Excel shows it: a float has 15 digits, what it holds beyond them is no amount."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        text = _("no number. Write the amount itself, not a formula or a date.")
        raise forms.ValidationError(text)
    if is_lossy_number(cell):
        raise forms.ValidationError(_("The amount is too large. Check the number of digits."))
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _bad(number: int, column: str, value: Any, reason: str) -> forms.ValidationError:
    shown = str(value) if isinstance(value, str | int | float) else _("formula")
    text = _("Row %(row)s, column “%(column)s”, “%(value)s”: %(reason)s")
    words = {"row": number, "column": column, "value": shown[:LONGEST_SHOWN], "reason": reason}
    return forms.ValidationError(text % words)


def _shortened(errors: list[str]) -> list[str]:
    rest = len(errors) - MOST_ERRORS
    if rest <= 0:
        return errors
    text = ngettext("%(n)s more row is wrong.", "%(n)s more rows are wrong.", rest)
    return [*errors[:MOST_ERRORS], text % {"n": rest}]
