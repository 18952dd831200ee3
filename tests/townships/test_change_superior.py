"""A union has exactly one superior on every day (R-ORG-07)."""

import datetime

import pytest
from django.urls import reverse

from tests.places import Staff
from townships.choices import UnionKind
from townships.models import Affiliation, Union
from townships.services.affiliations import hand_over, record_superior
from townships.services.unions import save_union
from unionreg.refusals import Refused

JUNE = datetime.date(2026, 6, 1)
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def firm(places, federation, own_union) -> Union:
    return own_union(places.linqi, "示例公司", founded_on=datetime.date(2020, 5, 4))


@pytest.mark.parametrize("kind", ["own", "village", "township"])
def test_union_does_not_lose_its_superior(places, firm, township_union, kind):
    union = {
        "own": lambda: firm,
        "township": lambda: township_union(places.hejian),
        "village": lambda: (
            save_union(
                union=Union(
                    township=places.linqi,
                    kind=UnionKind.VILLAGE,
                    name="白泉村工会",
                    superior=township_union(places.linqi),
                ),
                user=None,
            ).record
        ),
    }[kind]()
    union.superior = None
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert "总工办发〔2019〕24号 三" in refusal.value.message_dict["superior"][0]
    assert Union.objects.get(pk=union.pk).superior_id is not None
    assert Affiliation.objects.get(union=union).valid_to is None


def test_emptied_field_is_refused(staff: Staff, as_user, firm, federation):
    address = reverse("admin:townships_grassrootsunion_change", args=[firm.pk])
    data = {
        "record_version": firm.version,
        "name": firm.name,
        "kind": firm.kind,
        "status": firm.status,
        "township": firm.township_id,
        "superior": "",
        "is_legal_person": "unknown",
        "employers": [row.employer_id for row in firm.covered.all()],
        **{
            f"{name}-{kind}_FORMS": "0"
            for name in ("affiliations", "covered")
            for kind in ("TOTAL", "INITIAL")
        },
    }
    answer = as_user(staff.county).post(address, data)
    assert list(answer.context["adminform"].form.errors) == ["superior"]
    assert Union.objects.get(pk=firm.pk).superior == federation


def test_county_federation_has_none(federation):
    federation.chair_name = "李丁"
    save_union(union=federation, user=None)
    assert Union.objects.get(pk=federation.pk).superior is None


# --- days -----------------------------------------------------------------------------------------


@pytest.fixture
def left(firm) -> Union:
    """A union whose superior ended on 2026-05-31, as old data may have it."""
    Affiliation.objects.filter(union=firm).update(valid_to=JUNE - ONE_DAY)
    return firm


@pytest.mark.parametrize("day", [datetime.date(2024, 6, 1), JUNE - ONE_DAY])
def test_new_superior_does_not_reach_into_an_earlier_one(places, left, township_union, day):
    left.superior = township_union(places.linqi)
    with pytest.raises(Refused) as refusal:
        save_union(union=left, user=None, effective_on=day)
    assert list(refusal.value.message_dict) == ["effective_on"]
    assert "2026-05-31" in refusal.value.messages[0]
    assert Affiliation.objects.filter(union=left).count() == 1


def test_new_superior_follows_the_earlier_one(places, left, township_union):
    left.superior = township_union(places.linqi)
    save_union(union=left, user=None, effective_on=JUNE)
    days = Affiliation.objects.filter(union=left).order_by("valid_from")
    assert [row.valid_to for row in days] == [JUNE - ONE_DAY, None]


def test_handing_over_does_not_reach_into_an_earlier_superior(places, left, township_union):
    values = {"new_superior": township_union(places.linqi), "document_no": "7号", "user": None}
    with pytest.raises(Refused) as refusal:
        hand_over(unions=[left], effective_on=JUNE - ONE_DAY, **values)
    assert left.name in refusal.value.messages[0]
    hand_over(unions=[left], effective_on=JUNE, **values)
    assert Affiliation.objects.filter(union=left).count() == 2


def test_service_keeps_ended_affiliations_apart(places, firm, township_union):
    """Without a superior there is an ended row only; the next one begins after it."""
    firm.superior = None
    record_superior(union=firm, user=None, on=JUNE)
    firm.superior = township_union(places.linqi)
    with pytest.raises(Refused):
        record_superior(union=firm, user=None, on=datetime.date(2024, 6, 1))
    record_superior(union=firm, user=None, on=JUNE)
    assert Affiliation.objects.filter(union=firm, valid_to=None).get().valid_from == JUNE
