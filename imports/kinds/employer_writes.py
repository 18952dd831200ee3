"""What is written besides the employer: its credit code's key, and the counts."""

from __future__ import annotations

from typing import Any

from imports.choices import RowStatus
from imports.database import execute
from imports.kinds.messages import RowIssueCode
from imports.models import StagedEmployer
from imports.pipeline.sql import ROWS, Run, fail_where, name_of
from townships.models import EmployerKey, UnionEmployer
from townships.pinyin import search_text
from townships.services import summaries

WRITTEN = (RowStatus.NEW, RowStatus.CHANGED)


class EmployerWrites:
    """Part of the kind "employers": statements of an application and of its undo."""

    def before_records(self, run: Run) -> None:
        """Claim the credit codes in the whole country; who lost the race is not written."""
        keys, staged = name_of(EmployerKey), name_of(StagedEmployer)
        holder = (
            "s.credit_code <> '' AND NOT EXISTS (SELECT 1 FROM "
            f"(SELECT value, employer_id FROM {keys} WHERE county_code || '' = %s) k "
            "WHERE k.value = s.credit_code AND k.employer_id = s.target_id)"
        )
        county = [run.batch.county_code]
        for status in WRITTEN:
            execute(
                f"INSERT INTO {keys} (value, county_code, employer_id) "
                f"SELECT s.credit_code, s.county_code, s.target_id FROM {staged} s "
                f"WHERE {ROWS} AND s.credit_code <> '' ORDER BY s.credit_code "
                "ON CONFLICT (value) DO NOTHING",
                run.rows(status),
            )
            fail_where(run, status, holder, county, RowIssueCode.TAKEN_MEANWHILE)

    def after_records(self, run: Run) -> None:
        """Give back codes that employers no longer have; count townships and unions again."""
        self._give_back(run, RowStatus.CHANGED)
        refresh_counts(run)

    def _give_back(self, run: Run, status: str) -> None:
        keys = name_of(EmployerKey)
        execute(
            f"DELETE FROM {keys} WHERE value IN (SELECT k.value FROM {keys} k "
            f"JOIN {name_of(StagedEmployer)} s ON s.target_id = k.employer_id "
            f"WHERE k.county_code = %s AND {ROWS} AND s.credit_code <> k.value)",
            [run.batch.county_code, *run.rows(status)],
        )

    def before_removal(self, run: Run) -> None:
        """Take away the keys of new employers."""
        execute(
            f"DELETE FROM {name_of(EmployerKey)} WHERE county_code = %s AND employer_id IN "
            f"(SELECT s.target_id FROM {name_of(StagedEmployer)} s WHERE {ROWS})",
            [run.batch.county_code, *run.rows(RowStatus.NEW)],
        )

    def after_undo(self, run: Run) -> None:
        """Old codes back to their employers; count again."""
        self._give_back(run, RowStatus.CHANGED)
        execute(
            f"INSERT INTO {name_of(EmployerKey)} (value, county_code, employer_id) "
            "SELECT s.credit_code, s.county_code, s.target_id "
            f"FROM {name_of(StagedEmployer)} s WHERE {ROWS} AND s.credit_code <> '' "
            "ON CONFLICT (value) DO NOTHING",
            run.rows(RowStatus.CHANGED),
        )
        refresh_counts(run)

    def restored(self, row: dict[str, Any]) -> dict[str, Any]:
        """The pinyin of the old name."""
        return {**row, "pinyin": search_text(row["name"])}


def refresh_counts(run: Run) -> None:
    """Count the townships and unions of the batch's employers again."""
    county = run.batch.county_code
    rows = StagedEmployer.objects.in_county(county).filter(
        batch_id=run.batch.pk, row_status__in=WRITTEN
    )
    keys = set(rows.order_by().values_list("township_id", flat=True).distinct())
    moved = rows.filter(changes__has_key="township").values_list("changes", flat=True)
    keys |= {changes["township"][0] for changes in moved}
    unions = UnionEmployer.objects.in_county(county).filter(
        valid_to__isnull=True, employer_id__in=rows.values("target_id")
    )
    ids = set(unions.order_by().values_list("union_id", flat=True).distinct())
    summaries.refresh(county_code=county, union_ids=ids, township_keys=keys)
