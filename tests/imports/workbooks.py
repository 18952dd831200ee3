"""Workbooks that the tests of the import build on the fly."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from imports.reading import Column, Limits, Workbook

PROVINCIAL = (
    *("序号", "姓名", "性别", "出生日期", "民族", "就业状况", "有效证件类别", "证件号码", "学历"),
    *("技能等级", "移动电话", "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期"),
    *("会籍变化原因", "政治面貌", "工作单位", "籍贯", "是否农民工"),
)
COLUMNS = (
    Column("name", ("姓名", "会员姓名"), required=True),
    Column("id_no", ("证件号码", "身份证号", "身份证号码"), required=True),
    Column("phone", ("移动电话", "手机号码")),
    Column("change_kind", ("会籍变化类型",)),
    Column("changed_on", ("会籍变化日期",)),
    Column("skill", ("技能等级", "技术等级")),
)
SHEET = "xl/worksheets/sheet1.xml"


def xlsx(path: Path, rows: Iterable[Sequence[Any]], first_row: int = 1, name: str = "会员") -> Path:
    """A workbook with the given rows from ``first_row`` on; dates get a date format."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows, start=first_row - 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write(number, column, value)
    book.close()
    return path


def provincial(path: Path, rows: Sequence[Sequence[Any]], note: bool = True) -> Path:
    """The layout of the provincial system: titles in rows 1-4, data from row 5, a closing note."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("会员")
    sheet.merge_range("A1:T1", "工会会员信息采集表")
    sheet.merge_range("A2:T2", "填报单位：林州市总工会　填报日期：2026-11-21")
    for column, title in enumerate(PROVINCIAL):
        if 13 <= column <= 15:
            sheet.write(3, column, title.removeprefix("会籍变化"))
        else:
            sheet.merge_range(2, column, 3, column, title)
    sheet.merge_range("N3:P3", "会籍变化")
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    if note:
        last = 4 + len(rows)
        sheet.merge_range(last, 0, last, 19, "1. 证件号码要用文本格式。2. 每人一行。")
    book.close()
    return path


def xls(path: Path, rows: Iterable[Sequence[Any]], epoch_1904: bool = False) -> Path:
    """A workbook in the old format."""
    book = xlwt.Workbook()
    book.dates_1904 = epoch_1904
    sheet = book.add_sheet("会员")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(path))
    return path


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with bytes of one part replaced; fails when ``old`` is not there."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_part(path: Path, part: str, data: bytes) -> Path:
    """The workbook with one more part."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, data)
    return path


def ole(path: Path, names: Sequence[str], size: int = 4096) -> Path:
    """A compound file as far as its first bytes and its names go."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    body = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    path.write_bytes((head + body).ljust(size, b"\0"))
    return path


def overlapping_zip(path: Path, copies: int = 400) -> Path:
    """A zip file whose parts all point at the same packed bytes (no nesting needed)."""
    data = b"<x/>" * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    names = ["[Content_Types].xml", "xl/workbook.xml"]
    names += [f"xl/worksheets/sheet{number}.xml" for number in range(copies)]
    crc, sizes = zlib.crc32(data), (len(packed), len(data))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, *sizes, 1, 0) + b"a"
    entries = b""
    for name in names:
        fields = (b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, *sizes, len(name), 0, 0, 0, 0, 0, 0)
        entries += struct.pack("<4s6H3L5H2L", *fields) + name.encode()
    start = len(local) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(names), len(names), len(entries), start, 0)
    path.write_bytes(local + packed + entries + end)
    return path


def read(
    path: Path, columns: Sequence[Column] = COLUMNS, **limits: int
) -> tuple[Workbook, list[list[Any]]]:
    """The finished workbook (layout, summary) and all its rows."""
    with Workbook(path, columns, Limits(**limits)) as book:
        rows = [row for batch in book.batches() for row in batch]
    return book, rows
