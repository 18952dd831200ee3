"""The shipped conversion to Citus, against stand-ins that refuse what Citus would refuse.

No Citus is at hand here: order, keys and column types are proved, the cluster itself is not.
"""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.places import Unions
from townships.models import Union
from unionreg.county.citus import FIRST, distribute, gather, reference_tables
from unionreg.county.keys import county_tables

FAKE = Path(__file__).with_name("fake_citus.sql")


def rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def keys() -> list[Any]:
    """Every constraint of the database but those of the stand-ins."""
    return rows(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid <> 0 AND conrelid::regclass::text NOT LIKE 'pg\\_%' ORDER BY 1, 2"
    )


@pytest.fixture
def cluster(unions: Unions) -> None:
    """A database that looks like a coordinator with two workers."""
    with connection.cursor() as cursor:
        cursor.execute(FAKE.read_text())


def test_places_are_the_code_tables() -> None:
    """A second one would have to be rarely written and small: look before it joins."""
    assert reference_tables() == ["townships_division"]


def test_every_table_is_spread_beside_the_first(cluster: None) -> None:
    names = distribute()
    assert sorted(names) == sorted(set(county_tables()))
    spread = dict(rows("SELECT logicalrel::text, beside::text FROM pg_dist_partition"))
    assert set(spread) == {*county_tables(), "townships_division"}
    assert {spread[name] for name in names if name != FIRST} == {FIRST}


def test_a_second_run_has_nothing_to_do(cluster: None) -> None:
    distribute()
    before = keys()
    assert distribute() == []
    assert keys() == before


def test_the_way_back_leaves_nothing_behind(cluster: None) -> None:
    before, names = keys(), sorted(Union.objects.values_list("pk", "name"))
    distribute()
    assert keys() != before
    gather()
    assert keys() == before
    assert rows("SELECT 1 FROM pg_dist_partition") == []
    assert gather() == []
    assert sorted(Union.objects.values_list("pk", "name")) == names


def test_a_run_that_was_stopped_is_finished_by_the_next(cluster: None) -> None:
    distribute()
    complete = keys()
    gather()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION truncate_local_data_after_distributing_table(t regclass) "
            "RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
            "IF t = 'members_member'::regclass THEN RAISE 'power cut'; END IF; END $$"
        )
    with pytest.raises(Exception, match="power cut"):
        distribute()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION truncate_local_data_after_distributing_table(t regclass) "
            "RETURNS void LANGUAGE sql AS 'SELECT'"
        )
    assert "members_member" in distribute()
    assert keys() == complete
