"""Members as an Excel workbook: the provincial 20 columns, then union and membership.

The headers are those that the import knows, so that an exported workbook can be corrected and
imported again; ID numbers and phones are masked unless somebody may see them and says why.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.identity import mask_phone
from members.models import Member
from members.services.reveal import PERMISSION
from unionreg.crypto import decrypt

Cell = str | int | date | None


class Column(NamedTuple):
    """A column: header, width in characters, value."""

    header: Any
    width: int
    value: Callable[[Member, bool], Cell]


def _field(name: str) -> Any:
    field: Any = Member._meta.get_field(name)
    return field.verbose_name


def _plain(name: str, width: int = 14) -> Column:
    return Column(_field(name), width, lambda member, _full: getattr(member, name))


def _choice(name: str, width: int = 12) -> Column:
    return Column(
        _field(name), width, lambda member, _full: str(getattr(member, f"get_{name}_display")())
    )


def _number(member: Member, full: bool) -> str:
    return decrypt(member.id_cipher) if full else member.id_masked


def _phone(member: Member, full: bool) -> str:
    return member.phone if full else mask_phone(member.phone)


def _migrant(member: Member, _full: bool) -> str:
    if member.is_migrant is None:
        return ""
    return _("yes") if member.is_migrant else _("no")


# As in the import template: a workbook that was exported can come back.
UNION_TITLE = "所属工会"

COLUMNS = (
    _plain("name", 12),
    _choice("sex", 6),
    _plain("birth_date", 12),
    _choice("ethnicity", 10),
    _choice("employment_status"),
    _choice("id_type", 14),
    Column(_field("id_masked"), 21, _number),
    _choice("education", 16),
    _choice("skill_level", 16),
    Column(_field("phone"), 14, _phone),
    _choice("household_type", 16),
    _plain("household_place", 20),
    _choice("change_type"),
    _plain("changed_on", 12),
    _choice("change_reason", 22),
    _choice("political_status", 14),
    _plain("workplace", 30),
    _plain("native_place", 16),
    Column(_field("is_migrant"), 12, _migrant),
    _choice("group", 14),
    Column(UNION_TITLE, 34, lambda member, _full: member.union.name),
    Column(
        _field("township"),
        14,
        lambda member, _full: member.township.name if member.township else "",
    ),
    _choice("state", 10),
    _plain("first_joined_on", 14),
    _plain("joined_on", 16),
)

SERIAL = gettext_lazy("No.")


def write_members(
    target: Path, members: Iterable[Member], *, user: Any, unmasked: bool
) -> dict[tuple[str, str], int]:
    """Write the workbook row by row, without holding it in memory; people by county and township.

    With `unmasked`, numbers are in full where `user` may see them and masked elsewhere.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    counted: dict[tuple[str, str], int] = {}
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet(str(_("members"))[:31])
        head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(0, 0, 6)
        sheet.write_string(0, 0, str(SERIAL), head)
        for place, column in enumerate(COLUMNS, start=1):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, str(column.header), head)
        sheet.freeze_panes(1, 2)
        allowed = user.scope_for(PERMISSION)
        for row, member in enumerate(members, start=1):
            full = unmasked and allowed.covers(member.county_code, member.township_id)
            sheet.write_number(row, 0, row)
            for place, column in enumerate(COLUMNS, start=1):
                _write(sheet, row, place, column.value(member, full), day)
            where = (member.county_code, member.township_id or "")
            counted[where] = counted.get(where, 0) + 1
    return counted


def _write(sheet: Any, row: int, place: int, value: Cell, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    elif value not in (None, ""):
        sheet.write_string(row, place, str(value))
