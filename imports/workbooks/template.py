"""Templates to fill in: drop-downs, red titles where something must stand, text columns for ids."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from imports.kinds import ImportKind
from imports.kinds.columns import ImportColumn
from imports.kinds.members import PROVINCIAL
from imports.places import Place
from imports.workbooks.lists import entries, write_lists

NOTES = "填写说明"
LAST_ROW = 20_000
MOST_NAMED = 30  # entries of a drop-down that the notes name


def template(kind: ImportKind, place: Place | None, user: Any) -> bytes:
    """An empty workbook of a kind; drop-downs name the townships and unions of the place."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    columns = kind.template_columns()
    sheet = book.add_worksheet(str(kind.title))
    styles = _styles(book)
    choices = {column.key: entries(column, place, user) for column in columns}
    for number, column in enumerate(columns):
        _write_title(sheet, styles, 0, number, column)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 1)
    _write_notes(book, styles, kind, columns)
    _write_lists(book, sheet, columns, choices, first_row=1)
    book.close()
    return buffer.getvalue()


def provincial_template(kind: ImportKind, place: Place | None, user: Any) -> bytes:
    """The 20 columns of the provincial system: titles in row 4, data from row 5."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(str(kind.title))
    styles = _styles(book)
    last = len(PROVINCIAL) - 1
    sheet.merge_range(0, 0, 0, last, "工会会员信息采集表", styles["name"])
    sheet.merge_range(1, 0, 1, last, "填报单位：　　　　　　　　填报日期：", styles["plain"])
    sheet.merge_range(2, 0, 2, last, "红色为必填；证件号码、移动电话为文本格式", styles["plain"])
    columns = [_provincial_column(kind, title) for title in PROVINCIAL]
    for number, (title, column) in enumerate(zip(PROVINCIAL, columns, strict=True)):
        if column is None:
            sheet.write_string(3, number, title, styles["head"])
        else:
            _write_title(sheet, styles, 3, number, column)
    sheet.freeze_panes(4, 2)
    choices = {c.key: entries(c, place, user) for c in columns if c is not None}
    _write_lists(book, sheet, columns, choices, first_row=4)
    book.close()
    return buffer.getvalue()


def _provincial_column(kind: ImportKind, title: str) -> ImportColumn | None:
    return next((column for column in kind.columns if column.header == title), None)


def _write_title(sheet: Any, styles: Any, row: int, number: int, column: ImportColumn) -> None:
    look = styles["need"] if column.required else styles["head"]
    sheet.write_string(row, number, column.header, look)
    sheet.set_column(number, number, column.width, styles["text"] if column.as_text else None)
    if column.note:
        size = {"x_scale": 1.4, "y_scale": 0.6}
        sheet.write_comment(row, number, str(column.note), size)


def _write_lists(
    book: Any,
    sheet: Any,
    columns: Sequence[ImportColumn | None],
    choices: dict[str, tuple[str, ...]],
    first_row: int,
) -> None:
    found = {number: choices.get(c.key, ()) if c else () for number, c in enumerate(columns)}
    filled = {number: texts for number, texts in found.items() if texts}
    write_lists(book, sheet, filled, first_row, LAST_ROW)


def _write_notes(book: Any, styles: Any, kind: ImportKind, columns: Sequence[ImportColumn]) -> None:
    """A sheet that explains every column; the reader finds no table in it."""
    notes = book.add_worksheet(NOTES)
    notes.set_column(0, 0, 22)
    notes.set_column(1, 1, 90)
    lines = [
        _("Red titles must be filled in; leave other cells empty if you do not know."),
        _("Empty cells never delete what is registered."),
        _("The order of the columns does not matter; do not change the titles."),
    ]
    for number, line in enumerate(lines):
        notes.write_string(number, 0, line)
    for number, column in enumerate(columns, start=len(lines) + 1):
        notes.write_string(number, 0, f"【{column.header}】", styles["bold"])
        notes.write_string(number, 1, _about(column))


def _about(column: ImportColumn) -> str:
    parts = [_("must be filled in")] if column.required else []
    if column.note:
        parts.append(str(column.note))
    if column.choices:
        parts.append(_entries(column.choices))
    return "；".join(parts)


def _entries(choices: Sequence[str]) -> str:
    """All entries of a drop-down, of a long one the first and where the others are."""
    if len(choices) <= MOST_NAMED:
        return _("choose: %(list)s") % {"list": "、".join(choices)}
    text = _("choose: %(list)s and others; all %(n)s are in the list that opens in the cell")
    return text % {"list": "、".join(choices[:12]), "n": len(choices)}


def _styles(book: Any) -> dict[str, Any]:
    head = {
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#E8EEF5",
        "border": 1,
        "border_color": "#C3CCD6",
    }
    return {
        "head": book.add_format(head),
        "need": book.add_format({**head, "font_color": "#B3261E"}),
        "text": book.add_format({"num_format": "@"}),
        "bold": book.add_format({"bold": True}),
        "plain": book.add_format({"align": "left"}),
        "name": book.add_format({"bold": True, "align": "center", "font_size": 16}),
    }
