"""PostgreSQL backend for tables whose primary key may become `(county_code, id)`."""

from typing import Any

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """GROUP BY names every column of a county-level table: `id` alone may stop being its key."""

    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        county = any(field.name == "county_code" for field in model._meta.local_fields)
        return super().allows_group_by_selected_pks_on_model(model) and not county


# With the default (4, a disk that turns) the planner may look for the list of one county among the
# rows of all, in the order of their ids.  Another value is somebody's choice.
CHEAP_PAGES = (
    "SELECT set_config('random_page_cost', '1.1', false) "
    "WHERE current_setting('random_page_cost')::float = 4"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with our features."""

    features_class = DatabaseFeatures

    def init_connection_state(self) -> None:
        """Tell the server what kind of disk to expect."""
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute(CHEAP_PAGES)
