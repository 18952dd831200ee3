"""What is counted instead of timed: SQL statements, and rows that were written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import psycopg
from django.db import connection, models

from imports import database

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
EVENTS = ("INSERT", "UPDATE", "DELETE")


class Statements(list[str]):
    """The SQL of statements in their order."""

    def about(self, model: type[models.Model]) -> int:
        """How many of them name the table of a model."""
        table = connection.ops.quote_name(model._meta.db_table)
        return sum(table in sql for sql in self)


@contextmanager
def statements() -> Iterator[Statements]:
    """Collect all statements of the block but those that begin and end transactions.

    A COPY, and what stands for it on SQLite, is one; Django shows neither to its wrappers.
    """
    found = Statements()

    def note(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if not sql.startswith(CONTROL):
            found.append(sql)
        return execute(sql, *given)

    copy = psycopg.Cursor.copy

    def note_copy(cursor: Any, sql: Any, *given: Any, **named: Any) -> Any:
        found.append(str(sql))
        return copy(cursor, sql, *given, **named)

    insert = database._insert

    def note_insert(sql: str, *given: Any) -> None:
        found.append(sql)
        insert(sql, *given)

    with (
        connection.execute_wrapper(note),
        mock.patch.object(psycopg.Cursor, "copy", note_copy),
        mock.patch.object(database, "_insert", note_insert),
    ):
        yield found


class Written:
    """Counts the rows of a table that are written from now on, also with the same values.

    PostgreSQL knows by which transaction each row was written; SQLite gets triggers.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.table = str(model._meta.db_table)
        self.rows = self._rows()
        if connection.vendor == "postgresql":
            self.before = self._one("SELECT pg_current_xact_id()::text::bigint")
        else:
            self._set_triggers()

    def count(self) -> int:
        """Rows that were inserted, updated or deleted."""
        if connection.vendor == "postgresql":
            later = f"SELECT count(*) FROM {self.table} WHERE xmin::text::bigint > %s"
            return self._one(later, self.before) + max(0, self.rows - self._rows())
        return self._one(f"SELECT count(*) FROM written_{self.table}")

    def _set_triggers(self) -> None:
        log = f"written_{self.table}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {log} (event TEXT)")
            for event in EVENTS:
                cursor.execute(
                    f"CREATE TRIGGER {log}_{event} AFTER {event} ON {self.table} "
                    f"BEGIN INSERT INTO {log} VALUES ('{event}'); END"
                )

    def _rows(self) -> int:
        return self._one(f"SELECT count(*) FROM {self.table}")

    def _one(self, sql: str, *params: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return int((cursor.fetchone() or (0,))[0])
