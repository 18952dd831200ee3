"""Pages ask the database a fixed number of questions, and none about single people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.services.membership import enrol
from tests.dashboards.conftest import AS_OF
from tests.members.conftest import details, number
from tests.places import make_division
from townships.models import (
    Employer,
    TownshipMonth,
    TownshipStatistics,
    TownshipSummary,
    Union,
    UnionSummary,
)

pytestmark = pytest.mark.usefixtures("policies")

# who, page, the most queries it may take
PAGES = [
    ("county", "/", 25),
    ("county", "/county/410581/", 23),
    ("auditor", "/", 24),
    ("city", "/region/4105/", 19),
    ("city", "/", 20),
    ("admin", "/", 19),
    ("chair", "/", 38),
    ("county", "/township/410581101/", 34),
    ("county", "/county/410581/export/", 15),
]


def questions(client, path: str) -> list[str]:
    client.get(path)  # what is read once per process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


def grow(places, count: int) -> None:
    """More townships, each with figures, a year of months and a union with workers."""
    months = [AS_OF.replace(year=2026, month=month, day=1) for month in range(1, 12)]
    for n in range(count):
        place = make_division(f"4105812{n:02}", f"新{n}镇")
        values = {"county_code": "410581", "township_key": place.key}
        TownshipSummary.objects.create(**values, members=50 + n, unions=2, unionised=3)
        TownshipMonth.objects.bulk_create(
            TownshipMonth(**values, month=month, members=40, workers=90) for month in months
        )
        TownshipStatistics.objects.create(
            county_code="410581",
            township=place,
            as_of=AS_OF,
            worker_count=100,
            legal_person_units=5,
            source="x",
        )
        union = Union.objects.create(
            county_code="410581", code=f"n{n}", name=f"新{n}厂工会", kind="own", township=place
        )
        UnionSummary.objects.create(
            county_code="410581", union=union, township=place, members=3, workers=9, employers=1
        )
        Employer.objects.create(county_code="410581", name=f"新{n}厂", township=place)


@pytest.mark.parametrize(("who", "path", "most"), PAGES)
def test_number_of_queries_does_not_grow(as_user, staff, places, unions, who, path, most) -> None:
    client = as_user(getattr(staff, who))
    grow(places, 2)
    few = questions(client, path)
    grow_more(places)
    many = questions(client, path)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= most, "\n".join(many)


def grow_more(places) -> None:
    for n in range(20, 34):
        place = make_division(f"4105813{n:02}", f"又{n}镇")
        values = {"county_code": "410581", "township_key": place.key}
        TownshipSummary.objects.create(**values, members=50 + n, unions=2, unionised=3)
        TownshipMonth.objects.create(**values, month=AS_OF.replace(day=1), members=4, workers=9)
        Union.objects.create(
            county_code="410581",
            code=f"z{n}",
            name=f"又{n}镇工会联合会",
            kind="township",
            form="federation",
            township=place,
        )


@pytest.mark.parametrize(("who", "path", "most"), PAGES)
def test_no_page_reads_people(as_user, staff, places, unions, who, path, most) -> None:
    for sequence in range(1, 6):
        enrol(
            union=unions.factory,
            id_number=number(sequence),
            details=details(),
            joined_on=AS_OF,
            user=None,
        )
    asked = questions(as_user(getattr(staff, who)), path)
    assert not [sql for sql in asked if "members_member" in sql]
    assert [sql for sql in asked if "townships_townshipsummary" in sql]


# The whole country is no county: its administrator asks which counties have records at all.
INSIDE = [page for page in PAGES if page[0] != "admin"]


@pytest.mark.parametrize(("who", "path", "most"), INSIDE)
def test_every_county_table_is_asked_by_county(
    as_user, staff, places, unions, who, path, most
) -> None:
    """Partitions and shards are chosen by `county_code =` or `IN` only."""
    grow(places, 2)
    tables = ("townships_union", "townships_employer", "townships_township", "history_change")
    for sql in questions(as_user(getattr(staff, who)), path):
        if any(f'FROM "{table}' in sql for table in tables):
            where = sql.split("WHERE", 1)[-1]
            assert '"county_code" = ' in where or '"county_code" IN (' in where, sql
