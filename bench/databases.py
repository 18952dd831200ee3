"""Scratch databases: prepared once, copied for every measurement, so that all begin alike."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from django.db import connection


class Scratch(ABC):
    """The database of the settings, which `bench.county.prepare` has filled."""

    @abstractmethod
    def fresh(self, kept: str = "") -> None:
        """Connect to a new copy of it, or of what was kept; the last copy is thrown away."""

    @abstractmethod
    def keep(self, name: str) -> None:
        """Keep the present copy as it is, to make copies of it later."""

    def settle(self) -> None:
        """What the database itself would do soon after a large import."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    @abstractmethod
    def url(self) -> str:
        """Where another process finds the present copy."""

    @abstractmethod
    def version(self) -> str:
        """Name and version of the database server."""


class SqliteScratch(Scratch):
    """A copy is a copy of the file."""

    def __init__(self) -> None:
        connection.close()  # the log goes into the file
        self.base = Path(str(connection.settings_dict["NAME"]))

        self.copy = self.base.with_name("round.sqlite3")

    def fresh(self, kept: str = "") -> None:
        connection.close()
        for ending in ("", "-wal", "-shm"):
            self.copy.with_name(self.copy.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._kept(kept) if kept else self.base, self.copy)
        connection.settings_dict["NAME"] = str(self.copy)
        connection.ensure_connection()

    def keep(self, name: str) -> None:
        self.settle()
        connection.close()  # the log goes into the file
        shutil.copyfile(self.copy, self._kept(name))
        connection.ensure_connection()

    def _kept(self, name: str) -> Path:
        return self.base.with_name(f"{name}.sqlite3")

    def url(self) -> str:
        return f"sqlite:///{self.copy}"

    def version(self) -> str:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"


class PostgresScratch(Scratch):
    """A copy is a database made from the prepared one as a template."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            # What autovacuum would do, which leaves tables of a few rows alone: nine people in nine
            # counties would make the planner believe that every county has one.
            cursor.execute(
                "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 8192"
            )
            for (table,) in cursor.fetchall():
                cursor.execute(f"ANALYZE {table}")
            cursor.execute("SHOW server_version")
            self.number = str((cursor.fetchone() or ("",))[0])
        self.base = str(connection.settings_dict["NAME"])
        self.copy = f"{self.base}_round"

    def fresh(self, kept: str = "") -> None:
        self._copy(f"{self.base}_{kept}" if kept else self.base, self.copy)

    def settle(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def keep(self, name: str) -> None:
        self.settle()
        self._copy(self.copy, f"{self.base}_{name}")

    def _copy(self, source: str, target: str) -> None:
        self._connect("postgres")
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(target)} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")
            cursor.execute("CHECKPOINT")  # writing the copy out must not fall into a measurement
        self._connect(self.copy)

    def url(self) -> str:
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        return f"{server}/{self.copy}"

    def _connect(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()

    def version(self) -> str:
        return f"PostgreSQL {self.number.split()[0]}"


def scratch() -> Scratch:
    """The scratch database of this process; call it once, after the preparation."""
    kinds: dict[str, Any] = {"sqlite": SqliteScratch, "postgresql": PostgresScratch}
    found: Scratch = kinds[connection.vendor]()
    return found
