"""The way back from partitions; tests/county/conftest.py says where it can be tested."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.places import Unions
from townships.models import Union
from unionreg.county.partitioning import merge_partitions


@pytest.fixture
def merged_again(transactional_db: None) -> Iterator[None]:
    """Plain tables at the end, whatever happened; without a transaction, which would hold locks."""
    yield
    merge_partitions()


def test_way_back_makes_the_same_tables(merged_again: None, unions: Unions) -> None:
    before, rows = definitions(), sorted(Union.objects.values_list("pk", "name"))
    call_command("partition_by_county", division="4105")
    assert definitions() != before
    call_command("partition_by_county", undo=True)
    assert definitions() == before
    assert merge_partitions() == []
    assert sorted(Union.objects.values_list("pk", "name")) == rows
    new = Union.objects.create(county_code="410581", code="n", name="n", kind="own")
    assert new.pk > max(pk for pk, _name in rows)


def definitions() -> list[Any]:
    """Keys with their definitions; other constraints and indexes, which a server rewords, by name.

    The noted keys of a conversion are none of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, CASE WHEN contype IN ('p', 'u', 'f') "
            "THEN pg_get_constraintdef(oid) END FROM pg_constraint WHERE conrelid <> 0 "
            "UNION ALL SELECT tablename, indexname, NULL FROM pg_indexes "
            "WHERE schemaname = 'public' ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()
