"""PostgreSQL plans for a disk that finds any page as quickly as the next, unless told otherwise."""

import pytest
from django.db import connection

from unionreg.db.postgresql.base import CHEAP_PAGES

pytestmark = pytest.mark.django_db


def cost() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        return cursor.fetchone()[0]


def test_every_connection_expects_quick_disks() -> None:
    assert cost() == "1.1"


@pytest.mark.parametrize(("server", "kept"), [("4", "1.1"), ("2.5", "2.5"), ("1", "1")])
def test_what_somebody_has_chosen_stays(server, kept) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('random_page_cost', %s, true)", [server])
        cursor.execute(CHEAP_PAGES)
    assert cost() == kept
