"""A quick pass over the XML of one sheet, before the fast reader loads it.

The fast reader allocates the whole rectangle from the first to the last cell, so four kilobytes
can ask for 500 GB; it also returns formulas without a result, and errors such as #REF!, as blank
cells.  This pass costs a tenth of the reading and finds the rows that are too far down, the
formulas and the errors, and the rows that are hidden.  What it misses (a file built to deceive it)
ends in the limits.

The patterns end at the next tag and after so many characters: a megabyte of ``<c <c <c`` must not
keep them searching to its end from each of its beginnings.
"""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from imports.reading.spec import Limits, Refusal, Refused, Uncalculated, column_number

BLOCK = 2**20
LONGEST_ROW = 8 * 2**20
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
VALUES = (b"<v>", b"<is>", b"</v>", b"</is>")
INSIDE = rb"[^<>]{0,400}"  # what a tag may hold before and after the attribute looked for
CELL = rb'\br="([A-Z]{1,3})(\d{1,7})"'
ROW = re.compile(rb"<row\b" + INSIDE + rb'?\br="(\d{1,7})"')
HIDDEN = re.compile(
    rb"<row\b(?=" + INSIDE + rb'\bhidden="(?:1|true)")' + INSIDE + rb'?\br="(\d{1,7})"'
)
DIMENSION = re.compile(rb"<dimension\b" + INSIDE + rb'?\bref="[A-Z]+\d+:([A-Z]+)(\d+)"')
FILLED = re.compile(rb"<c\b" + INSIDE + rb"?" + CELL + INSIDE + rb">\s*<(?:v|is|f)\b")
# t="str" with an empty <v> is the result "" of a formula: that cell is rightly blank
NO_RESULT = re.compile(
    rb"<c\b(?!" + INSIDE + rb'\bt="str")' + INSIDE + rb"?" + CELL + INSIDE + rb">\s*"
    rb"<f\b(?:[^<>]*/>|[^<]*</f>)\s*(?:<v\s*/>\s*|<v></v>\s*)?</c>"
)
ERROR = re.compile(rb"<c\b(?=" + INSIDE + rb'\bt="e")' + INSIDE + rb"?" + CELL)
MOST_ODD_CELLS = 300_000
FORMULA, FAULT = Uncalculated(error=False), Uncalculated(error=True)
SHARE_OF_TIME = 4  # of the seconds that reading may take


@dataclass
class Scan:
    """Cells of a sheet that the fast reader would show as blank though they are not; hidden rows.

    ``odd``: row number -> column number -> what stands for the cell.
    """

    odd: dict[int, dict[int, Uncalculated]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    count: int = 0

    def add(self, column: bytes, row: bytes, cell: Uncalculated) -> None:
        """Remember a cell.  Raises :class:`Refused` when there are more than anybody repairs."""
        self.count += 1
        if self.count > MOST_ODD_CELLS:
            raise Refused(Refusal.UNCALCULATED, limit=MOST_ODD_CELLS)
        self.odd.setdefault(int(row), {})[column_number(column.decode())] = cell


@dataclass(frozen=True)
class BookFacts:
    """Name of each sheet -> its part inside the file, and whether days count from 1904.

    Empty when the file does not say.
    """

    parts: dict[str, str] = field(default_factory=dict)
    epoch_1904: bool = False


def book_facts(path: Path) -> BookFacts:
    """What the workbook says of itself as a whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = _parse(archive.read("xl/workbook.xml"))
            relations = _parse(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return BookFacts()
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    parts = {
        str(item.get("name")): _part_name(
            targets.get(item.get(RELATION) or item.get(STRICT_RELATION), "")
        )
        for item in _items(book, "sheet")
    }
    epochs = {item.get("date1904") for item in _items(book, "workbookPr")}
    return BookFacts(parts, bool(epochs & {"1", "true"}))


def _items(book: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    for space in (MAIN, STRICT):
        yield from book.iter(f"{space}{name}")


def _parse(xml: bytes) -> ElementTree.Element:
    """A small part; document types were refused before, so there are no entities to expand."""
    return ElementTree.fromstring(xml)  # noqa: S314


def _part_name(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def scan(path: Path, part: str, limits: Limits) -> Scan:
    """Look through one sheet.  Raises :class:`Refused` when its cells go beyond the limits."""
    found = Scan()
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist():
            return found
        with archive.open(part) as file:
            _look(file, limits, found)
    return found


def _look(file: IO[bytes], limits: Limits, found: Scan) -> None:
    """Look through the part to its end, also when it is too long: the real end must be named."""
    seconds = limits.seconds / SHARE_OF_TIME
    end = time.process_time() + seconds
    wide, last = False, 0
    for block in _blocks_of_rows(file):
        if time.process_time() > end:
            raise Refused(Refusal.TIMEOUT, seconds=round(seconds))
        last = _last_row(block) or last
        if last > limits.rows:
            continue
        wide = wide or _says_wide(block, limits)
        if wide:
            _check_columns(block, limits)
        _collect(block, found)
    if last > limits.rows:
        raise Refused(Refusal.TOO_MANY_ROWS, row=last, limit=limits.rows)


def _blocks_of_rows(file: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that end with a whole row."""
    rest = b""
    while data := file.read(BLOCK):
        data = rest + data
        cut = data.rfind(b"</row>") + len(b"</row>")
        if cut < len(b"</row>"):
            if len(data) > LONGEST_ROW:
                raise Refused(Refusal.TOO_MANY_COLUMNS)
            cut = 0
        rest = data[cut:]
        if cut:
            yield data[:cut]
    yield rest


def _collect(block: bytes, found: Scan) -> None:
    if b"</f>" in block or b"<f " in block:
        for column, row in NO_RESULT.findall(block):
            found.add(column, row, FORMULA)
    if b't="e"' in block:
        for column, row in ERROR.findall(block):
            found.add(column, row, FAULT)
    if b' hidden="' in block:
        found.hidden.update(map(int, HIDDEN.findall(block)))


def _last_row(block: bytes) -> int:
    """The number of the last row with content in a block, 0 when there is none."""
    end = max(block.rfind(mark) for mark in VALUES)
    if end < 0:
        return 0
    rows = ROW.findall(block, max(block.rfind(b"<row", 0, end), 0), end)
    return int(rows[-1]) if rows else 0


def _says_wide(block: bytes, limits: Limits) -> bool:
    """Whether the sheet calls itself wider than the limit (often only formatting)."""
    head = DIMENSION.search(block, 0, 4096)
    return head is not None and column_number(head[1].decode()) > limits.columns


def _check_columns(block: bytes, limits: Limits) -> None:
    for match in FILLED.finditer(block):
        name = match[1].decode()
        if column_number(name) > limits.columns:
            raise Refused(Refusal.TOO_MANY_COLUMNS, column=name, limit=limits.columns)
