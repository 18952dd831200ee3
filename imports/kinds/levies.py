"""Levies by month: what units owe, from their payrolls; one employer, kind and month a row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from funding.models import Levy
from funding.services.dues import DueBook
from imports.choices import Kind, RowStatus
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.columns import ImportColumn
from imports.kinds.levy_checker import LevyChecker
from imports.kinds.levy_columns import CHANNEL, WHO_AND_WHEN
from imports.kinds.levy_writes import count_anew_later
from imports.kinds.lines import Line
from imports.kinds.messages import RowIssueCode
from imports.kinds.records import good, stored_by
from imports.models import ImportBatch, StagedLevy
from imports.models.staged import LEVY_COLUMNS
from imports.pipeline.sql import Run, fail_where, name_of
from imports.reading import Layout

COLUMNS = (
    *WHO_AND_WHEN,
    ImportColumn(
        "payroll_total",
        "工资总额",
        c.amount,
        ("全部职工工资总额", "计费依据", "计税依据", "缴费基数", "工资总额（元）", "月工资总额"),
        width=16,
        note=_("wages of all workers in the month, in yuan; empty: not known"),
    ),
    CHANNEL,
)


class LevyMonthChecker(LevyChecker):
    """One employer, kind and month a row."""

    duplicate: tuple[str, str] = (RowIssueCode.DUPLICATE_RECORD, "credit_code")

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.dues = DueBook()

    def look(self, line: Line) -> None:
        """Rows that name the kind are told apart at once; `compare` looks at the others."""
        if not line.failed and "kind" in line.values:
            line.key = self._key(line, line.values["kind"])

    def _key(self, line: Line, kind: str) -> tuple[Any, ...]:
        values = line.values
        return values["employer_id"], kind, values["year"], values["month"]

    def compare(self, lines: list[Line]) -> None:
        """The stored levy of the same employer, kind and month."""
        lines = good(lines)
        self.settle_places(lines)
        for line in lines:
            line.values.setdefault("kind", line.values["usual_kind"])
            self._refuse_again(line)
        lines = good(lines)
        ids = sorted({line.values["employer_id"] for line in lines})
        names = LEVY_COLUMNS
        rows = stored_by(Levy, self.batch.county_code, "employer_id", ids, names)
        stored = {
            tuple(row[n] for n in ("employer_id", "kind", "year", "month")): row for row in rows
        }
        for line in lines:
            self._take(line, stored.get(line.key))

    def _refuse_again(self, line: Line) -> None:
        """A row without a kind may be about the same levy as one with it."""
        if line.key is None:
            line.key = self._key(line, line.values["kind"])
            first = self.seen.setdefault(line.key, line.number)
            if first != line.number:
                line.fail("credit_code", RowIssueCode.DUPLICATE_RECORD, row=first)

    def _take(self, line: Line, stored: dict[str, Any] | None) -> None:
        row = self.row_of(line, stored)
        due = self.dues.due(
            kind=row["kind"],
            place_key=row["collecting_township_id"] or self.batch.county_code,
            on=self.counted_on(line),
            payroll=row["payroll_total"],
        )
        row["due"], row["basis"] = due.amount, due.basis
        self.settle(line, stored, row)


class Levies(ImportKind):
    """工会经费申报表."""

    code = Kind.LEVIES
    title = _("levies by month")
    about = _("payrolls from which it follows what units owe, one employer and month a row")
    number_title = "统一社会信用代码"
    staged = StagedLevy
    beside = ("year", "month", "payroll_total", "due")
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    permission = "funding.add_levy"

    @property
    def name_title(self) -> str:
        """Rows are named by their employer."""
        return self.column("name").header

    def checker(self, batch: ImportBatch, layout: Layout) -> LevyMonthChecker:
        """Checks with the employers of the county."""
        return LevyMonthChecker(self, batch, layout)

    def conflicts(self, run: Run) -> None:
        """Somebody recorded the month after the preview."""
        there = (
            f"EXISTS (SELECT 1 FROM {name_of(Levy)} t WHERE t.county_code = %s "
            "AND t.employer_id = s.employer_id AND t.kind = s.kind "
            "AND t.year = s.year AND t.month = s.month)"
        )
        code = run.batch.county_code
        fail_where(run, RowStatus.NEW, there, [code], RowIssueCode.TAKEN_MEANWHILE)

    def after_records(self, run: Run) -> None:
        """Where they count may have changed since the preview."""
        count_anew_later(run)
