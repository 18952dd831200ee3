"""PostgreSQL backend for tables whose primary key may become `(county_code, id)`."""

from typing import Any

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """GROUP BY names every column of a county-level table: `id` alone may stop being its key."""

    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        county = any(field.name == "county_code" for field in model._meta.local_fields)
        return super().allows_group_by_selected_pks_on_model(model) and not county


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with our features."""

    features_class = DatabaseFeatures
