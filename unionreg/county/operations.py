"""Migration operation that makes the composite keys of county-level tables on PostgreSQL."""

from typing import Any

from django.db.migrations.operations.base import Operation

from unionreg.county.fields import CountyForeignKey


def _constraint_sql(schema_editor: Any, table: str, name: str, definition: str) -> str:
    """SQL that adds a constraint unless it exists (partitions and re-runs)."""
    quote = schema_editor.quote_name
    return (
        "DO $do$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint "  # noqa: S608 - our own names
        f"WHERE conname = '{name}' AND conrelid = '{table}'::regclass) THEN "
        f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(name)} {definition}; END IF; END $do$"
    )


class AddCountyConstraints(Operation):
    """Add the composite foreign keys of the named models, and the unique key of their targets.

    Keys are NOT DEFERRABLE: services write parents first, and a cluster reports a deferred
    violation only at COMMIT. SQLite keeps no composite keys; the model checks guard it there.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, *model_names: str) -> None:
        self.model_names = model_names

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        return (type(self).__name__, self.model_names, {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from: Any, state: Any) -> None:
        """Write the constraints on PostgreSQL; do nothing elsewhere."""
        if schema_editor.connection.vendor != "postgresql":
            return
        for name in self.model_names:
            model = state.apps.get_model(app_label, name)
            for field in model._meta.local_fields:
                if isinstance(field, CountyForeignKey):
                    self._add_unique(schema_editor, field.remote_field.model._meta.db_table)
                    self._add_key(schema_editor, model._meta.db_table, field)

    def database_backwards(self, app_label: str, schema_editor: Any, _from: Any, _to: Any) -> None:
        """Dropping the tables drops their constraints."""

    def describe(self) -> str:
        return f"Add composite county keys to {', '.join(self.model_names)}"

    def _add_unique(self, schema_editor: Any, table: str) -> None:
        schema_editor.execute(
            _constraint_sql(schema_editor, table, f"{table}_county_key", "UNIQUE (county_code, id)")
        )

    def _add_key(self, schema_editor: Any, table: str, field: Any) -> None:
        parent = field.remote_field.model._meta.db_table
        quote = schema_editor.quote_name
        definition = (
            f"FOREIGN KEY (county_code, {quote(field.column)}) "
            f"REFERENCES {quote(parent)} (county_code, id) NOT DEFERRABLE"
        )
        name = f"{table}_{field.column}_county_fk"[:63]
        schema_editor.execute(_constraint_sql(schema_editor, table, name, definition))
