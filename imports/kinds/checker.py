"""The checks that all kinds share: cells, duplicates, comparison with what is stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from imports.choices import RowStatus, Severity
from imports.cleaning import CellIssue, CleaningError, is_blank, shown
from imports.database import draw_ids
from imports.kinds.base import ImportKind, changed_fields
from imports.kinds.columns import Cleaner, ImportColumn
from imports.kinds.lines import Issue, Line
from imports.kinds.messages import RowIssueCode
from imports.models import ImportBatch
from imports.reading import Layout
from members.identity import mask_id
from unionreg.text import is_lossy_number

MOST_KEPT = 50_000
# The cell itself and its value, by the cell.
Kept = dict[Any, tuple[Any, Any]]


class Checker(ABC):
    """Checks the rows of one batch."""

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        self.kind = kind
        self.batch = batch
        self.layout = layout
        self.seen: dict[Any, int] = {}
        self.secret = kind.secret_keys()
        self.last_title = max(dict(layout.heads), default=0)
        self.plan: list[tuple[int, ImportColumn, Cleaner, Kept]] = [
            (layout.columns[column.key], column, column.cleaner(epoch_1904=layout.epoch_1904), {})
            for column in kind.columns
            if column.key in layout.columns
        ]

    def check(self, lines: list[Line]) -> Iterator[Line]:
        """The lines of a whole file, looked up and compared; new ones have their ids.

        All questions to the database are asked before this returns. A line that was handed out is
        let go: what will be written of 200,000 rows is too much to keep.
        """
        self.prepare(lines)
        self._refuse_duplicates(lines)
        return self.settled(lines)

    @abstractmethod
    def prepare(self, lines: list[Line]) -> None:
        """Check values against each other, look up references, set `key` and `row`."""

    def settled(self, lines: list[Line]) -> Iterator[Line]:
        """Decide what happens to each line, and hand it out."""
        self.compare(lines)
        self.draw(lines)
        return released(lines)

    def compare(self, lines: list[Line]) -> None:
        """Find what is stored already and decide what happens to each line."""
        raise NotImplementedError

    # The code of the issue for a key that came before, and the column it is shown at.
    duplicate: tuple[str, str]

    def read(self, row: list[Any]) -> Line:
        """Clean the cells of a row, whose first item is its number in Excel."""
        line = Line(number=row[0], cells=row)
        width = len(row)
        for index, column, clean, kept in self.plan:
            cell = row[index] if index < width else ""
            if cell == "":
                if column.required:
                    self._note(line, column, CellIssue.REQUIRED, {}, cell)
                continue
            known = kept.get(cell) if cell.__class__ is str else None
            if known:
                row[index], value = known  # one text in memory for all rows that have it
                if value is not None:
                    line.values[column.key] = value
            else:
                self._clean(line, column, clean, cell, kept)
        if width - 1 > self.last_title:
            self._tell_surplus(line)
        return line

    def _tell_surplus(self, line: Line) -> None:
        """Cells beyond the last title: a comma too much in a csv file moves all that follow."""
        surplus = (cell for cell in line.cells[self.last_title + 1 :] if not is_blank(cell))
        found = next(surplus, None)
        if found is not None:
            code = str(RowIssueCode.SURPLUS_CELLS)
            line.note(Issue("", code, {}, Severity.WARNING, shown(found)))

    def _clean(
        self,
        line: Line,
        column: ImportColumn,
        clean: Cleaner,
        cell: Any,
        kept: Kept,
    ) -> None:
        try:
            value, warning = clean(cell)
        except CleaningError as error:
            self._note(line, column, error.code, error.params, cell)
            return
        if value == "" or (column.required and is_blank(value)):
            value = None  # nothing is told: what is stored stays
        if warning:
            self._note(line, column, warning, {}, cell, Severity.WARNING)
        if value is None and column.required:
            self._note(line, column, CellIssue.REQUIRED, {}, cell)
            return
        if column.repeats and not warning and cell.__class__ is str and len(kept) < MOST_KEPT:
            kept[cell] = (cell, value)
        if value is not None:
            line.values[column.key] = cell if _is_same_text(value, cell) else value

    def _note(
        self,
        line: Line,
        column: ImportColumn,
        code: str,
        params: dict[str, Any],
        cell: Any,
        severity: Severity = Severity.ERROR,
    ) -> None:
        content = self.masked(column.key, cell)
        line.note(Issue(column.key, str(code), dict(params), severity, content))

    def masked(self, key: str, cell: Any) -> str:
        """The content of a cell as lists may show it."""
        if is_lossy_number(cell):
            return f"{cell:.4E}"
        content = shown(cell)
        if key in self.secret and isinstance(cell, str) and "*" not in content:
            return mask_id(content)
        return content

    def content(self, line: Line, key: str) -> str:
        """The content of a line's cell in a column, masked; empty when there is no such column."""
        index = self.layout.columns.get(key, 0)
        cell = line.cells[index] if 0 < index < len(line.cells) else ""
        return self.masked(key, cell)

    def _refuse_duplicates(self, lines: list[Line]) -> None:
        """The second row with the same key is an error, whatever became of the first."""
        code, column = self.duplicate
        for line in lines:
            if line.key is None:
                continue
            first = self.seen.setdefault(line.key, line.number)
            if first != line.number and not line.has(code):
                line.fail(column, code, row=first)

    def settle(self, line: Line, before: dict[str, Any] | None, row: dict[str, Any]) -> None:
        """Compare the columns of a line with the stored record and set what happens."""
        line.row, line.before = row, before
        line.changes = changed_fields(before, row, self.kind.logged)
        if before is None:
            line.status = RowStatus.NEW
            return
        line.target_id, line.target_version = before["id"], before["version"]
        line.status = RowStatus.CHANGED if line.changes else RowStatus.UNCHANGED

    def draw(self, lines: list[Line]) -> None:
        """Give new records the ids that they will have."""
        new = [line for line in lines if line.status == RowStatus.NEW]
        for line, number in zip(new, draw_ids(self.kind.staged.target, len(new)), strict=True):
            line.target_id = number


def _is_same_text(value: Any, cell: Any) -> bool:
    """Whether a text was left as it is: one of the two is enough in memory."""
    return value.__class__ is str and cell.__class__ is str and bool(value == cell)


def released(lines: list[Line]) -> Iterator[Line]:
    """The lines in their order; the list gives each of them away."""
    lines.reverse()
    while lines:
        yield lines.pop()
