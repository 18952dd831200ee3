"""Writing checked lines into the staging tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from imports.choices import RowStatus, Severity
from imports.database import Row, load
from imports.kinds.base import ImportKind
from imports.kinds.checker import Checker
from imports.kinds.lines import Line, to_json
from imports.models import ImportBatch, RowIssue
from imports.reading.spec import letter

ISSUE_COLUMNS = (
    *("county_code", "batch_id", "row_number", "column", "header", "label", "shown"),
    *("code", "params", "severity"),
)
COMMON = (
    *("county_code", "batch_id", "row_number", "row_status", "target_id", "target_version"),
    *("label", "masked", "township_key", "changes", "detail"),
)
# A row with errors: its cells, which begin with its number, and for each error letter and title of
# its column, code, parameters (JSON).
Told = tuple[str, str, str, str]
Failed = tuple[list[Any], list[Told]]
WRITTEN = frozenset({RowStatus.NEW, RowStatus.CHANGED})
EMPTY = "{}"


def clear(batch: ImportBatch, kind: ImportKind) -> None:
    """Remove what an earlier attempt has staged."""
    for model in (kind.staged, RowIssue):
        model.objects.in_county(batch.county_code).filter(batch_id=batch.pk).delete()


def store(
    batch: ImportBatch, checker: Checker, lines: Iterable[Line]
) -> tuple[Counter[str], list[Failed]]:
    """Stage lines as they come and note their issues.

    Returns how many there are of each status and severity, and the rows with errors.
    """
    kind = checker.kind
    noted, staged = Noted(batch, checker), Staged(batch, kind)
    load(kind.staged, staged.columns, staged.rows(noted.of(lines)))
    if staged.others:
        load(kind.staged, staged.other_columns, staged.others)
    if noted.issues:
        load(RowIssue, ISSUE_COLUMNS, noted.issues)
    return noted.counts, noted.failed


class Noted:
    """Lines on their way into staging: they are counted, and what is the matter is put down."""

    def __init__(self, batch: ImportBatch, checker: Checker) -> None:
        self.counts: Counter[str] = Counter()
        self.issues: list[Row] = []
        self.failed: list[Failed] = []
        self._checker = checker
        self._first = (batch.county_code, batch.pk)
        self._places: dict[str, tuple[str, str]] = {}

    def of(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines; what is noted of them is whole when all have passed."""
        for line in lines:
            self.counts[line.status] += 1
            if line.issues:
                self._note(line)
            yield line

    def _note(self, line: Line) -> None:
        errors: list[Told] = []
        for issue in line.issues:
            self.counts[issue.severity] += 1
            shown = issue.shown or self._checker.content(line, issue.key)
            column, header = self._place(issue.key)
            params = to_json(issue.params) if issue.params else EMPTY
            words = (line.label[:100], shown[:60], issue.code, params, str(issue.severity))
            self.issues.append((*self._first, line.number, column, header, *words))
            if issue.severity == Severity.ERROR:
                errors.append((column, header, issue.code, params))
        if errors:
            self.failed.append((line.cells, errors))

    def _place(self, key: str) -> tuple[str, str]:
        """Letter and title of a column: the title as it stands in the file, else the official."""
        if key not in self._places:
            checker = self._checker
            number = checker.layout.columns.get(key, 0)
            title = checker.layout.titles.get(key) or checker.kind.column(key).header if key else ""
            self._places[key] = (letter(number), str(title)[:60])
        return self._places[key]


class Staged:
    """Lines as rows of the staging table.

    Of rows that are not written in the end it needs a third of the columns: they are kept in
    `others`, and are put in by a statement of their own.
    """

    def __init__(self, batch: ImportBatch, kind: ImportKind) -> None:
        extra = _extra_columns(kind)
        needed = [(name, empty) for name, empty in extra if empty is not None]
        self.columns = (*COMMON, *kind.staged.columns, *(name for name, _empty in extra))
        self.other_columns = (*COMMON, *(name for name, _empty in needed))
        self.others: list[Row] = []
        self._names = kind.staged.columns
        self._first = (batch.county_code, batch.pk)
        self._extra = extra
        self._blank = tuple(empty for _name, empty in needed)

    def rows(self, lines: Iterable[Line]) -> Iterator[Row]:
        """The rows of lines that are to be written."""
        values, extra = itemgetter(*self._names), self._extra
        for line in lines:
            if line.status in WRITTEN:
                get = line.extra.get
                own = [get(name, empty) for name, empty in extra]
                yield (*self._common(line), *values(line.row), *own)
            else:
                self.others.append((*self._common(line), *self._blank))

    def _common(self, line: Line) -> Row:
        return (
            *self._first,
            *(line.number, str(line.status), line.target_id, line.target_version),
            *(line.label[:100], line.masked, line.township_key),
            to_json(line.changes) if line.changes else EMPTY,
            to_json(line.detail) if line.detail else EMPTY,
        )


def _extra_columns(kind: ImportKind) -> list[tuple[str, Any]]:
    """Columns that only this kind has, each with its empty value."""
    known = {"id", *COMMON, *kind.staged.columns}
    fields = [field for field in kind.staged._meta.concrete_fields if field.attname not in known]
    return [(field.attname, _empty(field)) for field in fields]


def _empty(field: Any) -> Any:
    if field.null:
        return None
    return "[]" if field.get_internal_type() == "JSONField" else ""
