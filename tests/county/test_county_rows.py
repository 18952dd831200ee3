"""County-level rows: the county is in every statement and never changes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from tests.places import Unions
from townships.models import Affiliation, Union
from unionreg.county import CountyChanged


def statements(work) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return [query["sql"] for query in captured.captured_queries]


def test_save_names_the_county_and_never_sets_it(unions: Unions) -> None:
    unions.linqi.phone = "0372-6000000"
    update = next(sql for sql in statements(unions.linqi.save) if sql.startswith("UPDATE"))
    assert "\"county_code\" = '410581'" in update.split("WHERE")[1]
    assert "county_code" not in update.split("WHERE")[0]


def test_another_county_is_refused(unions: Unions) -> None:
    unions.linqi.county_code = "410523"
    with pytest.raises(CountyChanged):
        unions.linqi.save()
    assert Union.objects.get(pk=unions.linqi.pk).county_code == "410581"


def test_an_existing_id_in_another_county_is_refused(unions: Unions) -> None:
    twin = Union(pk=unions.linqi.pk, county_code="410523", code="x", name="x", kind="own")
    with pytest.raises(CountyChanged):
        twin.save()
    assert Union.objects.filter(pk=unions.linqi.pk).count() == 1


def test_joins_compare_the_county(unions: Unions) -> None:
    sql = str(Union.objects.in_county("410581").select_related("superior").query)
    join = sql.split("LEFT OUTER JOIN")[1].split("WHERE")[0]
    assert join.count("county_code") == 2


@pytest.mark.parametrize(
    "work",
    [
        lambda union: union.superior.name,
        lambda union: list(union.subordinates.all()),
        lambda union: list(Union.objects.filter(superior=union)),
        lambda union: list(Union.objects.filter(superior__in=[union])),
        lambda union: union.refresh_from_db(),
        lambda union: list(
            Union.objects.filter(pk=union.pk, county_code=union.county_code).prefetch_related(
                "subordinates"
            )
        ),
    ],
)
def test_every_access_names_the_county(unions: Unions, work) -> None:
    union = Union.objects.get(pk=unions.linqi.pk, county_code="410581")
    found = statements(lambda: work(union))
    assert found
    for sql in found:
        assert "county_code" in sql.split("WHERE")[1]


def test_group_by_names_every_column_on_postgresql(unions: Unions) -> None:
    rows = Union.objects.in_county("410581").annotate(children=Count("subordinates"))
    assert {row.name: row.children for row in rows}[unions.linqi.name] == 1
    if connection.vendor == "postgresql":
        assert '"townships_union"."name"' in str(rows.query).split("GROUP BY")[1]


def test_a_child_in_another_county_is_refused_by_the_database(unions: Unions) -> None:
    stray = Affiliation(county_code="410523", union=unions.linqi, superior=unions.county)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            stray.save()
    else:  # SQLite has no composite keys: the row cannot be reached through the union
        stray.save()
        assert not unions.linqi.affiliations.exists()
