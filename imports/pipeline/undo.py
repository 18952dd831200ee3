"""Undoing a batch: new records are removed, changed ones are as before.

The old values come from the change log.  They are staged like an import and written by the same
statement.  Records that somebody changed since, or that others refer to, cannot be undone.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from history.choices import Action
from history.selectors import EXTRA_LABELS
from imports.choices import RowStatus, State
from imports.database import execute, load, lock_county
from imports.kinds import ImportKind, kind_of
from imports.kinds.lines import to_json
from imports.models import ImportBatch
from imports.pipeline import lease, sql
from imports.pipeline.sql import ROWS, Run, name_of
from unionreg.county import CountyForeignKey

BLOCK = 5_000
REMEMBERED = 50  # rows in the way of an undo, for the page that names them


def undo_batch(batch: ImportBatch) -> None:
    """Undo a batch that this worker holds, in one transaction.

    When records have changed since and the user has not agreed to leave those as they are,
    nothing happens and the batch is "imported" again.  Raises :class:`lease.LeaseLost`.
    """
    kind = kind_of(batch.kind)
    with transaction.atomic():
        lease.beat(batch)
        lock_county(batch.county_code)
        run = Run(batch, kind.staged, batch.undone_by_id, timezone.now())
        _lock(run, kind)
        blocked = dict(blockers(batch).order_by("row_number").values_list("pk", "row_status"))
        if blocked and not batch.undo_partly:
            _give_back(batch, list(blocked))
            return
        _leave_out(kind, batch, list(blocked))
        _undo(run, kind)
        lease.finish(batch, state=State.UNDONE, undone_at=run.now, **_kept(blocked))


def _give_back(batch: ImportBatch, blocked: list[int]) -> None:
    """Nothing is undone; say how many rows stand in the way and remember the first of them."""
    lease.finish(
        batch,
        state=State.APPLIED,
        undone_by=None,
        undo_blocked=len(blocked),
        undo_blocked_rows=blocked[:REMEMBERED],
    )


def _kept(blocked: dict[int, str]) -> dict[str, int]:
    """How many of the rows that stay were new and how many changed."""
    counts = Counter(blocked.values())
    return {
        "kept_new_count": counts[RowStatus.NEW],
        "kept_changed_count": counts[RowStatus.CHANGED],
    }


def _lock(run: Run, kind: ImportKind) -> None:
    """What is found out about the records must still hold when they are written."""
    kind.lock_undo(run)
    for status in (RowStatus.NEW, RowStatus.CHANGED):
        sql.lock_targets(run, status)


def blockers(batch: ImportBatch) -> QuerySet[Any]:
    """Staged rows whose records cannot be undone: changed since, gone, or referred to.

    And those that the kind itself keeps.
    """
    kind = kind_of(batch.kind)
    staged = kind.staged.objects.in_county(batch.county_code).filter(batch_id=batch.pk)
    target = kind.staged.target._base_manager.filter(
        county_code=batch.county_code, pk=OuterRef("target_id")
    )
    untouched_new = target.filter(version=1)
    untouched_changed = target.filter(version=OuterRef("target_version") + 1)
    new = Q(row_status=RowStatus.NEW) & (~Exists(untouched_new) | _referred(kind, batch))
    changed = Q(row_status=RowStatus.CHANGED) & ~Exists(untouched_changed)
    return staged.filter(new | changed | kind.kept_from_undo(batch))


def _referred(kind: ImportKind, batch: ImportBatch) -> Q:
    """Whether other records refer to the record of a staged row."""
    condition = Q(pk__in=[])
    for relation in kind.staged.target._meta.related_objects:
        field, model = relation.field, relation.related_model
        if not isinstance(field, CountyForeignKey) or model in kind.own_relations:
            continue
        rows = model._base_manager.filter(
            **{"county_code": batch.county_code, field.attname: OuterRef("target_id")}
        )
        condition |= Q(Exists(rows))
    return condition | kind.own_references(batch)


def _leave_out(kind: ImportKind, batch: ImportBatch, blocked: list[int]) -> None:
    rows = kind.staged.objects.in_county(batch.county_code).filter(batch_id=batch.pk)
    for start in range(0, len(blocked), BLOCK):
        rows.filter(pk__in=blocked[start : start + BLOCK]).update(row_status=RowStatus.KEPT)


def _undo(run: Run, kind: ImportKind) -> None:
    kind.before_removal(run)
    _stage_all_old_values(run, kind)
    sql.write_history(run, RowStatus.CHANGED, Action.CHANGED)
    sql.write_history(run, RowStatus.NEW, Action.REMOVED)
    sql.update_changed(run)
    execute(
        f"DELETE FROM {name_of(run.staged.target)} WHERE county_code = %s AND id IN "
        f"(SELECT s.target_id FROM {name_of(run.staged)} s WHERE {ROWS})",
        [run.batch.county_code, *run.rows(RowStatus.NEW)],
    )
    kind.after_undo(run)


def _stage_all_old_values(run: Run, kind: ImportKind) -> None:
    """Put the old values of changed rows into staging."""
    rows = run.staged.objects.in_county(run.batch.county_code).filter(
        batch_id=run.batch.pk, row_status=RowStatus.CHANGED
    )
    # new rows come after the old ones, so each block takes the next old ones
    for _start in range(0, rows.count(), BLOCK):
        _stage_old_values(run, kind, [dict(row) for row in rows.order_by("pk").values()[:BLOCK]])


def _stage_old_values(run: Run, kind: ImportKind, rows: list[dict[str, Any]]) -> None:
    """Replace staged rows by rows that lead back: old values, changes the other way round."""
    rows_of_batch = run.staged.objects.in_county(run.batch.county_code)
    rows_of_batch.filter(pk__in=[row["id"] for row in rows]).delete()
    names = [field.attname for field in run.staged._meta.concrete_fields if not field.primary_key]
    back = (_led_back(kind, row) for row in rows)
    load(run.staged, names, ([row[name] for name in names] for row in back))


def _led_back(kind: ImportKind, row: dict[str, Any]) -> dict[str, Any]:
    fields: Any = kind.staged.target._meta
    old = {}
    for name, (before, _after) in row["changes"].items():
        if name not in EXTRA_LABELS:  # what is no field hangs on the record; the kind takes it away
            field = fields.get_field(name)
            old[field.attname] = field.to_python(before)
    changes = {name: [after, before] for name, (before, after) in row["changes"].items()}
    back = kind.restored({**row, **old})
    back |= {"target_version": row["target_version"] + 1, "changes": to_json(changes)}
    return {name: to_json(v) if isinstance(v, dict | list) else v for name, v in back.items()}
