"""R-RGT-04: contracts in force and the firms they cover; what is not recorded is no "no"."""

import datetime

import pytest
from django.utils import timezone

from rights.models import CollectiveContract
from tests.dashboards.test_show_reports import ask, cells, employer, pair

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 1)


@pytest.fixture
def contract():
    def make(union, **fields):
        known = {"scope": "enterprise", "title": "合同", "signed_on": DAY, "valid_from": DAY}
        return CollectiveContract.objects.create(
            county_code=union.county_code, union=union, **{**known, **fields}
        )

    return make


def test_shares_count_contracts_in_force_by_kind(as_user, staff, unions, places, contract) -> None:
    today = timezone.localdate()
    for name in "甲乙丙丁":
        employer(places.linqi, name)
    employer(places.linqi, "机关", economic_type="")
    contract(unions.linqi, firms=3, valid_to=today)
    contract(unions.factory, firms=1, kind="wages")
    contract(unions.linqi, kind="wages")
    contract(unions.linqi, firms=9, valid_to=today - datetime.timedelta(days=1))
    client = as_user(staff.county)
    row = cells(ask(client, "contracts"), "临淇镇")
    assert (row["contracts"].value, row["uncounted"].value) == (3, 1)
    assert (pair(row["general"]), pair(row["wages"])) == ((3, 4), (1, 4))
    lists = [(row["contracts"].url, 3), (row["general"].url, 1), (row["wages"].url, 2)]
    lists += [(row["uncounted"].url, 1), (row["general"].whole_url, 4)]
    for url, rows in lists:
        assert client.get(url).context["cl"].result_count == rows, url


def test_without_numbers_or_with_too_many_there_is_no_share(
    as_user, staff, unions, places, contract
) -> None:
    employer(places.linqi, "甲")
    contract(unions.linqi, firms=2)
    contract(unions.linqi, kind="wages")
    page = ask(as_user(staff.county), "contracts")
    row = cells(page, "临淇镇")
    assert (pair(row["general"]), pair(row["wages"])) == ((None, 1), (None, 1))
    assert len(page.context["table"].notes) == 2
    assert pair(cells(page, "合涧镇")["general"]) == (0, 0)


def test_a_chair_reads_what_the_county_reads_of_his_township(
    as_user, staff, places, unions, contract
) -> None:
    employer(places.linqi, "甲")
    contract(unions.hejian, firms=1)
    for user in (staff.county, staff.chair):
        assert pair(cells(ask(as_user(user), "contracts"), "临淇镇")["general"]) == (0, 1)


def test_a_county_without_contracts_is_not_known(as_user, staff, places, unions, contract) -> None:
    employer(places.linqi, "甲")
    assert pair(cells(ask(as_user(staff.county), "contracts"), "临淇镇")["general"]) == (None, 1)
    employer(None, "乙", county_code="410523")
    contract(unions.linqi, firms=1)
    city = ask(as_user(staff.city), "contracts")
    assert pair(cells(city, "林州市")["general"]) == (1, 1)
    assert pair(cells(city, "汤阴县")["general"]) == (None, 1)
