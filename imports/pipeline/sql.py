"""Statements that move staged rows into the registry, plain enough for every database.

Every statement names one county as a constant, draws no ids, uses no system columns and spans no
counties, so that the tables can be partitioned by county.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from history.choices import Action
from history.context import request_id
from history.models import Change
from imports.choices import RowStatus
from imports.database import among, column_names, execute, fetch, moment, quoted
from imports.models import ImportBatch, StagedRow

# Written by every statement itself, not copied from staging.
OWN_COLUMNS = ("id", "county_code", "version", "created_at", "updated_at", "updated_by_id")
ROWS = "s.county_code = %s AND s.batch_id = %s AND s.row_status = %s"
WRITTEN_ROWS = "s.county_code = %s AND s.batch_id = %s AND s.row_status IN (%s, %s)"
ALL = "1 = 1"  # conditions about staged rows `s`, without parameters, narrow some statements


@dataclass
class Run:
    """One application of a batch: the constants of its statements; how many rows it left out."""

    batch: ImportBatch
    staged: type[StagedRow]
    user_id: int | None
    now: datetime
    left_out: int = 0
    locked_keys: int | None = None  # None where the database locks nothing

    def rows(self, status: str) -> list[Any]:
        """Parameters of `ROWS`."""
        return [self.batch.county_code, self.batch.pk, status]

    @property
    def written(self) -> list[Any]:
        """Parameters of `WRITTEN_ROWS`: new and changed ones."""
        return [self.batch.county_code, self.batch.pk, RowStatus.NEW, RowStatus.CHANGED]

    @property
    def reason(self) -> str:
        """Why records change, for the change log."""
        return _("Import %(number)s") % {"number": self.batch.number}

    def reason_of_row(self) -> list[str]:
        """The same for one row: what stands before and after its number."""
        return (_("%(reason)s, row %(row)s") % {"reason": self.reason, "row": "\0"}).split("\0")


def name_of(model: type[models.Model]) -> str:
    """The quoted table of a model."""
    return connection.ops.quote_name(model._meta.db_table)


def exist(run: Run, status: str, which: str) -> bool:
    """Whether there are staged rows with a status for which a condition holds."""
    sql = f"SELECT 1 FROM {name_of(run.staged)} s WHERE {ROWS} AND ({which}) LIMIT 1"
    return bool(fetch(sql, run.rows(status)))


def write_history(run: Run, status: str, action: Action, which: str = ALL) -> int:
    """One entry of the change log for each row with a status; fields come from staging."""
    label = run.staged.target._meta.label_lower
    before, after = run.reason_of_row()
    sql = (
        f"INSERT INTO {name_of(Change)} (county_code, model, object_id, object_label, "
        "township_key, action, fields, reason, at, user_id, request_id, batch_id) "
        "SELECT s.county_code, %s, CAST(s.target_id AS varchar(40)), s.label, s.township_key, "
        "%s, s.changes, %s || CAST(s.row_number AS varchar(10)) || %s, %s, %s, %s, s.batch_id "
        f"FROM {name_of(run.staged)} s WHERE {ROWS} AND s.changes <> '{{}}' AND ({which}) "
        "ORDER BY s.row_number"
    )
    params = [before, after, moment(run.now), run.user_id, request_id.get()]
    return execute(sql, [label, action, *params, *run.rows(status)])


def insert_new(run: Run) -> int:
    """Insert the records of new rows with the ids drawn for them."""
    target = run.staged.target
    columns = column_names(target, run.staged.columns)
    values = [f"s.{name}" for name in quoted(run.staged.columns).split(", ")]
    rest, defaults = _defaults(target, run.staged.columns)
    names = ["id", "county_code", *columns, *rest, *OWN_COLUMNS[2:]]
    places = ["%s"] * (len(rest) + 4)
    sql = (
        f"INSERT INTO {name_of(target)} ({quoted(names)}) "
        f"SELECT s.target_id, s.county_code, {', '.join([*values, *places])} "
        f"FROM {name_of(run.staged)} s WHERE {ROWS} ORDER BY s.row_number"
    )
    now = moment(run.now)
    return execute(sql, [*defaults, 1, now, now, run.user_id, *run.rows(RowStatus.NEW)])


def _defaults(target: type[models.Model], staged: Sequence[str]) -> tuple[list[str], list[Any]]:
    """Columns of the target that staging does not have, with the values of a new record."""
    rest = [
        field
        for field in target._meta.concrete_fields
        if field.attname not in staged and field.attname not in OWN_COLUMNS
    ]
    return [str(field.column) for field in rest], [field.get_default() for field in rest]


def update_changed(run: Run, which: str = ALL) -> int:
    """Write the changed rows into their records, unless those have changed since the preview."""
    target = run.staged.target
    pairs = zip(column_names(target, run.staged.columns), run.staged.columns, strict=True)
    sets = [f"{quoted([column])} = s.{quoted([name])}" for column, name in pairs]
    sql = (
        f"UPDATE {name_of(target)} AS t SET {', '.join(sets)}, version = t.version + 1, "
        f"updated_at = %s, updated_by_id = %s FROM {name_of(run.staged)} s "
        f"WHERE t.county_code = %s AND t.id = s.target_id AND t.version = s.target_version "
        f"AND {ROWS} AND ({which})"
    )
    first = [moment(run.now), run.user_id, run.batch.county_code]
    return execute(sql, [*first, *run.rows(RowStatus.CHANGED)])


def lock_targets(run: Run, status: str) -> None:
    """Keep the records of staged rows from being changed until the transaction ends."""
    if not connection.features.has_select_for_update:
        return
    sql = (
        f"SELECT count(*) FROM (SELECT t.id FROM {name_of(run.staged.target)} t "
        f"WHERE t.county_code = %s AND t.id IN (SELECT s.target_id FROM {name_of(run.staged)} s "
        f"WHERE {ROWS}) ORDER BY t.id FOR UPDATE) locked"
    )
    execute(sql, [run.batch.county_code, *run.rows(status)])


def fail_where(run: Run, status: str, condition: str, params: Sequence[Any], code: str) -> int:
    """Turn staged rows into failed ones where `condition` (about `s`) holds; say why in `detail`.

    Staging keeps the reason until `imports.pipeline.apply` writes it as an issue.
    """
    return _fail(run, f"{ROWS} AND ({condition})", [*run.rows(status), *params], code)


def fail_written(run: Run, condition: str, params: Sequence[Any], code: str) -> int:
    """The same for new and changed rows in one statement."""
    return _fail(run, f"{WRITTEN_ROWS} AND ({condition})", [*run.written, *params], code)


def fail_rows(run: Run, rows: models.QuerySet[Any], code: str) -> None:
    """The same for staged rows that were looked up."""
    run.left_out += rows.update(row_status=RowStatus.FAILED, detail={"conflict": str(code)})


def _fail(run: Run, where: str, params: Sequence[Any], code: str) -> int:
    sql = f"UPDATE {name_of(run.staged)} AS s SET row_status = %s, detail = %s WHERE {where}"
    count = execute(sql, [RowStatus.FAILED, f'{{"conflict": "{code}"}}', *params])
    run.left_out += count
    return count


def remove(model: type[models.Model], county_code: str, ids: Sequence[int]) -> None:
    """Delete records of a county that nothing refers to; Django would name their ids alone."""
    condition, params = among("id", ids)
    execute(
        f"DELETE FROM {name_of(model)} WHERE county_code = %s AND {condition}",
        [county_code, *params],
    )


def stale_condition(run: Run) -> tuple[str, list[Any]]:
    """That the record of a staged row is gone or not the one the preview compared with."""
    sql = (
        f"NOT EXISTS (SELECT 1 FROM {name_of(run.staged.target)} t WHERE t.county_code = %s "
        "AND t.id = s.target_id AND t.version = s.target_version)"
    )
    return sql, [run.batch.county_code]
