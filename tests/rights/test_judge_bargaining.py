"""R-RGT-03 of contracts in force as verdicts and findings of the compliance list."""

import datetime

import pytest

from compliance.collectors import Scope, collectors
from compliance.models import Finding
from compliance.sentences import record_link, sentence
from compliance.services import check_county
from rights.models import CollectiveContract
from tests.federations.conftest import COUNTY, documents

__all__ = ["documents"]

DAY = datetime.date
SIGNED = DAY(2025, 4, 1)
ON = DAY(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(documents):
    """An industry federation in office with a chair since the day of signing."""
    documents.federation = documents.start()
    union = documents.federation.union
    union.status, union.founded_on = "active", DAY(2024, 1, 1)
    union.save()
    documents.post(union, "旧主席", valid_to=DAY(2025, 3, 31), end_reason="term")
    documents.post(union, "新主席", valid_from=SIGNED)
    return documents


def contract(world, name, **values):
    known = {"scope": "industry", "title": "行业合同", "signed_on": SIGNED, "valid_from": SIGNED}
    known |= {"valid_to": DAY(2028, 3, 31), "negotiator_name": name}
    union = world.federation.union
    return CollectiveContract.objects.create(county_code=COUNTY, union=union, **{**known, **values})


def collected(on=ON):
    return [one.values for one in collectors()["R-RGT-03"].collect(Scope(COUNTY, on))]


def test_the_contract_that_fits_least_counts(world):
    assert collected() == []
    for name, led in (("新主席", True), ("", None), ("旧主席", False), ("新主席", False)):
        contract(world, name)
        assert [values["negotiator_is_chair"] for values in collected()] == [led], name


def test_only_contracts_in_force_for_an_area_or_industry(world):
    contract(world, "别人", scope="enterprise")
    contract(world, "别人", valid_to=ON - datetime.timedelta(1))
    assert collected() == []
    contract(world, "别人", valid_to=ON)
    assert len(collected()) == 1
    assert collected(ON + datetime.timedelta(1)) == []


def test_another_negotiator_is_a_finding_with_a_way_to_the_contract(world, as_user):
    made = contract(world, "旧主席")
    check_county(county_code=COUNTY)
    finding = Finding.objects.select_related("verdict__provision").get(rule_id="R-RGT-03")
    assert "新主席" not in sentence(finding).whole
    _words, url = record_link(finding, world.clerk)
    rows = as_user(world.clerk).get(url).context["cl"].result_list
    assert [row.pk for row in rows] == [made.pk]
    made.negotiator_name = "新主席"
    made.save()
    check_county(county_code=COUNTY)
    finding.refresh_from_db()
    assert finding.state == "resolved"
