"""Writing checked lines into the staging tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from imports.choices import RowStatus
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
WRITTEN = frozenset({RowStatus.NEW, RowStatus.CHANGED})
EMPTY = "{}"


def clear(batch: ImportBatch, kind: ImportKind) -> None:
    """Remove what an earlier attempt has staged."""
    for model in (kind.staged, RowIssue):
        model.objects.in_county(batch.county_code).filter(batch_id=batch.pk).delete()


def store(batch: ImportBatch, checker: Checker, lines: Iterable[Line]) -> Counter[str]:
    """Stage lines as they come and note their issues; count them by status and by severity."""
    kind = checker.kind
    extra = _extra_columns(kind)
    columns = (*COMMON, *kind.staged.columns, *(name for name, _empty in extra))
    counts: Counter[str] = Counter()
    issues: list[list[Any]] = []
    seen = _noted(batch, checker, lines, counts, issues)
    load(kind.staged, columns, _rows(batch, kind, seen, extra))
    if issues:
        load(RowIssue, ISSUE_COLUMNS, issues)
    return counts


def _noted(
    batch: ImportBatch,
    checker: Checker,
    lines: Iterable[Line],
    counts: Counter[str],
    issues: list[list[Any]],
) -> Iterator[Line]:
    """The lines; while they pass, `counts` and `issues` are filled."""
    for line in lines:
        counts[line.status] += 1
        if line.issues:
            counts.update(issue.severity for issue in line.issues)
            issues += _issues(batch, checker, line)
        yield line


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
    batch: ImportBatch, kind: ImportKind, lines: Iterable[Line], extra: list[tuple[str, Any]]
) -> Iterator[Row]:
    values, names = itemgetter(*kind.staged.columns), kind.staged.columns
    first = (batch.county_code, batch.pk)
    blank = (*([None] * len(names)), *(empty for _name, empty in extra))
    for line in lines:
        common = (
            *first,
            *(line.number, str(line.status), line.target_id, line.target_version),
            *(line.label[:100], line.masked, line.township_key),
            to_json(line.changes) if line.changes else EMPTY,
            to_json(line.detail) if line.detail else EMPTY,
        )
        if line.status in WRITTEN:
            get = line.extra.get
            yield (*common, *values(line.row), *[get(name, empty) for name, empty in extra])
        else:
            yield common + blank


def _issues(batch: ImportBatch, checker: Checker, line: Line) -> Iterator[list[Any]]:
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
