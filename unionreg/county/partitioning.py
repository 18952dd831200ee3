"""Turns the county-level tables of a PostgreSQL database into LIST partitions by county.

Nothing in the models or migrations changes. The catalogue of the database says what each table
has; it is rebuilt with the primary key `(county_code, id)`, because a key of a partitioned table
must hold the partition column.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from unionreg.county.models import CountyRow


@dataclass(frozen=True)
class Table:
    """A table with the definitions that must be made again."""

    name: str
    keys: list[tuple[str, str]]  # unique and check constraints: name, definition
    foreign_keys: list[tuple[str, str]]
    indexes: list[str]  # CREATE INDEX statements that belong to no constraint


def county_tables() -> list[str]:
    """Names of the county-level tables, parents and children alike."""
    models = [m for m in apps.get_models() if issubclass(m, CountyRow) and not m._meta.proxy]
    return sorted(model._meta.db_table for model in models)


@transaction.atomic
def partition(counties: Iterable[str]) -> list[str]:
    """Partition every county-level table that is not partitioned yet; returns their names.

    `counties` are the registry keys that get a partition of their own; the rest shares a default
    one. Raises RuntimeError on another database than PostgreSQL.
    """
    if connection.vendor != "postgresql":
        raise RuntimeError("Partitions need PostgreSQL.")
    keys = sorted(set(counties))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table may have pending checks
        present = set(connection.introspection.table_names(cursor))
        names = [name for name in county_tables() if name in present]
        names = [name for name in names if not _is_partitioned(cursor, name)]
        tables = [_describe(cursor, name) for name in names]
        _drop_foreign_keys(cursor, names)
        for table in tables:
            _rebuild(cursor, table, keys)
        for table in tables:
            for name, definition in table.foreign_keys:
                cursor.execute(f'ALTER TABLE "{table.name}" ADD CONSTRAINT "{name}" {definition}')
    return names


def _rows(cursor: Any, sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    cursor.execute(sql, params)
    return list(cursor.fetchall())


def _is_partitioned(cursor: Any, table: str) -> bool:
    sql = "SELECT relkind FROM pg_class WHERE oid = %s::regclass"
    return bool(_rows(cursor, sql, [table])[0][0] == "p")


def _describe(cursor: Any, table: str) -> Table:
    constraints = _rows(
        cursor,
        "SELECT conname, pg_get_constraintdef(oid), contype FROM pg_constraint "
        "WHERE conrelid = %s::regclass AND contype IN ('u', 'c', 'f') ORDER BY conname",
        [table],
    )
    indexes = _rows(
        cursor,
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index i WHERE indrelid = %s::regclass "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid "
        "AND contype IN ('p', 'u')) ORDER BY 1",
        [table],
    )
    return Table(
        name=table,
        keys=[(name, text) for name, text, kind in constraints if kind != "f"],
        foreign_keys=[(name, text) for name, text, kind in constraints if kind == "f"],
        indexes=[row[0] for row in indexes],
    )


def _drop_foreign_keys(cursor: Any, tables: list[str]) -> None:
    """Drop the keys from and to the tables; they are made again when all tables are rebuilt."""
    found = _rows(
        cursor,
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' "
        "AND (conrelid::regclass::text = ANY(%s) OR confrelid::regclass::text = ANY(%s))",
        [tables, tables],
    )
    for table, name in found:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _rebuild(cursor: Any, table: Table, counties: list[str]) -> None:
    """Move the rows into a partitioned table of the same name."""
    new, old = table.name, f"{table.name}__plain"
    cursor.execute(f'ALTER TABLE "{new}" RENAME TO "{old}"')
    cursor.execute(
        f'CREATE TABLE "{new}" (LIKE "{old}" INCLUDING DEFAULTS INCLUDING IDENTITY '
        "INCLUDING GENERATED INCLUDING STORAGE) PARTITION BY LIST (county_code)"
    )
    cursor.execute(f'CREATE TABLE "{new}_rest" PARTITION OF "{new}" DEFAULT')
    for county in counties:
        cursor.execute(
            f'CREATE TABLE "{new}_{county}" PARTITION OF "{new}" FOR VALUES IN (%s)', [county]
        )
    cursor.execute(
        f'INSERT INTO "{new}" OVERRIDING SYSTEM VALUE SELECT * FROM "{old}"'  # noqa: S608
    )
    cursor.execute(f'DROP TABLE "{old}"')
    cursor.execute(f'ALTER TABLE "{new}" ADD PRIMARY KEY (county_code, id)')
    for name, definition in table.keys:
        cursor.execute(f'ALTER TABLE "{new}" ADD CONSTRAINT "{name}" {definition}')
    for statement in table.indexes:
        cursor.execute(statement)
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), "  # noqa: S608 - our own table names
        f'(SELECT COALESCE(MAX(id), 0) + 1 FROM "{new}"), false)',
        [f'"{new}"'],
    )
