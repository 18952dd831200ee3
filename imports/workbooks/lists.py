"""Drop-downs of a sheet: their entries stand on a hidden sheet, one column for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

LISTS = "字典"


def write_lists(
    book: Any, sheet: Any, choices: Mapping[int, Sequence[str]], first_row: int, last_row: int
) -> None:
    """Give columns of a sheet of XlsxWriter their drop-downs; rows and columns count from 0.

    `choices`: the entries by column.  Another value only brings a warning: some are understood that
    are not in the list.
    """
    if not choices:
        return
    lists = book.add_worksheet(LISTS if sheet.get_name() != LISTS else f"{LISTS}1")
    lists.hide()
    for number, entries in choices.items():
        lists.write_column(0, number, entries)
        name = xl_col_to_name(number, col_abs=True)
        source = f"={lists.get_name()}!{name}$1:{name}${len(entries)}"
        sheet.data_validation(first_row, number, last_row, number, _drop_down(source))


def _drop_down(source: str) -> dict[str, str]:
    return {
        "validate": "list",
        "source": source,
        "error_title": _("Not in the list"),
        "error_message": _("Choose from the list in the cell."),
        "error_type": "warning",
    }
