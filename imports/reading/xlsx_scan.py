"""A quick pass over the XML of one sheet, before the fast reader loads it.

The fast reader allocates the whole rectangle from the first to the last cell, so four kilobytes
can ask for 500 GB; it also returns formulas without a result, and errors such as #REF!, as blank
cells.  This pass costs a tenth of the reading and finds the rows that are too far down, the
formulas and the errors.  What it misses (a file built to deceive it) ends in the limits.
"""

from __future__ import annotations

import re
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
ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
DIMENSION = re.compile(rb'<dimension\b[^>]*?\bref="[A-Z]+\d+:([A-Z]+)(\d+)"')
FILLED = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})\d+"[^>]*>\s*<(?:v|is|f)\b')
# t="str" with an empty <v> is the result "" of a formula: that cell is rightly blank
NO_RESULT = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*'
    rb"<f\b(?:[^<>]*/>|[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d+)"')
MOST_ODD_CELLS = 100_000


@dataclass
class Scan:
    """Cells of a sheet that the fast reader would show as blank though they are not."""

    odd: dict[int, dict[int, Uncalculated]] = field(default_factory=dict)
    count: int = 0

    def add(self, column: bytes, row: bytes, *, error: bool) -> None:
        """Remember a cell by its Excel row and column number."""
        self.count += 1
        if self.count <= MOST_ODD_CELLS:
            cells = self.odd.setdefault(int(row), {})
            cells[column_number(column.decode())] = Uncalculated(error=error)


def sheet_parts(path: Path) -> dict[str, str]:
    """Name of each sheet -> its part inside the file; empty when the file does not say."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = _parse(archive.read("xl/workbook.xml"))
            relations = _parse(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    found = [item for space in (MAIN, STRICT) for item in book.iter(f"{space}sheet")]
    return {
        str(item.get("name")): _part_name(
            targets.get(item.get(RELATION) or item.get(STRICT_RELATION), "")
        )
        for item in found
    }


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
            wide = False
            for block in _blocks_of_rows(file):
                wide = wide or _says_wide(block, limits)
                _check_last_row(block, limits)
                if wide:
                    _check_columns(block, limits)
                _collect(block, found)
    return found


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
            found.add(column, row, error=False)
    if b't="e"' in block:
        for column, row in ERROR.findall(block):
            found.add(column, row, error=True)


def _check_last_row(block: bytes, limits: Limits) -> None:
    """Refuse when the last cell with content of this block is below the limit."""
    end = max(block.rfind(mark) for mark in VALUES)
    if end < 0:
        return
    rows = ROW.findall(block, max(block.rfind(b"<row", 0, end), 0), end)
    number = int(rows[-1]) if rows else 0
    if number > limits.rows:
        raise Refused(Refusal.TOO_MANY_ROWS, row=number, limit=limits.rows)


def _says_wide(block: bytes, limits: Limits) -> bool:
    """Whether the sheet calls itself wider than the limit (often only formatting)."""
    head = DIMENSION.search(block, 0, 4096)
    return head is not None and column_number(head[1].decode()) > limits.columns


def _check_columns(block: bytes, limits: Limits) -> None:
    for match in FILLED.finditer(block):
        name = match[1].decode()
        if column_number(name) > limits.columns:
            raise Refused(Refusal.TOO_MANY_COLUMNS, column=name, limit=limits.columns)
