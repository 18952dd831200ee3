"""Names (T-7) in the form, as the engine judges them; records of unions that have none yet."""

import pytest
from django.urls import reverse

from federations.choices import ShanxiItem, Step
from federations.models import ChecklistItem, Federation
from federations.services.coverage import cover_unions
from federations.services.founding import tick_item
from federations.services.records import start_federation
from tests.federations.conftest import COUNTY, day
from townships.models import Employer, Union
from unionreg.refusals import Refused

# name | the rule that speaks, and whether it refuses
T7 = [
    ("保定市莲池区货运行业工会联合会", "", False),
    ("货运行业工会联合会", "R-NAM-01", False),
    ("保定市莲池区货运行业联合工会", "R-NAM-01", False),
    ("保定市莲池区货车司机工会联合会", "R-NAM-02", True),
    ("保定市莲池区长城××有限公司工会联合会", "R-NAM-03", True),
    ("保定市莲池区四方坪商圈工会联合会", "", False),
]


def start(world, name):
    union = Union(name=name, county_code=COUNTY)
    federation = Federation(kind="industry", level="county")
    return start_federation(federation=federation, union=union, townships=[], user=world.clerk)


@pytest.mark.parametrize(("name", "rule", "refused"), T7)
def test_the_table_of_names_holds_where_the_document_does(documents, name, rule, refused):
    if refused:
        with pytest.raises(Refused, match=r"冀工办发〔2020〕43号 二\.1"):
            start(documents, name)
        assert not Union.objects.filter(name=name).exists()
        return
    saved = start(documents, name)
    assert [notice.rule for notice in saved.notices] == ([rule] if rule else [])


def test_the_name_of_a_unit_of_the_county_is_refused(documents):
    start(documents, "保定市莲池区晨光制衣工会联合会")
    Employer.objects.create(county_code=COUNTY, name="夕阳制衣", township=documents.north)
    with pytest.raises(Refused):
        start(documents, "保定市莲池区夕阳制衣工会联合会")


def test_a_name_is_checked_while_it_is_typed(documents, as_user):
    client = as_user(documents.clerk)
    asked = {"place": "保定市莲池区", "middle": "货车司机", "kind": "industry"}
    page = client.get(reverse("federation_name"), asked).content.decode()
    assert "保定市莲池区货车司机工会联合会" in page
    assert "冀工办发〔2020〕43号 二.1" in page
    page = client.get(reverse("federation_name"), {**asked, "middle": "货运行业"}).content.decode()
    assert "t-ok" in page
    assert "冀工办发" not in page


def test_where_no_document_speaks_nothing_is_judged(places, staff, unions, as_user):
    asked = {"place": "林州市", "middle": "货车司机", "kind": "industry"}
    page = as_user(staff.county).get(reverse("federation_name"), asked).content.decode()
    assert "t-bad" not in page
    assert "t-ok" not in page


def test_a_union_without_a_record_is_completed_once(documents, as_user):
    union = Union.objects.create(
        county_code=COUNTY, code="1306069000099", name="旧工会联合会", kind="federation"
    )
    client = as_user(documents.clerk)
    assert union.name in client.get(reverse("federations_incomplete")).content.decode()
    address = reverse("federation_complete", args=[union.pk])
    wrong = {"kind": "industry", "level": "county", "basis": "market"}
    assert client.post(address, wrong).status_code == 422
    sent = {**wrong, "kind": "regional", "townships": [documents.north.pk]}
    assert client.post(address, sent).status_code == 302
    federation = Federation.objects.get(union=union)
    assert federation.basis == "market"
    assert [row.township for row in federation.townships.all()] == [documents.north]
    assert union.name not in client.get(reverse("federations_incomplete")).content.decode()
    assert client.get(address).url == reverse("federation", args=[federation.pk])


def test_five_of_six_items_of_the_321_procedure_are_incomplete(documents):
    federation = documents.start(shanxi_checklist=True, has_party_org=False)
    unions = documents.unions[:2]
    cover_unions(federation=federation, unions=unions, on=day("2024-03-01"), user=documents.clerk)
    documents.post(federation.union, "戊主席", elected_on=day("2024-03-01"))
    for step in (Step.CONSULTED, Step.APPROVED, Step.GROUP_FORMED, Step.ELECTED):
        documents.gate(federation, step, "2024-03-01")
    for item in ShanxiItem:
        assert not Union.objects.filter(pk=federation.union_id, status="active").exists()
        with pytest.raises(Refused, match=str(ChecklistItem.objects.count())):
            documents.gate(federation, Step.IN_OFFICE, "2024-03-02")
        row = ChecklistItem(federation=federation, item=item, done_on=day("2024-03-01"))
        tick_item(item=row, user=documents.clerk)
    documents.gate(federation, Step.IN_OFFICE, "2024-03-02")
