"""Scratch databases: prepared once, copied for every measurement, so that all begin alike."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from django.db import connection


class Scratch(ABC):
    """The database of the settings, which `bench.county.prepare` has filled."""

    @abstractmethod
    def fresh(self) -> None:
        """Connect to a new copy of it; the last copy is thrown away."""

    @abstractmethod
    def version(self) -> str:
        """Name and version of the database server."""


class SqliteScratch(Scratch):
    """A copy is a copy of the file."""

    def __init__(self) -> None:
        connection.close()  # the log goes into the file
        self.base = Path(str(connection.settings_dict["NAME"]))

    def fresh(self) -> None:
        connection.close()
        copy = self.base.with_name("round.sqlite3")
        for name in (copy, copy.with_name(f"{copy.name}-wal"), copy.with_name(f"{copy.name}-shm")):
            name.unlink(missing_ok=True)
        shutil.copyfile(self.base, copy)
        connection.settings_dict["NAME"] = str(copy)
        connection.ensure_connection()

    def version(self) -> str:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"


class PostgresScratch(Scratch):
    """A copy is a database made from the prepared one as a template."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SHOW server_version")
            self.number = str((cursor.fetchone() or ("",))[0])
        self.base = str(connection.settings_dict["NAME"])
        self.copy = f"{self.base}_round"

    def fresh(self) -> None:
        self._connect("postgres")
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(self.copy)} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quote(self.copy)} TEMPLATE {quote(self.base)}")
            cursor.execute("CHECKPOINT")  # writing the copy out must not fall into a measurement
        self._connect(self.copy)

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
