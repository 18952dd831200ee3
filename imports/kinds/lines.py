"""A row of a workbook on its way through the checks."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from imports.choices import RowStatus, Severity


class Issue(NamedTuple):
    """Something the matter with one cell of a line; `key` names the column, empty for the row."""

    key: str
    code: str
    params: dict[str, Any]
    severity: str = Severity.ERROR
    shown: str = ""


# One empty dictionary for all lines: 200,000 of them would be large.  It cannot be written into,
# and neither can the issues of a line: `note` adds to them.
_NOTHING: Any = MappingProxyType({})


def _nothing() -> Any:
    return _NOTHING


@dataclass(slots=True)
class Line:
    """One row: cleaned values by column key, what is the matter, and what will happen to it.

    `row` holds the columns of the staging table in the end, `extra` those that only the kind
    has; `before` the record that exists.
    """

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    failed: bool = False
    status: str = RowStatus.NEW
    key: Any = None
    target_id: int | None = None
    target_version: int | None = None
    label: str = ""
    masked: str = ""
    township_key: str = ""
    row: dict[str, Any] = field(default_factory=_nothing)
    before: dict[str, Any] | None = None
    changes: dict[str, list[Any]] = field(default_factory=_nothing)
    detail: dict[str, Any] = field(default_factory=_nothing)
    extra: dict[str, Any] = field(default_factory=_nothing)

    def note(self, issue: Issue) -> None:
        """Add an issue; an error keeps the row out."""
        self.issues = (*self.issues, issue)
        if issue.severity == Severity.ERROR:
            self.failed = True
            self.status = RowStatus.FAILED

    def fail(self, key: str, code: str, **params: Any) -> None:
        """Note an error at the cell of a column (or at the row, with an empty key)."""
        self.note(Issue(key, code, params))

    def has(self, code: str) -> bool:
        """Whether such an issue is noted already."""
        return any(issue.code == code for issue in self.issues)

    def warn(self, key: str, code: str, **params: Any) -> None:
        """Note a remark that does not keep the row out."""
        self.note(Issue(key, code, params, Severity.WARNING))


def to_json(value: Any) -> str:
    """Compact JSON text for a staging column; dates, keys and amounts as `plain` has them."""
    return orjson.dumps(value, default=plain).decode()


def plain(value: Any) -> Any:
    """A value as the change log holds it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID | Decimal) else value
