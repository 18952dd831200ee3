"""What the kinds of database need beside the queries."""

from django.db import connection, models


def count_for_planner(*tables: type[models.Model]) -> None:
    """Let PostgreSQL count these tables now, which it does by itself only minutes later.

    Without it, queries right after a large load are planned for empty tables: months of a county's
    summary rows took ten times as long. May run inside a transaction. SQLite needs nothing.
    """
    if connection.vendor != "postgresql":
        return
    names = [connection.ops.quote_name(table._meta.db_table) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(names)}")
