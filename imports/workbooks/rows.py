"""A workbook whose head XlsxWriter makes, and whose rows are written as the text they are.

In the time of one of XlsxWriter's cells ten can be written here: a row is put together from pieces
that are made once for each column.  Rows are packed as they come, and nothing else of them is kept.
What stands in the cells, and how they look, is what XlsxWriter would have written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from imports.reading import Uncalculated
from unionreg.text import is_lossy_number, whole_number

SHEET = "xl/worksheets/sheet1.xml"
BLOCK = 500  # rows that are packed together
# The usual packing (6) takes four times as long and saves a sixth.
FASTEST = 1
MOST_BYTES = 2**31 - 2**20  # a part of a zip file as every program reads it
LONGEST = 32_767  # UTF-16 units that a cell of Excel holds
TEXT_END = "</t></is></c>"
PATTERN = b'<row r="2"'
STYLE = re.compile(rb'<c r="[A-Z]+2"( s="\d+")/>')
SIZE = re.compile(rb"<dimension [^>]*/>")  # nobody knows yet

_ODD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
_UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_FIRST = {True: date(1904, 1, 1), False: date(1899, 12, 31)}
_LEAP_DAY = 59  # the last day before 29 February 1900, which Excel believes in


class Look(NamedTuple):
    """How the cells of a column are written: the pieces around what stands in them.

    `blank` is empty when an empty cell is none; `as_text`: numbers become text.
    """

    address: str
    text: str
    blank: str
    style: str
    day: str
    as_text: bool


def look(letter: str, style: str = "", day: str = "", *, as_text: bool = False) -> Look:
    """The look of a column; `style` and `day` (of dates) are among :attr:`Rows.styles`."""
    text = f'"{style} t="inlineStr"><is><t>'
    blank = f'"{style}/>' if style else ""
    return Look(f'<c r="{letter}', text, blank, style, day, as_text)


class Rows:
    """The rows below the head of a workbook's only sheet; a context manager.

    `book` is what XlsxWriter has made: the titles in row 1, and in row 2 one empty cell for every
    format that cells may have.  That row is a pattern, and left out; `styles` are its formats.
    Raises ValueError for more text than a workbook can hold.
    """

    def __init__(self, book: bytes, *, epoch_1904: bool = False) -> None:
        self.first = _FIRST[epoch_1904]
        self.line = 1
        self._waiting: list[str] = []
        self._room = MOST_BYTES
        self._buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(book)) as made:
            parts = {name: made.read(name) for name in made.namelist()}
        head, self._tail = parts.pop(SHEET).split(b"</sheetData>")
        head, _mark, pattern = SIZE.sub(b"", head).partition(PATTERN)
        self.styles = [style.decode() for style in STYLE.findall(pattern)]
        self._target = zipfile.ZipFile(
            self._buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST
        )
        for name, data in parts.items():
            self._target.writestr(name, data)
        self._sheet = self._target.open(SHEET, "w")
        self._sheet.write(head)

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *_error: object) -> None:
        self._sheet.close()
        self._target.close()

    def write(self, cells: Sequence[Any], looks: Sequence[Look]) -> None:
        """A row from column A on; empty texts are empty cells."""
        self.line += 1
        row = self._row(cells, looks)
        if len(row) > LONGEST // 2:
            row = self._row(map(_cut, cells), looks)
        self._waiting.append(row)
        if len(self._waiting) == BLOCK:
            self._pack()

    def finish(self) -> bytes:
        """The workbook."""
        self._pack()
        self._sheet.write(b"</sheetData>" + self._tail)
        self.__exit__()
        return self._buffer.getvalue()

    def _pack(self) -> None:
        data = "".join(self._waiting).encode()
        self._room -= len(data)
        if self._room < 0:
            raise ValueError("The sheet is too large")
        self._sheet.write(data)
        self._waiting.clear()

    def _row(self, cells: Iterable[Any], looks: Sequence[Look]) -> str:
        """The quick way is for letters and digits, which nothing has to be done about."""
        line = str(self.line)
        parts = ['<row r="', line, '">']
        for look, cell in zip(looks, cells, strict=True):
            if cell.__class__ is str:
                if cell.isalnum():
                    parts += (look.address, line, look.text, cell, TEXT_END)
                    continue
                inner = _text(cell, look) if cell else look.blank
            else:
                inner = self._value(cell, look)
            if inner:
                parts += (look.address, line, inner)
        parts.append("</row>")
        return "".join(parts)

    def _value(self, cell: Any, look: Look) -> str:
        """What follows the address of a cell that holds no text."""
        if isinstance(cell, datetime | date):
            return f'"{look.day}><v>{self._serial(cell):.16G}</v></c>'
        if isinstance(cell, bool):
            return f'"{look.style} t="b"><v>{cell:d}</v></c>'
        if isinstance(cell, int | float) and not look.as_text:
            return f'"{look.style}><v>{cell:.16G}</v></c>'
        return _text(as_text(cell), look)

    def _serial(self, day: date) -> float:
        """A day as Excel counts them, with the time of day behind the point."""
        number: float = day.toordinal() - self.first.toordinal()
        if self.first.year < 1904 and number > _LEAP_DAY:
            number += 1
        if isinstance(day, datetime):
            since = day - datetime(day.year, day.month, day.day, tzinfo=day.tzinfo)
            number += since.total_seconds() / 86_400
        return number


def as_text(cell: Any) -> str:
    """A cell as somebody would type it; a number that has lost its end shows that."""
    if isinstance(cell, Uncalculated):
        return ""
    if is_lossy_number(cell):
        return f"{cell:.14E}"
    number = whole_number(cell)
    return str(cell if number is None else number)


def _text(text: str, look: Look) -> str:
    """What follows the address of a cell with a text of whatever kind."""
    if not text:
        return look.blank
    if _ODD.search(text) is None:
        return f"{look.text}{text}{TEXT_END}"
    # as Excel writes them: _x000D_ is a character that XML cannot have, and so for a text like it
    text = _UNSEEN.sub(_hexadecimal, _UNDERSCORE.sub("_x005F_", text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    keeping = look.text.replace("<t>", '<t xml:space="preserve">')
    return f"{keeping}{text}{TEXT_END}"


def _hexadecimal(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _cut(cell: Any) -> Any:
    """No more than a cell holds."""
    if not isinstance(cell, str):
        return cell
    return cell.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
