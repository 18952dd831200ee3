"""System checks: a model that breaks a day-one rule of county-level tables does not start."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models

from unionreg.county.fields import CountyForeignKey
from unionreg.county.models import CountyRow, RegistryKey


def _is_county(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, CountyRow)


def _has_database_key(field: Any) -> bool:
    return bool(field.db_constraint)


def _error(message: str, model: Any, number: int) -> checks.Error:
    return checks.Error(message, obj=model, id=f"county.E{number:03}")


def _check_relations(model: type[models.Model]) -> Iterator[checks.Error]:
    for field in model._meta.local_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        target = field.remote_field.model
        if _is_county(target) and not isinstance(field, CountyForeignKey):
            yield _error(f"{field.name} must be a CountyForeignKey", model, 1)
        if _is_county(target) and not _is_county(model):
            yield _error(f"{field.name} points into a county from outside", model, 2)
        if isinstance(field, CountyForeignKey) and _has_database_key(field):
            yield _error(f"{field.name}: the database key is composite", model, 3)
        user_model = apps.get_model(settings.AUTH_USER_MODEL)
        if _is_county(model) and target is user_model and _has_database_key(field):
            yield _error(f"{field.name}: users are not in the county's database", model, 4)
    yield from (
        _error(f"{field.name}: name a through model with a county", model, 5)
        for field in model._meta.local_many_to_many
        if _is_county(model) or _is_county(field.remote_field.model)
    )


def _check_columns(model: type[models.Model]) -> Iterator[checks.Error]:
    field = model._meta.get_field("county_code")
    if not isinstance(field, models.CharField) or field.max_length != 6 or field.null:
        yield _error("county_code must be CharField(max_length=6), not null", model, 6)
    if _is_county(model) and not isinstance(model._meta.pk, models.BigAutoField):
        yield _error("the primary key must be a BigAutoField", model, 7)


def _check_unique(model: type[models.Model]) -> Iterator[checks.Error]:
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            yield _error(f"{field.name}: unique keys lead with the county", model, 8)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and (
            constraint.fields[:1] != ("county_code",)
        ):
            yield _error(f"{constraint.name}: unique keys lead with the county", model, 9)
    for names in model._meta.unique_together:
        if tuple(names)[:1] != ("county_code",):
            yield _error(f"{', '.join(names)}: unique keys lead with the county", model, 9)


@checks.register(checks.Tags.models)
def check_county_models(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse models that could not be partitioned by county."""
    found: list[checks.CheckMessage] = []
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        found += _check_relations(model)
        names = {field.name for field in model._meta.local_fields}
        if "county_code" not in names:
            continue
        if not issubclass(model, CountyRow | RegistryKey):
            found.append(_error("county_code belongs on CountyRow or RegistryKey", model, 10))
            continue
        found += _check_columns(model)
        if _is_county(model):
            found += _check_unique(model)
    return found
