"""The shipped conversion to LIST partitions; PARTITIONED=1 runs other tests on its result."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.places import Places, Unions
from townships.models import Union
from unionreg.county.keys import county_tables
from unionreg.county.partitioning import partition


def test_other_databases_are_refused_in_words(places: Places) -> None:
    if connection.vendor == "postgresql":
        assert partition([]) == [] or os.environ.get("PARTITIONED") != "1"
        return
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("partition_by_county", division="4105")


def test_citus_is_asked_for_in_words(db: None) -> None:
    with pytest.raises(CommandError, match="itus"):
        call_command("distribute_by_county")


def test_unknown_place_is_refused(places: Places) -> None:
    with pytest.raises(CommandError):
        call_command("partition_by_county", division="99")


def test_conversion_keeps_rows_keys_and_sequence(unions: Unions) -> None:
    before = sorted(Union.objects.values_list("pk", "name"))
    if connection.vendor == "postgresql":
        call_command("partition_by_county", division="4105")
        assert partition(["410581"]) == []
    assert sorted(Union.objects.values_list("pk", "name")) == before
    new = Union.objects.create(county_code="410581", code="n", name="n", kind="own")
    assert new.pk > max(pk for pk, _name in before)
    assert "townships_union" in county_tables()
