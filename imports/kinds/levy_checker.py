"""Checks that levies and payments share: the employer by its code, the month, where it counts."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from funding.choices import LevyKind
from funding.selectors.collecting import Pair, collecting_townships, covered
from imports.choices import Severity
from imports.cleaning import unit_name_key
from imports.database import among
from imports.kinds.base import ImportKind
from imports.kinds.levy_columns import LevyIssue
from imports.kinds.lines import Issue, Line
from imports.kinds.places import visible
from imports.kinds.records import RecordChecker, good
from imports.models import ImportBatch
from imports.reading import Layout
from townships.credit_code import Holder
from townships.models import Employer


class Known(NamedTuple):
    """An employer as far as rows refer to it."""

    id: int
    name: str


class LevyChecker(RecordChecker):
    """One levy or payment a row; the employer is found by its credit code."""

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.today = timezone.localdate()

    def prepare(self, lines: list[Line]) -> None:
        """Employer and month of each line."""
        for line in lines:
            self.check_code(line, Holder.EMPLOYER)
            line.masked = str(line.values.get("credit_code", ""))
            line.label = str(line.values.get("name", "")) or line.masked
            self._find_month(line)
        employers = self._employers([str(line.values.get("credit_code", "")) for line in lines])
        for line in lines:
            self._find_employer(line, employers)
            self.look(line)

    def look(self, line: Line) -> None:
        """What only one of the two kinds asks; sets the key of the line."""
        raise NotImplementedError

    def _employers(self, codes: list[str]) -> dict[str, Known]:
        wanted = sorted({code for code in codes if code})
        if not wanted:
            return {}
        condition, params = among("credit_code", wanted)
        rows = visible(Employer, self.batch).extra(where=[condition], params=params)
        columns = rows.values_list("credit_code", "pk", "name")
        return {code: Known(pk, name) for code, pk, name in columns}

    def _find_employer(self, line: Line, employers: dict[str, Known]) -> None:
        code = line.values.get("credit_code")
        wrong = any(one.key == "credit_code" and _is_error(one) for one in line.issues)
        if not code or wrong:
            return
        found = employers.get(code)
        if found is None:
            line.fail("credit_code", LevyIssue.EMPLOYER_UNKNOWN)
            return
        given = line.values.get("name", "")
        if given and unit_name_key(given) != unit_name_key(found.name):
            line.warn("name", LevyIssue.NAME_OTHER, name=found.name)
        line.values["employer_id"], line.label = found.id, found.name

    def _find_month(self, line: Line) -> None:
        """The month, or the period when it is one month."""
        months = ("month", "period_from", "period_to")
        given = [line.values[name] for name in months if name in line.values]
        if not given:
            if not any(issue.key in months for issue in line.issues):
                line.fail("", LevyIssue.MONTH_MISSING)
        elif len(set(given)) > 1:
            line.fail("period_to", LevyIssue.SEVERAL_MONTHS)
        elif given[0] > self.today:
            line.fail("month" if "month" in line.values else "period_from", _TO_COME)
        else:
            line.values["year"], line.values["month"] = given[0].year, given[0].month

    def counted_on(self, line: Line) -> date:
        """The day that says where the row counts."""
        return date(line.values["year"], line.values["month"], 1)

    def settle_places(self, lines: list[Line]) -> None:
        """The township that each row counts for, and the kind of those that do not say it."""
        lines = good(lines)
        county = self.batch.county_code
        pairs = {line.number: self._pair(line) for line in lines}
        places = collecting_townships(county, set(pairs.values()))
        with_union = covered(county, {pairs[line.number] for line in lines})
        for line in lines:
            pair = pairs[line.number]
            line.values["collecting_township_id"] = places[pair]
            usual = LevyKind.UNION if pair in with_union else LevyKind.PREPARATORY
            line.values["usual_kind"] = str(usual)

    def _pair(self, line: Line) -> Pair:
        return line.values["employer_id"], self.counted_on(line)

    def row_of(self, line: Line, stored: dict[str, Any] | None) -> dict[str, Any]:
        """The columns of the record: those of the line over those that are stored."""
        before = stored or {**self.blank, "kind": line.values["usual_kind"]}
        names = self.kind.staged.columns
        row = {name: before[name] for name in names}
        row |= {name: line.values[name] for name in names if line.values.get(name) is not None}
        line.township_key = row["collecting_township_id"] or ""
        return row


def _is_error(issue: Issue) -> bool:
    return issue.severity == Severity.ERROR


_TO_COME = LevyIssue.MONTH_TO_COME
