"""Finding the table in a sheet: which row holds the titles, which column is what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imports.reading.sheets import Area, Row, Sheet
from imports.reading.spec import Column, Layout, Refusal, Refused, letter
from unionreg.text import tidy

SEARCHED_ROWS = 15
TALLEST_HEADER = 3
WIDEST_HEADER = 256
LONGEST_TITLE = 200
REMARK = re.compile(r"\(.*?\)|\[.*?\]|<.*?>")
JUNK = re.compile(r"[\s*＊:：\u200b\ufeff]+")
IGNORED = frozenset({"序号", "编号", "no", "no.", "错误原因", "是否导入成功", "行号", "原行号"})


def normal(value: object) -> str:
    """A title reduced to what matters: half-width, no blanks, no asterisk or colon."""
    return JUNK.sub("", unicodedata.normalize("NFKC", str(value))).lower()


def spellings(value: object) -> Iterator[str]:
    """Ways to read a title: whole, and without what stands in brackets."""
    text = normal(value)
    yield text
    yield REMARK.sub("", text)


@dataclass(frozen=True)
class Band:
    """Rows ``top`` to ``bottom`` read as the header: key -> column numbers with that title."""

    top: int
    bottom: int
    found: dict[str, list[int]]
    titles: dict[int, str]

    @property
    def score(self) -> tuple[int, int, int]:
        """More columns first, then fewer rows, then higher up."""
        return (len(self.found), self.top - self.bottom, -self.top)


class Finder:
    """Looks for the columns of one kind of import."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.known = {normal(title): item.key for item in columns for title in item.headers}
        self.least = min(2, len(columns))

    def best(self, sheet: Sheet) -> Band | None:
        """The most convincing header of a sheet, or ``None``."""
        head = _filled(sheet.head(SEARCHED_ROWS), sheet.merged)
        bands = [
            self._band(head, top, height)
            for top in range(len(head))
            for height in range(1, TALLEST_HEADER + 1)
            if top + height <= len(head)
        ]
        good = [band for band in bands if len(band.found) >= self.least]
        return max(good, key=lambda band: band.score, default=None)

    def _band(self, head: list[Row], top: int, height: int) -> Band:
        rows = head[top : top + height]
        found: dict[str, list[int]] = {}
        titles: dict[int, str] = {}
        for index in range(max(map(len, rows), default=0)):
            stack = _stack(rows, index)
            key, title = self._match(stack)
            if title:
                titles[index + 1] = title
            if key:
                found.setdefault(key, []).append(index + 1)
        return Band(top + 1, top + height, found, titles)

    def _match(self, stack: list[str]) -> tuple[str, str]:
        """The column that a stack of header cells spells, lowest cell first, and those cells.

        Without such a column the key is empty and the title is what stands lowest.
        """
        if not stack:
            return "", ""
        for text in (stack[-1], "".join(stack), "".join(stack[-2:])):
            for spelling in spellings(text):
                if spelling in self.known:
                    return self.known[spelling], text
        return "", stack[-1]

    def layout(self, sheet: Sheet, band: Band, file_format: str, also: Sequence[str]) -> Layout:
        """The layout of a header.  Raises :class:`Refused` for missing or repeated titles."""
        self._check(band)
        columns = {key: numbers[0] for key, numbers in band.found.items()}
        bottom = _header_bottom(band, sheet.merged)
        return Layout(
            sheet=tidy(sheet.name),
            file_format=file_format,
            header_rows=(band.top, bottom),
            first_row=bottom + 1,
            columns=columns,
            titles={key: band.titles[number] for key, number in columns.items()},
            unused=tuple(_unused(band)),
            also=tuple(also),
            heads=tuple(sorted(band.titles.items())),
            estimate=max(sheet.size() - bottom, 0),
            encoding=sheet.encoding,
            epoch_1904=sheet.epoch_1904,
        )

    def _check(self, band: Band) -> None:
        twice = {key: numbers for key, numbers in band.found.items() if len(numbers) > 1}
        if twice:
            cells = [
                {"title": self._title(key), "columns": [letter(number) for number in numbers]}
                for key, numbers in twice.items()
            ]
            raise Refused(Refusal.DUPLICATE_HEADERS, row=band.bottom, headers=cells)
        missing = [item for item in self.columns if item.required and item.key not in band.found]
        if missing:
            raise Refused(
                Refusal.MISSING_HEADERS,
                row=band.bottom,
                headers=[item.headers[0] for item in missing],
                unknown=[title for _, title in _unused(band)],
            )

    def _title(self, key: str) -> str:
        return next(item.headers[0] for item in self.columns if item.key == key)


def _stack(rows: list[Row], index: int) -> list[str]:
    """Distinct titles above each other in one column, top first."""
    stack: list[str] = []
    for row in rows:
        text = tidy(str(row[index]))[:LONGEST_TITLE] if index < len(row) else ""
        if text and (not stack or stack[-1] != text):
            stack.append(text)
    return stack


def _filled(head: list[Row], merged: list[Area]) -> list[Row]:
    """Copy of the first rows in which every cell of a merged area shows the area's text."""
    copy = [list(row) for row in head]
    for top, left, low, right in merged:
        if top > len(copy) or left > len(copy[top - 1]):
            continue
        last = min(right, max(left, WIDEST_HEADER))
        text = copy[top - 1][left - 1]
        for index in range(top - 1, min(low, len(copy))):
            row = copy[index] + [""] * (last - len(copy[index]))
            copy[index] = row[: left - 1] + [text] * (last - left + 1) + row[last:]
    return copy


def _header_bottom(band: Band, merged: list[Area]) -> int:
    """Last row of the header, counting areas that begin in it and reach further down."""
    touching = [low for top, _, low, _ in merged if band.top <= top <= band.bottom]
    return max([band.bottom, *touching])


def _unused(band: Band) -> Iterator[tuple[int, str]]:
    used = {number for numbers in band.found.values() for number in numbers}
    for number, title in band.titles.items():
        if number not in used and not set(spellings(title)) & IGNORED:
            yield number, title[:60]


def find(sheets: Iterator[Sheet], finder: Finder, file_format: str) -> tuple[Sheet, Layout]:
    """The sheet that fits best and its layout.  Raises :class:`Refused` when none fits."""
    best: tuple[Band, Sheet] | None = None
    names: list[tuple[int, str]] = []
    blank = True
    for sheet in sheets:
        blank = blank and not sheet.head(1)
        band = finder.best(sheet)
        if band is None:
            continue
        names.append((len(band.found), tidy(sheet.name)))
        if best is None or len(band.found) > len(best[0].found):
            best = (band, sheet)
    if best is None:
        raise Refused(Refusal.EMPTY) if blank else _no_header(finder, file_format)
    band, sheet = best
    own = tidy(sheet.name)
    also = [name for count, name in names if name != own and count == len(band.found)]
    return sheet, finder.layout(sheet, band, file_format, also)


def _no_header(finder: Finder, file_format: str) -> Refused:
    """Any text can be taken for a table of one column, so the clerk is told that it is text."""
    wanted: list[Any] = [item.headers[0] for item in finder.columns if item.required]
    code = Refusal.TEXT if file_format == "csv" else Refusal.NO_HEADER
    return Refused(code, rows=SEARCHED_ROWS, headers=wanted)
