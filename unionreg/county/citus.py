"""Spreads the county-level tables of a PostgreSQL database over a Citus cluster, and back.

The order is what Citus asks for: foreign keys away, code tables on every node, keys that hold the
county, tables by county in one co-location group, local copies away, foreign keys again. Each
table is a transaction of its own, because the locks of all shards of all tables at once do not
fit the default of a server; the foreign keys taken away are noted in a table until they are back,
so that a run that was stopped is finished by the next.

What is unique in the whole country (`RegistryKey`), accounts, sessions, tasks and policies stay
tables of the coordinator: imports join the keys with staged rows in one statement, which Citus
plans for local tables and refuses for tables spread by another column.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from unionreg.county.keys import county_tables, give_keys_back, present_tables, take_keys_away
from unionreg.county.models import CountyRow
from unionreg.county.partitioning import continue_ids

FIRST = "townships_union"  # the table that all others are kept beside
_SPREAD = "SELECT 1 FROM pg_dist_partition WHERE logicalrel = %s::regclass AND partmethod = %s"


def reference_tables() -> list[str]:
    """Code tables: what a county-level table has a foreign key to that is no such table itself."""
    found = {
        field.remote_field.model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, CountyRow)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and getattr(field, "db_constraint", False)
    }
    return sorted(found - set(county_tables()))


def distribute(shards: int = 32) -> list[str]:
    """Spread every county-level table that is not spread yet; returns their names.

    `shards` is the number of shards of each table, fixed by the first run. Raises RuntimeError
    where the database is no Citus coordinator or its tables are partitioned.
    """
    _check()
    with connection.cursor() as cursor:
        names = [FIRST, *(name for name in present_tables(cursor, "r") if name != FIRST)]
        names = [name for name in names if not _has(cursor, name, "h")]
        if names:
            take_keys_away(cursor)
        for name in reference_tables():
            _refer(cursor, name)
        for name in names:
            _spread(cursor, name, shards)
        give_keys_back(cursor, one_by_one)
    return names


def gather() -> list[str]:
    """The way back: every table a plain one on the coordinator again; returns their names.

    Raises RuntimeError where the database is no Citus coordinator.
    """
    _check()
    with connection.cursor() as cursor:
        names = [name for name in present_tables(cursor, "r") if _has(cursor, name, "h")]
        if names:
            take_keys_away(cursor)
        for name in names:
            _collect(cursor, name)
        for name in reference_tables():
            if _has(cursor, name, "n"):
                cursor.execute(
                    "SELECT undistribute_table(%s, cascade_via_foreign_keys => true)", [name]
                )
        give_keys_back(cursor, one_by_one)
    return names


def _check() -> None:
    if connection.vendor != "postgresql":
        raise RuntimeError(_("Citus is a part of PostgreSQL; this database is another one."))
    with connection.cursor() as cursor:
        if not _row(cursor, "SELECT to_regclass('pg_dist_node') IS NOT NULL")[0]:
            raise RuntimeError(_("Run CREATE EXTENSION citus in this database first."))
        if not _row(cursor, "SELECT count(*) FROM pg_dist_node WHERE groupid = 0")[0]:
            raise RuntimeError(_("Run SELECT citus_set_coordinator_host('…') first."))
        if present_tables(cursor, "p"):
            raise RuntimeError(_("The tables are partitioned. Merge the partitions first."))


def _row(cursor: Any, sql: str, params: list[Any] | None = None) -> Any:
    cursor.execute(sql, params)
    return cursor.fetchone()


def _has(cursor: Any, table: str, method: str) -> bool:
    """Whether Citus keeps the table: "h" spread by county, "n" on every node."""
    there = _row(cursor, "SELECT to_regclass(%s) IS NOT NULL", [table])[0]
    return there and _row(cursor, _SPREAD, [table, method]) is not None


@transaction.atomic
def _refer(cursor: Any, table: str) -> None:
    if not _has(cursor, table, "n"):
        one_by_one(cursor)
        cursor.execute("SELECT create_reference_table(%s)", [table])


@transaction.atomic
def _spread(cursor: Any, table: str, shards: int) -> None:
    one_by_one(cursor)
    _set_key(cursor, table, "county_code, id")
    if table == FIRST:
        cursor.execute(
            "SELECT create_distributed_table(%s, 'county_code', colocate_with => 'none', "
            "shard_count => %s)",
            [table, shards],
        )
    else:
        cursor.execute(
            "SELECT create_distributed_table(%s, 'county_code', colocate_with => %s)",
            [table, FIRST],
        )
    cursor.execute("SELECT truncate_local_data_after_distributing_table(%s)", [table])


@transaction.atomic
def _collect(cursor: Any, table: str) -> None:
    one_by_one(cursor)
    cursor.execute("SELECT undistribute_table(%s)", [table])
    _set_key(cursor, table, "id")
    continue_ids(cursor, table)


def one_by_one(cursor: Any) -> None:
    """Shards after each other on one connection: other modes refuse foreign keys to code tables."""
    cursor.execute("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'")


def _set_key(cursor: Any, table: str, columns: str) -> None:
    """Give a table its primary key, the former one taken away."""
    found = _row(
        cursor,
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'",
        [table],
    )
    if found:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{found[0]}"')
    cursor.execute(f'ALTER TABLE "{table}" ADD PRIMARY KEY ({columns})')
