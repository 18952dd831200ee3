"""Writing checked lines into the staging tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from imports.choices import RowStatus, Severity
from imports.database import load
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
WRITTEN = frozenset({RowStatus.NEW, RowStatus.CHANGED})
EMPTY = "{}"


def clear(batch: ImportBatch, kind: ImportKind) -> None:
    """Remove what an earlier attempt has staged."""
    for model in (kind.staged, RowIssue):
        model.objects.in_county(batch.county_code).filter(batch_id=batch.pk).delete()


def store(batch: ImportBatch, checker: Checker, lines: list[Line]) -> None:
    """Stage a block of lines and note their issues."""
    kind = checker.kind
    extra = _extra_columns(kind)
    columns = (*COMMON, *kind.staged.columns, *(name for name, _empty in extra))
    load(kind.staged, columns, _rows(batch, kind, lines, extra))
    issues = list(_issues(batch, checker, lines))
    if issues:
        load(RowIssue, ISSUE_COLUMNS, issues)


def _extra_columns(kind: ImportKind) -> list[tuple[str, Any]]:
    """Columns that only this kind has, each with its empty value."""
    known = {"id", *COMMON, *kind.staged.columns}
    fields = [field for field in kind.staged._meta.concrete_fields if field.attname not in known]
    return [(field.attname, _empty(field)) for field in fields]


def _empty(field: Any) -> Any:
    if field.null:
        return None
    return "[]" if field.get_internal_type() == "JSONField" else ""


def _rows(
    batch: ImportBatch, kind: ImportKind, lines: list[Line], extra: list[tuple[str, Any]]
) -> Iterator[list[Any]]:
    names = kind.staged.columns
    blank = [None] * len(names) + [empty for _name, empty in extra]
    for line in lines:
        row = line.row
        common = [
            *(batch.county_code, batch.pk, line.number, str(line.status)),
            *(line.target_id, line.target_version, line.label[:100], line.masked),
            *(line.township_key, to_json(line.changes) if line.changes else EMPTY),
            to_json(line.detail) if line.detail else EMPTY,
        ]
        if line.status in WRITTEN:
            values = [row[name] for name in names]
            yield common + values + [line.extra.get(name, empty) for name, empty in extra]
        else:
            yield common + blank


def _issues(batch: ImportBatch, checker: Checker, lines: Iterable[Line]) -> Iterator[list[Any]]:
    for line in lines:
        for issue in line.issues:
            number = checker.layout.columns.get(issue.key, 0)
            shown = issue.shown or checker.content(line, issue.key)
            yield [
                *(batch.county_code, batch.pk, line.number),
                *(letter(number), _title(checker, issue.key), line.label[:100], shown[:60]),
                *(issue.code, to_json(issue.params), str(issue.severity)),
            ]


def _title(checker: Checker, key: str) -> str:
    """The title as it stands in the file, else the official one."""
    if not key:
        return ""
    return str(checker.layout.titles.get(key) or checker.kind.column(key).header)[:60]


def count_issues(lines: Iterable[Line]) -> tuple[int, int]:
    """Errors and warnings of some lines."""
    found = [issue.severity for line in lines for issue in line.issues]
    errors = sum(severity == Severity.ERROR for severity in found)
    return errors, len(found) - errors
