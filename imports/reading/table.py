"""The data rows of a table, without blank rows, notes, totals and repeated titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from imports.reading.layout import normal
from imports.reading.sheets import Row, Sheet
from imports.reading.spec import Column, Layout, Refusal, Refused, Summary
from unionreg.text import tidy

NOTE = re.compile(
    r"^(填表说明|填写说明|填报说明|说明|备注|注意|提示|注\d*[:：]|填表人|填报人|制表人|经办人|审核人"
    r"|负责人|单位盖章|盖章|填报单位|填表单位|填报日期|填表日期|制表日期|打印日期)"
)
TOTAL = re.compile(r"^(合计|小计|总计|共计|本页小计|本页合计|累计)|(合计|小计|总计)$")
HINT = re.compile(r"必填|选填|下拉|格式|文本|示例|yyyy|例[:：如]", re.IGNORECASE)
# More digits than a total has, in a column of ID numbers.
IDENTITY = re.compile(r"[0-9A-Za-z]{7}")
MOST_LEFT_OUT = 200
MOST_MERGED = 20
MOST_HIDDEN = 20


@dataclass
class Table:
    """The rows under a header."""

    sheet: Sheet
    layout: Layout
    columns: list[Column]
    summary: Summary = field(default_factory=Summary)

    def __post_init__(self) -> None:
        numbers = self.layout.columns
        keys = [item.key for item in self.columns if item.required and item.key in numbers]
        self.required = [numbers[key] - 1 for key in keys]
        self.known = [number - 1 for number in numbers.values()]
        named = [item.key for item in self.columns if item.identity and item.key in numbers]
        self.identity = [numbers[key] - 1 for key in named]
        self.title = normal(self.layout.titles[keys[0]]) if keys else ""
        areas = [area for area in self.sheet.merged if area[0] >= self.layout.first_row]
        self.merged = {area[0]: area for area in areas}
        self.bad_merged: list[int] = []
        self.closing = 0

    def rows(self) -> Iterator[Row]:
        """Each data row as a list: its row number, then its cells.

        Raises :class:`Refused` when areas of merged cells lie among the data, or no data is there.
        """
        first, hidden = self.layout.first_row, self.sheet.hidden
        for number, cells in self.sheet.rows():
            if number < first or not self._keep(number, cells):
                continue
            self._check_closing()
            self.summary.rows += 1
            self.summary.last_row = number
            if number in hidden:
                self._note_hidden(number)
            yield [number, *cells]
        if self.bad_merged:
            raise Refused(Refusal.MERGED_CELLS, rows=self.bad_merged)
        if not self.summary.rows:
            raise Refused(Refusal.NO_ROWS, row=first)

    def _note_hidden(self, number: int) -> None:
        self.summary.hidden_count += 1
        if self.summary.hidden_count <= MOST_HIDDEN:
            self.summary.hidden.append(number)

    def _keep(self, number: int, cells: Row) -> bool:
        """Whether this is a row of data.  The quick way is for rows that fill the key columns."""
        width, keys = len(cells), self.required
        if number in self.merged:
            reason = self._merged_reason(number, cells)
        elif len(keys) > 1 and all(key < width and not _blank(cells[key]) for key in keys):
            reason = self._repeated(cells)
        else:
            reason = self._reason(cells)
        if reason and reason != "blank" and len(self.summary.left_out) < MOST_LEFT_OUT:
            self.summary.left_out.append((number, reason))
        return not reason

    def _repeated(self, cells: Row) -> str:
        """``header`` for the titles printed again further down, ``hint`` for remarks on them."""
        value = cells[self.required[0]]
        if isinstance(value, str):
            if len(value) < 12 and normal(value) == self.title:
                return "header"
            if all(HINT.search(str(cells[key])) for key in self.required):
                return "hint"
        return ""

    def _reason(self, cells: Row) -> str:
        """Why a row with empty key cells is no data, or an empty string."""
        filled = _filled(cells)
        if not filled:
            return "blank"
        if self._names_somebody(cells):
            return ""
        if NOTE.match(filled[0]):
            return "note"
        if any(TOTAL.search(re.sub(r"\s", "", text)) for text in filled[:3]):
            return "total"
        return "" if self._says_something(cells) else "blank"

    def _names_somebody(self, cells: Row) -> bool:
        """Whether an ID number stands where one is expected."""
        found = (cells[at] for at in self.identity if at < len(cells))
        return any(
            isinstance(cell, str | int | float) and IDENTITY.search(str(cell)) for cell in found
        )

    def _says_something(self, cells: Row) -> bool:
        """Whether a cell is filled that is read: numbers put in advance under 序号 are no rows."""
        return any(at < len(cells) and not _blank(cells[at]) for at in self.known)

    def _merged_reason(self, number: int, cells: Row) -> str:
        """Why a row that begins a merged area is no data; otherwise the file will be refused."""
        reason = self._reason(cells)
        if reason not in ("", "blank"):
            return reason
        _, left, _, right = self.merged[number]
        if len(_filled(cells)) == 1 and right - left >= 2:
            self.closing = self.closing or number
            return "note"
        if not reason:
            self._refuse_later(number)
        return reason

    def _check_closing(self) -> None:
        """A remark across the table closes it: data below shows that it was none."""
        if self.closing:
            self._refuse_later(self.closing)
            self.closing = 0

    def _refuse_later(self, number: int) -> None:
        self.bad_merged.append(number)
        if len(self.bad_merged) >= MOST_MERGED:
            raise Refused(Refusal.MERGED_CELLS, rows=self.bad_merged)


def _blank(cell: object) -> bool:
    """Whether nothing can be seen in a cell: a lone quote mark only says that it holds text."""
    if not isinstance(cell, str) or cell.isalnum():  # names and numbers, nearly always
        return False
    return not cell or cell.isspace() or (len(cell) < 9 and tidy(cell) in ("", "'"))


def _filled(cells: Row) -> list[str]:
    """Texts of the cells that are not blank."""
    return [str(cell).strip() for cell in cells if not _blank(cell)]
