"""Checks that employers, unions and statistics share: records with a township and a few keys."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from imports.choices import RowStatus
from imports.database import among
from imports.kinds.base import ImportKind
from imports.kinds.checker import Checker
from imports.kinds.lines import Line
from imports.kinds.messages import RowIssueCode
from imports.kinds.places import Townships
from imports.messages import check_params, is_warning
from imports.models import ImportBatch
from imports.reading import Layout
from townships.credit_code import Holder, check_credit_code


class RecordChecker(Checker):
    """A record in a township, found by a code or a name."""

    duplicate: tuple[str, str] = (RowIssueCode.DUPLICATE_RECORD, "name")

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.townships = Townships(batch)
        self.blank = blank_row(kind.staged.target, kind.staged.columns)

    def find_township(self, line: Line, *, required: bool) -> None:
        """Set `township_id` from the cell, or from the place of the batch when it is empty."""
        text = line.values.get("township")
        if not text:
            line.values["township_id"] = self.batch.township_id
            if required and self.batch.township_id is None:
                line.fail("township", RowIssueCode.TOWNSHIP_MISSING)
            return
        division = self.townships.find(str(text))
        if division is None:
            line.fail("township", RowIssueCode.TOWNSHIP_UNKNOWN, value=str(text)[:40])
        else:
            line.values["township_id"] = division.key
            line.township_key = division.key

    def check_code(self, line: Line, holder: Holder) -> None:
        """Check the credit code of a line and put its stored form into the values."""
        cell = line.values.get("credit_code")
        if cell is None:
            return
        check = check_credit_code(cell, holder)
        for code in (*check.errors, *check.warnings):
            wrong_holder = code.endswith(("not_a_union", "is_a_union"))
            note = line.warn if is_warning(code) and not wrong_holder else line.fail
            note("credit_code", str(code), **check_params(check))
        if check.value:
            line.values["credit_code"] = check.value
        else:
            del line.values["credit_code"]

    def take(self, line: Line, stored: dict[str, Any] | None, names: tuple[str, ...]) -> None:
        """Columns of the line over those that are stored; blank cells leave them as they are."""
        before = stored or self.blank
        row = {name: before[name] for name in self.kind.staged.columns}
        row |= {name: line.values[name] for name in names if line.values.get(name) is not None}
        line.township_key = row["township_id"] or ""
        self.refuse_parts(line, row)
        if not line.failed:
            self.settle(line, stored, row)

    # Columns of parts -> column of the whole that they cannot exceed.
    parts: dict[str, str] = {}

    def refuse_parts(self, line: Line, values: dict[str, Any]) -> None:
        """Refuse a part that is larger than the whole, at a cell that the row fills.

        `values` are those of the row, or the record as it would be.
        """
        for part, whole in self.parts.items():
            some, all_of_it = values.get(part), values.get(whole)
            if some is None or all_of_it is None or some <= all_of_it:
                continue
            key = part if part in line.values else whole
            titles = {"part": self._title(part), "whole": self._title(whole)}
            line.fail(key, RowIssueCode.TOO_MANY_OF, **titles)

    def _title(self, key: str) -> str:
        return self.kind.column(key).header

    def check_name(self, line: Line) -> None:
        """Refuse a name without a letter: a number that slipped into the column."""
        if line.label and not any(map(str.isalpha, line.label)):
            line.fail("name", RowIssueCode.NAME_WITHOUT_WORDS, value=line.label[:40])

    def same_record(self, line: Line, stored: dict[str, Any] | None) -> bool:
        """Whether another line is about the same record; says so on the line."""
        if stored is None:
            return False
        first = self.seen.setdefault(("id", stored["id"]), line.number)
        if first != line.number:
            line.fail("name", RowIssueCode.DUPLICATE_RECORD, row=first)
        return first != line.number


def blank_row(model: type[Model], names: tuple[str, ...]) -> dict[str, Any]:
    """The columns of a new record."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].get_default() for name in names}


def stored_by(
    model: type[Model], county_code: str, column: str, values: list[Any], names: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Records of a county whose column is one of the values, with their staged columns."""
    if not values:
        return []
    condition, params = among(column, values)
    rows = model._default_manager.filter(county_code=county_code)
    rows = rows.extra(where=[condition], params=params)
    return list(rows.order_by("id").values("id", "version", *names))


def good(lines: list[Line]) -> list[Line]:
    """Lines without errors so far."""
    return [line for line in lines if line.status != RowStatus.FAILED]
