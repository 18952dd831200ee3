"""Sheets of a workbook as rows of typed cells, numbered as Excel numbers them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imports.reading import sniff, xlsx_scan
from imports.reading.spec import Limits, Refusal, Refused, Uncalculated

Row = list[Any]
Area = tuple[int, int, int, int]
MOST_SHEETS = 12
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;，"
# How people keep Excel from rounding a number in a csv file: ="410581198503150976"
AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


@dataclass
class Sheet:
    """One visible sheet.  ``merged`` holds (first row, first column, last row, last column).

    ``hidden`` are the numbers of rows that are not shown, by hand or by a filter.
    """

    name: str
    merged: list[Area] = field(default_factory=list)
    encoding: str = ""
    epoch_1904: bool = False

    @property
    def hidden(self) -> set[int]:
        """None where the format does not say."""
        return set()

    def rows(self) -> Iterator[tuple[int, Row]]:
        """(row number, cells from column A) of every row, blank ones included."""
        raise NotImplementedError

    def size(self) -> int:
        """About how many rows there are, the header included."""
        return 0

    def head(self, count: int) -> list[Row]:
        """The first ``count`` rows, for finding the header."""
        found: list[Row] = []
        for number, cells in self.rows():
            if number > count:
                break
            found.append(cells)
        return found


@dataclass
class GridSheet(Sheet):
    """A sheet of an Excel file, loaded by the fast reader."""

    grid: Any = None
    scan: xlsx_scan.Scan = field(default_factory=xlsx_scan.Scan)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Rows with Excel's numbers, whether or not the reader hands out leading blank rows.

        The reader's grid ends with the last value; formulas without a result may follow.
        """
        if self.grid.start is None:
            return
        first_row, first_column = self.grid.start
        lead = [""] * first_column
        odd, number = self.scan.odd, 0
        for number, cells in _numbered(self.grid.iter_rows(), first_row):
            row = lead + cells
            yield number, _with_odd(row, odd[number]) if number in odd else row
        for below in sorted(row for row in odd if row > number):
            yield below, _with_odd([], odd[below])

    @property
    def hidden(self) -> set[int]:
        """Rows that the file calls hidden."""
        return self.scan.hidden

    def size(self) -> int:
        """The number of the last row with content."""
        return 0 if self.grid.end is None else int(self.grid.end[0]) + 1


def _numbered(rows: Iterator[Row], first_row: int) -> Iterator[tuple[int, Row]]:
    """Number rows: versions of the reader differ in handing out the blank rows at the top.

    The row ``first_row`` (0-based) holds something by definition, so a first row without content
    shows that the blank ones are included.
    """
    number = first_row + 1
    for index, cells in enumerate(rows):
        if index == 0 and first_row and not any(cell != "" for cell in cells):
            number = 1
        yield number, cells
        number += 1


def _with_odd(row: Row, cells: dict[int, Uncalculated]) -> Row:
    for column, value in cells.items():
        row += [""] * (column - len(row))
        if row[column - 1] == "":
            row[column - 1] = value
    return row


@dataclass
class TextSheet(Sheet):
    """A csv file in a known encoding."""

    path: Path = Path()
    delimiter: str = ","

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Records numbered as Excel numbers them when it opens the file."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=self.delimiter), start=1):
                yield number, [_unwrapped(cell) if cell[:1] == "=" else cell for cell in cells]

    def size(self) -> int:
        """The number of lines."""
        return self.path.read_bytes().count(b"\n") + 1


def _unwrapped(cell: str) -> str:
    match = AS_FORMULA.fullmatch(cell.strip())
    return match[1].replace('""', '"') if match else cell


def open_sheets(path: Path, file_format: str, limits: Limits) -> Iterator[Sheet]:
    """Visible sheets one by one, so that only one is in memory unless the caller keeps it."""
    if file_format == "csv":
        yield _text_sheet(path)
        return
    yield from _excel_sheets(path, file_format, limits)


def _excel_sheets(path: Path, file_format: str, limits: Limits) -> Iterator[Sheet]:
    import python_calamine as calamine

    try:
        # given a path, the reader would believe its ending instead of its content
        book = calamine.load_workbook(io.BytesIO(path.read_bytes()))
    except calamine.PasswordError as error:
        raise Refused(Refusal.PASSWORD) from error
    except (calamine.ZipError, calamine.XmlError) as error:
        raise Refused(Refusal.TRUNCATED) from error
    except calamine.CalamineError as error:
        raise Refused(_reason(error)) from error
    facts = _facts(path, file_format)
    for name in _visible_names(book)[:MOST_SHEETS]:
        yield _grid_sheet(book, name, path, facts, limits)


def _facts(path: Path, file_format: str) -> xlsx_scan.BookFacts:
    if file_format == "xlsx":
        return xlsx_scan.book_facts(path)
    return xlsx_scan.BookFacts(epoch_1904=sniff.old_epoch_1904(path))


def _visible_names(book: Any) -> list[str]:
    """Names of the worksheets that a person sees on opening the file."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _grid_sheet(
    book: Any, name: str, path: Path, facts: xlsx_scan.BookFacts, limits: Limits
) -> GridSheet:
    import python_calamine as calamine

    part = facts.parts.get(name, "")
    scan = xlsx_scan.scan(path, part, limits) if part else xlsx_scan.Scan()
    try:
        grid = book.get_sheet_by_name(name)
    except calamine.CalamineError as error:
        raise Refused(_reason(error)) from error
    _check_size(grid, limits)
    return GridSheet(
        name=name, merged=_merged(grid), epoch_1904=facts.epoch_1904, grid=grid, scan=scan
    )


def _reason(error: Exception) -> Refusal:
    """The reader's own errors: a password is told in words only for the old format."""
    return Refusal.PASSWORD if "assword" in str(error) else Refusal.TRUNCATED


def _check_size(grid: Any, limits: Limits) -> None:
    if grid.end is None:
        return
    last_row, last_column = grid.end
    if last_row >= limits.rows:
        raise Refused(Refusal.TOO_MANY_ROWS, row=last_row + 1, limit=limits.rows)
    if last_column >= limits.columns:
        raise Refused(Refusal.TOO_MANY_COLUMNS, limit=limits.columns)


def _merged(grid: Any) -> list[Area]:
    ranges = grid.merged_cell_ranges or []
    return sorted((top + 1, left + 1, low + 1, right + 1) for (top, left), (low, right) in ranges)


def _text_sheet(path: Path) -> TextSheet:
    data = path.read_bytes()
    encoding = _encoding(data)
    head = io.StringIO(data[:65536].decode(encoding, "ignore")).read()
    delimiter = _delimiter(head)
    csv.field_size_limit(2**20)
    return TextSheet(name="", path=path, encoding=encoding, delimiter=delimiter)


def _encoding(data: bytes) -> str:
    """UTF-8 and UTF-16 with or without mark, else GB 18030 (which contains GBK)."""
    bare = sniff.bare_utf16(data[: sniff.HEAD])
    if data.startswith(sniff.UTF16_STARTS):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = (bare,) if bare else ENCODINGS
    for encoding in candidates:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused(Refusal.ENCODING)


def _delimiter(head: str) -> str:
    """The separator that occurs most often in the first lines."""
    lines = "".join(head.splitlines(keepends=True)[:15])
    return max(DELIMITERS, key=lines.count)
