"""Index on the single characters of names, for "part of a name".

Given names have one or two characters. An index of trigrams does not help with fewer than three
and is slower than none; an index on the array of characters needs no extension. SQLite scans the
names of one county.
"""

from typing import Any

from django.db import migrations

_CREATE = (
    "CREATE INDEX IF NOT EXISTS members_name_characters "
    "ON members_member USING gin (string_to_array(name, NULL))"
)
_DROP = "DROP INDEX IF EXISTS members_name_characters"


def create(apps: Any, schema_editor: Any) -> None:
    """Make the index on PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_CREATE)


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop it again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_DROP)


class Migration(migrations.Migration):
    dependencies = [("members", "0003_code_lists")]

    operations = [migrations.RunPython(create, drop)]
