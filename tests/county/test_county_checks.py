"""A model that breaks a day-one rule of county-level tables is refused."""

import pytest
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from townships.models import Union
from unionreg.county import CountyForeignKey, CountyRow, checks


def found(model: type[models.Model]) -> set[str]:
    errors = list(checks._check_relations(model))
    if any(field.name == "county_code" for field in model._meta.local_fields):
        errors += [*checks._check_columns(model), *checks._check_unique(model)]
    return {str(error.id) for error in errors}


def test_our_own_models_pass() -> None:
    assert checks.check_county_models(None) == []


@isolate_apps("townships")
def test_plain_foreign_key_is_refused() -> None:
    class Plain(CountyRow):
        union = models.ForeignKey(Union, models.PROTECT, related_name="+")

        class Meta:
            app_label = "townships"

    assert found(Plain) == {"county.E001"}


@isolate_apps("townships")
def test_key_from_outside_the_county_is_refused() -> None:
    class Outside(models.Model):  # noqa: DJ008
        union = CountyForeignKey(Union, models.PROTECT, related_name="+")

        class Meta:
            app_label = "townships"

    assert "county.E002" in found(Outside)


@isolate_apps("townships")
def test_constraint_on_users_and_many_to_many_are_refused() -> None:
    class Linked(CountyRow):
        user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
        unions = models.ManyToManyField(Union, related_name="+")

        class Meta:
            app_label = "townships"

    from unittest import mock

    from accounts.models import User

    field = Linked._meta.get_field("user")
    with mock.patch.object(field.remote_field, "model", User):
        assert found(Linked) == {"county.E004", "county.E005"}


@isolate_apps("townships")
@pytest.mark.parametrize("null", [True, False])
def test_the_county_column_has_one_type(null: bool) -> None:
    class Typed(CountyRow):
        county_code = models.CharField(max_length=6 if null else 9, null=null)

        class Meta:
            app_label = "townships"

    assert found(Typed) == {"county.E006"}


@isolate_apps("townships")
def test_unique_keys_lead_with_the_county() -> None:
    class Unique(CountyRow):
        code = models.CharField(max_length=5, unique=True)
        name = models.CharField(max_length=5)

        class Meta:
            app_label = "townships"
            constraints = [models.UniqueConstraint(fields=["name"], name="bare")]

    assert found(Unique) == {"county.E008", "county.E009"}


@isolate_apps("townships")
@pytest.mark.parametrize(
    ("names", "errors"), [(("name",), {"county.E009"}), (("county_code", "name"), set())]
)
def test_unique_together_leads_with_the_county_as_well(names, errors) -> None:
    class Together(CountyRow):
        name = models.CharField(max_length=5)

        class Meta:
            app_label = "townships"
            unique_together = [names]

    assert found(Together) == errors
