"""Indexes for the orders of the list: by day of joining, and on SQLite newest first in a county.

PostgreSQL has the unique key (county_code, id) already, for the composite foreign keys.
"""

from typing import Any

from django.db import migrations, models

_CREATE = "CREATE UNIQUE INDEX members_member_county_key ON members_member (county_code, id)"
_DROP = "DROP INDEX members_member_county_key"


def create(apps: Any, schema_editor: Any) -> None:
    """Make the key on SQLite."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_CREATE)


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop it again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_DROP)


class Migration(migrations.Migration):
    dependencies = [("members", "0008_constraint_words")]

    operations = [
        migrations.AddIndex(
            "member",
            models.Index(fields=["county_code", "joined_on", "id"], name="members_by_joining"),
        ),
        migrations.RunPython(create, drop),
    ]
