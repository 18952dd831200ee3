"""Drop-downs of a sheet: what they offer, and the hidden sheet on which their entries stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from imports.kinds.columns import ImportColumn
from imports.places import PERMISSION, Place
from townships.choices import GRASSROOTS_KINDS, OPEN_STATUSES
from townships.models import Union
from townships.selectors.divisions import townships_of

LISTS = "字典"
MOST_UNIONS = 20_000


def entries(column: ImportColumn, place: Place | None, user: Any) -> tuple[str, ...]:
    """The entries of a column's drop-down; townships and unions are those of the place.

    Of the unions, those that `user` may import into.  Without a place there are code lists only.
    """
    if column.choices or place is None:
        return column.choices
    if column.key == "township":
        return _townships(place)
    if column.key == "union":
        return _unions(place, user)
    return ()


def _townships(place: Place) -> tuple[str, ...]:
    if place.township is not None:
        return (place.township.name,)
    return tuple(division.name for division in townships_of(place.county_code))


def _unions(place: Place, user: Any) -> tuple[str, ...]:
    rows = Union.objects.in_county(place.county_code).visible_to(user, PERMISSION)
    rows = rows.filter(status__in=OPEN_STATUSES, kind__in=GRASSROOTS_KINDS)
    if place.township is not None:
        rows = rows.filter(township=place.township)
    return tuple(rows.order_by("pinyin", "name").values_list("name", flat=True)[:MOST_UNIONS])


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
        for row, entry in enumerate(entries):
            lists.write_string(row, number, entry)  # never a formula, whatever a union is called
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
