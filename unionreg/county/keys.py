"""Takes the foreign keys of the county-level tables away while the tables are converted.

They are noted in a table until they are back: a conversion that was stopped loses none.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import transaction

from unionreg.county.models import CountyRow

_NOTES = "unionreg_foreign_keys"


def county_tables() -> list[str]:
    """Names of the county-level tables, parents and children alike."""
    models = [m for m in apps.get_models() if issubclass(m, CountyRow) and not m._meta.proxy]
    return sorted(model._meta.db_table for model in models)


def present_tables(cursor: Any, kind: str) -> list[str]:
    """County-level tables that exist as a kind of pg_class: "r" plain, "p" partitioned."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = %s AND relname = ANY(%s) "
        "AND pg_table_is_visible(oid) ORDER BY 1",
        [kind, county_tables()],
    )
    return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def take_keys_away(cursor: Any) -> None:
    """Note the foreign keys from and to all county-level tables, then drop them."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table may have pending checks
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {_NOTES} "
        "(place text, name text, definition text, PRIMARY KEY (place, name))"
    )
    tables = county_tables()
    cursor.execute(
        f"INSERT INTO {_NOTES} SELECT conrelid::regclass::text, conname, "  # noqa: S608
        "pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 "
        "AND (conrelid::regclass::text = ANY(%s) OR confrelid::regclass::text = ANY(%s)) "
        "ON CONFLICT DO NOTHING",
        [tables, tables],
    )
    for place, name, _definition in _noted(cursor):
        cursor.execute(f'ALTER TABLE {place} DROP CONSTRAINT IF EXISTS "{name}"')


def give_keys_back(cursor: Any, prepare: Callable[[Any], None] | None = None) -> None:
    """Make the noted foreign keys again, each in a transaction, and forget the notes.

    `prepare` is called at the beginning of each transaction.
    """
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [_NOTES])
    if not cursor.fetchone()[0]:
        return
    for place, name, definition in _noted(cursor):
        with transaction.atomic():
            if prepare:
                prepare(cursor)
            cursor.execute(f'ALTER TABLE {place} ADD CONSTRAINT "{name}" {definition}')
            cursor.execute(
                f"DELETE FROM {_NOTES} WHERE place = %s AND name = %s",  # noqa: S608
                [place, name],
            )
    cursor.execute(f"DROP TABLE {_NOTES}")


def _noted(cursor: Any) -> list[tuple[str, str, str]]:
    cursor.execute(f"SELECT place, name, definition FROM {_NOTES} ORDER BY 1, 2")  # noqa: S608
    return list(cursor.fetchall())
