"""Turns the county-level tables of a PostgreSQL database into LIST partitions by county, and back.

Nothing in the models or migrations changes. The catalogue of the database says what each table
has; it is rebuilt with the primary key `(county_code, id)`, because a key of a partitioned table
must hold the partition column. Each table is a transaction of its own: the locks of all
partitions of all tables at once do not fit a server's default. A run that was stopped is finished
by the next (unionreg/county/keys.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from unionreg.county.keys import give_keys_back, present_tables, take_keys_away


@dataclass(frozen=True)
class Table:
    """A table with the definitions that must be made again."""

    name: str
    keys: list[tuple[str, str]]  # unique and check constraints: name, definition
    indexes: list[str]  # CREATE INDEX statements that belong to no constraint


def partition(counties: Iterable[str]) -> list[str]:
    """Partition every county-level table that is not partitioned yet; returns their names.

    `counties` are the registry keys that get a partition of their own; the rest shares a default
    one. Raises RuntimeError on another database than PostgreSQL.
    """
    keys = sorted(set(counties))
    return _convert("r", lambda cursor, table: _rebuild(cursor, table, keys))


def merge_partitions() -> list[str]:
    """The way back: one plain table for each partitioned one; returns their names.

    Raises RuntimeError on another database than PostgreSQL.
    """
    return _convert("p", lambda cursor, table: _rebuild(cursor, table, None))


def _convert(kind: str, rebuild: Callable[[Any, Table], None]) -> list[str]:
    """Rebuild the county-level tables of a kind of pg_class: "r" plain, "p" partitioned."""
    if connection.vendor != "postgresql":
        raise RuntimeError("Partitions need PostgreSQL.")
    with connection.cursor() as cursor:
        names = present_tables(cursor, kind)
        if names:
            take_keys_away(cursor)
        for name in names:
            with transaction.atomic():
                rebuild(cursor, _describe(cursor, name))
        give_keys_back(cursor)
    return names


def _rows(cursor: Any, sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    cursor.execute(sql, params)
    return list(cursor.fetchall())


def _describe(cursor: Any, table: str) -> Table:
    constraints = _rows(
        cursor,
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = %s::regclass AND contype IN ('u', 'c') ORDER BY conname",
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
        keys=constraints,
        indexes=[row[0].replace(" ON ONLY ", " ON ", 1) for row in indexes],
    )


def _rebuild(cursor: Any, table: Table, counties: list[str] | None) -> None:
    """Move the rows into a new table of the same name: partitioned, or plain without `counties`."""
    new, old = table.name, f"{table.name}__old"
    cursor.execute(f'ALTER TABLE "{new}" RENAME TO "{old}"')
    by_county = "" if counties is None else " PARTITION BY LIST (county_code)"
    cursor.execute(
        f'CREATE TABLE "{new}" (LIKE "{old}" INCLUDING DEFAULTS INCLUDING IDENTITY '
        f"INCLUDING GENERATED INCLUDING STORAGE){by_county}"
    )
    if counties is not None:
        _make_partitions(cursor, new, counties)
    cursor.execute(
        f'INSERT INTO "{new}" OVERRIDING SYSTEM VALUE SELECT * FROM "{old}"'  # noqa: S608
    )
    cursor.execute(f'DROP TABLE "{old}"')
    key = "id" if counties is None else "county_code, id"
    cursor.execute(f'ALTER TABLE "{new}" ADD PRIMARY KEY ({key})')
    for name, definition in table.keys:
        cursor.execute(f'ALTER TABLE "{new}" ADD CONSTRAINT "{name}" {definition}')
    for statement in table.indexes:
        cursor.execute(statement)
    continue_ids(cursor, new)


def _make_partitions(cursor: Any, table: str, counties: list[str]) -> None:
    """One partition a county and one for all others."""
    cursor.execute(f'CREATE TABLE "{table}_rest" PARTITION OF "{table}" DEFAULT')
    for county in counties:
        cursor.execute(
            f'CREATE TABLE "{table}_{county}" PARTITION OF "{table}" FOR VALUES IN (%s)', [county]
        )


def continue_ids(cursor: Any, table: str) -> None:
    """The next id comes after the largest."""
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), "  # noqa: S608 - our own table names
        f'(SELECT COALESCE(MAX(id), 0) + 1 FROM "{table}"), false)',
        [f'"{table}"'],
    )
