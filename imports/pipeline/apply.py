"""Second half of an import: one transaction moves the staged rows into the registry."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from history.choices import Action
from imports.choices import Mode, RowStatus, Severity, State
from imports.database import load, lock_county
from imports.kinds import ImportKind, kind_of
from imports.kinds.messages import RowIssueCode
from imports.models import ImportBatch, RowIssue
from imports.pipeline import lease, sql
from imports.pipeline.read import COUNTS
from imports.pipeline.sql import Run
from imports.pipeline.staging import ISSUE_COLUMNS


class Conflict(NamedTuple):
    """A row that had passed the checks and does not fit what is stored now."""

    row_number: int
    label: str
    code: str


class Blocked(Exception):
    """All or nothing was wished, and some rows cannot be written any more."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        super().__init__(len(conflicts))
        self.conflicts = conflicts


def apply_batch(batch: ImportBatch) -> None:
    """Write a confirmed batch that this worker holds: everything, or nothing.

    Rows that no longer fit what is stored become failed ones; with "all or nothing" the batch
    goes back to the preview instead.  Raises :class:`lease.LeaseLost`.
    """
    kind = kind_of(batch.kind)
    try:
        with transaction.atomic():
            _write(batch, kind)
    except Blocked as blocked:
        with transaction.atomic():
            values = _note(batch, kind, blocked.conflicts)
            lease.finish(batch, state=State.READY, **values)


def _write(batch: ImportBatch, kind: ImportKind) -> None:
    lease.beat(batch)
    lock_county(batch.county_code)
    author = batch.author
    run = Run(batch, kind.staged, author.pk if author else None, timezone.now())
    _claim(run, kind)
    _write_changed(run, kind.changed_first)
    _write_new(run, kind)
    if kind.changed_last:
        _settle_changed(run, kind.changed_last)
        _write_changed(run, kind.changed_last)
    conflicts = _conflicts(run, kind)
    kind.after_records(run)
    values = _note(batch, kind, conflicts) if conflicts else {}
    lease.finish(batch, state=State.APPLIED, applied_at=run.now, **values)


def _claim(run: Run, kind: ImportKind) -> None:
    """Claim keys and leave out rows where somebody was faster.  Raises :class:`Blocked`."""
    kind.lock(run)
    _settle_changed(run, kind.changed_first)
    kind.conflicts(run)
    kind.before_records(run)
    _conflicts(run, kind)


def _settle_changed(run: Run, which: str) -> None:
    """Lock changed records; leave out the rows of those that are not as the preview saw them.

    All are locked with the first of them, in one order: who writes several waits for no one who
    waits for him.
    """
    if _has_changed(run, which):
        sql.lock_targets(run, RowStatus.CHANGED)
        stale, params = sql.stale_condition(run)
        condition = f"({which}) AND {stale}"
        sql.fail_where(run, RowStatus.CHANGED, condition, params, RowIssueCode.CHANGED_MEANWHILE)


def _has_changed(run: Run, which: str) -> bool:
    """Whether there are such rows: few files have people who join again."""
    return bool(run.batch.changed_count) and sql.exist(run, RowStatus.CHANGED, which)


def _write_changed(run: Run, which: str) -> None:
    if _has_changed(run, which):
        sql.write_history(run, RowStatus.CHANGED, Action.CHANGED, which)
        sql.update_changed(run, which)


def _write_new(run: Run, kind: ImportKind) -> None:
    if run.batch.new_count:
        sql.write_history(run, RowStatus.NEW, Action.CREATED)
        sql.insert_new(run)
    kind.after_new(run)


def _conflicts(run: Run, kind: ImportKind) -> list[Conflict]:
    """What has been left out by now.  Raises :class:`Blocked` when all or nothing was wished."""
    conflicts = _left_out(run.batch, kind) if run.left_out else []
    if conflicts and run.batch.mode == Mode.ALL_OR_NOTHING:
        raise Blocked(conflicts)
    return conflicts


def _left_out(batch: ImportBatch, kind: ImportKind) -> list[Conflict]:
    """Failed rows that know their record, so had passed the checks."""
    rows = kind.staged.objects.in_county(batch.county_code).filter(
        batch_id=batch.pk, row_status=RowStatus.FAILED, detail__conflict__isnull=False
    )
    fields = ("row_number", "label", "detail")
    return [
        Conflict(number, label, detail["conflict"])
        for number, label, detail in rows.values_list(*fields)
    ]


def _note(batch: ImportBatch, kind: ImportKind, conflicts: list[Conflict]) -> dict[str, Any]:
    """Show conflicts as errors of their rows; the counts of the batch as they are then."""
    numbers = [conflict.row_number for conflict in conflicts]
    rows = kind.staged.objects.in_county(batch.county_code).filter(batch_id=batch.pk)
    rows.filter(row_number__in=numbers).update(row_status=RowStatus.FAILED, detail={})
    issues = (
        [
            *(batch.county_code, batch.pk, conflict.row_number, "", "", conflict.label, ""),
            *(conflict.code, "{}", str(Severity.ERROR)),
        ]
        for conflict in conflicts
    )
    load(RowIssue, ISSUE_COLUMNS, issues)
    found = dict(rows.order_by().values_list("row_status").annotate(Count("pk")))
    counts = {name: found.get(status, 0) for status, name in COUNTS.items()}
    _throw_away_workbook(batch)
    return {**counts, "error_count": F("error_count") + len(conflicts), "error_file": ""}


def _throw_away_workbook(batch: ImportBatch) -> None:
    """The workbook with the failed rows is made anew; the old one holds people's data."""
    if batch.error_file:
        name = str(batch.error_file.name)
        throw_away = partial(batch.error_file.storage.delete, name)
        transaction.on_commit(throw_away, robust=True)  # what was written stays written
