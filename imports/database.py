"""The only place with SQL that differs between PostgreSQL and SQLite.

Everything else an import runs is plain SQL that both understand (`imports/pipeline/sql.py`).
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

Row = Sequence[Any]


def column_names(model: type[models.Model], names: Sequence[str]) -> list[str]:
    """Database columns of attribute names (`union_id`, `name`)."""
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    return [str(columns[name]) for name in names]


def quoted(names: Iterable[str]) -> str:
    """Names for SQL, with commas between them."""
    return ", ".join(map(connection.ops.quote_name, names))


def load(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Put rows into a table in one statement: COPY on PostgreSQL, a prepared INSERT on SQLite.

    `names` are attribute names; values are Python values, JSON columns texts.  `rows` are taken
    one by one, and must not use the database themselves.
    """
    columns = quoted(column_names(model, names))
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({columns}) FROM STDIN", rows)
    else:
        places = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"
        _insert(sql, rows, _kept_as_text(model, names))


def _copy(sql: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(sql: str, rows: Iterable[Row], places: list[int]) -> None:
    # past Django's cursor, which would keep all rows in memory
    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.executemany(sql, (_as_stored(row, places) for row in rows))


def _kept_as_text(model: type[models.Model], names: Sequence[str]) -> list[int]:
    """The places of columns whose values the database keeps as text."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    kinds = (models.DateField, models.UUIDField)
    return [at for at, name in enumerate(names) if isinstance(fields[name], kinds)]


def _as_stored(row: Row, places: list[int]) -> list[Any]:
    values = list(row)
    for at in places:
        convert = _TEXTS.get(values[at].__class__)
        if convert:
            values[at] = convert(values[at])
    return values


# SQLite has neither dates nor UUIDs: Django keeps both as text.
_TEXTS: dict[type, Callable[[Any], str]] = {
    datetime.date: datetime.date.isoformat,
    uuid.UUID: lambda value: value.hex,
}


def _stored(value: Any) -> Any:
    kind = _TEXTS.get(type(value))
    return kind(value) if kind else value


def draw_ids(model: type[models.Model], count: int) -> list[int]:
    """Reserve ids of a table for new rows; ids that are not used in the end stay unused."""
    if not count:
        return []
    if connection.vendor == "postgresql":
        return _draw_from_sequence(model, count)
    return _draw_from_counter(model, count)


def _draw_from_sequence(model: type[models.Model], count: int) -> list[int]:
    # asked for in a query of its own, else the name is looked up anew for each id
    sequence = "(SELECT CAST(pg_get_serial_sequence(%s, 'id') AS regclass))"
    sql = f"SELECT nextval({sequence}) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.quote_name(model._meta.db_table), count])
        return [number for (number,) in cursor.fetchall()]


def _draw_from_counter(model: type[models.Model], count: int) -> list[int]:
    """Move the counter that SQLite keeps for tables with AUTOINCREMENT."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        more = "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq"
        cursor.execute(more, [count, table])
        (last,) = cursor.fetchone() or (0,)
        if not last:
            last = count
            first = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
            cursor.execute(first, [table, last])
    return list(range(last - count + 1, last + 1))


def among(column: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """A condition "column is one of the values" with a single parameter, however many they are."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(values)]
    import json

    texts = json.dumps([_stored(value) for value in values])
    return f"{column} IN (SELECT value FROM json_each(%s))", [texts]


def among_hashes(column: str, values: Sequence[str]) -> tuple[str, list[Any]]:
    """The same for a column of blind indexes; `values` are their hexadecimal digits."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(CAST(%s AS uuid[]))", ["{" + ",".join(values) + "}"]
    return among(column, values)


def hexadecimal(column: str) -> str:
    """SQL for the hexadecimal digits of a blind index; SQLite stores nothing else."""
    if connection.vendor == "postgresql":
        return f"ENCODE(uuid_send({column}), 'hex')"
    return column


def lock_county(county_code: str) -> None:
    """Let one import at a time write into a county, until the transaction ends.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        key = f"imports:{county_code}"
        fetch("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def before_counting() -> None:
    """Check the foreign keys of what was written while the counts are not locked yet.

    And have what follows in this transaction join tables as a whole: the planner knows nothing of
    what this very transaction has put into a table, believes it to be empty and would go through
    all people of a county once for each union. SQLite checks each row as it is written, and goes by
    its indexes.
    """
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL enable_nestloop = off")


def moment(value: datetime.datetime) -> Any:
    """A time as a parameter of raw SQL."""
    return connection.ops.adapt_datetimefield_value(value)


def day(value: datetime.date) -> Any:
    """A date as a parameter of raw SQL."""
    return connection.ops.adapt_datefield_value(value)


def execute(sql: str, params: Sequence[Any] = ()) -> int:
    """Run a statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return int(cursor.rowcount)


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query and return its rows as the database driver gives them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return list(cursor.fetchall())
