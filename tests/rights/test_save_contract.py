"""Collective contracts: days, chief negotiator (R-RGT-03), who keeps them (R-RGT-04)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cadres.models import Person
from cadres.services.appointments import end_appointment
from rights.models import CollectiveContract
from rights.services.contracts import save_contract
from tests.federations.conftest import documents
from townships.choices import UnionKind
from unionreg.county import Conflict
from unionreg.refusals import Refused

__all__ = ["documents"]

DAY = datetime.date
TOMORROW = timezone.localdate() + datetime.timedelta(1)
SIGNED = DAY(2025, 4, 1)
pytestmark = pytest.mark.django_db


def save(union, user, **values):
    known = {
        "scope": "enterprise",
        "title": "集体合同",
        "signed_on": SIGNED,
        "valid_from": SIGNED,
        "valid_to": DAY(2027, 3, 31),
    }
    return save_contract(contract=CollectiveContract(union=union, **{**known, **values}), user=user)


# --- days -----------------------------------------------------------------------------------------


def test_a_contract_is_signed_while_the_union_exists(unions, staff):
    union = unions.factory
    union.founded_on = DAY(2025, 4, 1)
    union.save()
    for wrong in (TOMORROW, DAY(2025, 3, 31)):
        with pytest.raises(Refused) as refusal:
            save(union, staff.chair, signed_on=wrong)
        assert list(refusal.value.message_dict) == ["signed_on"]
    assert save(union, staff.chair).notices == ()


@pytest.mark.parametrize(
    ("first", "last", "taken"),
    [
        (SIGNED, SIGNED, True),
        (SIGNED, None, True),
        (DAY(2025, 4, 2), SIGNED, False),  # ends before it begins
        (DAY(2025, 3, 1), DAY(2025, 3, 31), False),  # signed after its end
        (DAY(2025, 3, 1), SIGNED, True),
    ],
)
def test_its_days_are_in_order(unions, staff, first, last, taken):
    if taken:
        assert save(unions.factory, staff.chair, valid_from=first, valid_to=last).record.pk
        return
    with pytest.raises(ValidationError):
        save(unions.factory, staff.chair, valid_from=first, valid_to=last)


def test_an_end_in_a_mistyped_year_is_refused(unions, staff):
    with pytest.raises(Refused) as refusal:
        save(unions.factory, staff.chair, valid_to=DAY(2101, 1, 1))
    assert list(refusal.value.message_dict) == ["valid_to"]
    assert save(unions.factory, staff.chair, valid_to=DAY(2100, 12, 31)).record.pk


def test_one_contract_is_recorded_once(unions, staff):
    contract = save(unions.factory, staff.chair).record
    with pytest.raises(Refused) as refusal:
        save(unions.factory, staff.chair)
    assert list(refusal.value.message_dict) == ["title"]
    save(unions.factory, staff.chair, kind="wages")
    contract.workers = 31
    save_contract(contract=contract, user=staff.chair, expected_version=1)
    with pytest.raises(Conflict):
        save_contract(contract=contract, user=staff.chair, expected_version=1)


def test_the_negotiator_is_of_the_county_and_gives_the_name(unions, staff):
    foreign = Person.objects.create(county_code="410523", name="外县")
    with pytest.raises(Refused) as refusal:
        save(unions.factory, staff.county, negotiator=foreign)
    assert list(refusal.value.message_dict) == ["negotiator"]
    own = Person.objects.create(county_code="410581", name="本县")
    assert save(unions.factory, staff.county, negotiator=own).record.negotiator_name == "本县"


# --- who leads the bargaining ---------------------------------------------------------------------


@pytest.fixture
def federation(documents):
    """A federation in 河北 whose chair changed on 2025-04-01."""
    union = documents.unions[0]
    union.kind = UnionKind.FEDERATION
    union.save()
    former = union.appointments.get(post="chair")
    end_appointment(
        appointment=former, last_day=DAY(2025, 3, 31), reason="resignation", user=documents.clerk
    )
    documents.former = former.person
    documents.chair = documents.post(union, "新主席", valid_from=SIGNED).person
    documents.union = union
    return documents


def rules(world, **values):
    saved = save(world.union, world.clerk, **{"scope": "regional", **values})
    return [(one.rule, "冀工办发〔2020〕43号" in one.basis) for one in saved.notices]


def test_the_chair_on_the_day_of_signing_leads(federation):
    assert rules(federation, negotiator=federation.chair) == []
    assert rules(federation, negotiator=federation.former, scope="industry") == [("R-RGT-03", True)]
    earlier = {"signed_on": DAY(2025, 3, 31), "title": "前一天"}
    assert rules(federation, negotiator=federation.former, **earlier) == []
    assert rules(federation, negotiator=federation.chair, **earlier, kind="wages") == [
        ("R-RGT-03", True)
    ]


def test_a_name_is_compared_where_no_person_is_recorded(federation):
    assert rules(federation, negotiator_name="新主席") == []
    assert rules(federation, negotiator_name="别人", title="另一份") == [("R-RGT-03", True)]


def test_what_is_not_recorded_is_unknown_and_no_no(federation):
    saved = save(federation.union, federation.clerk, scope="regional")
    (notice,) = saved.notices
    assert "新主席" not in notice.text
    federation.union.appointments.all().delete()
    saved = save(federation.union, federation.clerk, scope="industry", negotiator_name="别人")
    assert ["别人" in one.text for one in saved.notices] == [False]


def test_it_says_nothing_of_others(federation, unions, staff):
    """Of enterprises, of unions that are no federation, and outside 河北."""
    assert rules(federation, negotiator_name="别人", scope="enterprise") == []
    federation.union = federation.unions[1]
    assert rules(federation, negotiator_name="别人") == []
    unions.factory.kind = UnionKind.FEDERATION
    unions.factory.save()
    saved = save(unions.factory, staff.chair, scope="regional", negotiator_name="别人")
    assert saved.notices == ()


# --- who keeps them -------------------------------------------------------------------------------


def test_it_is_kept_by_those_who_look_after_the_place(unions, staff, as_user):
    url = reverse("admin:rights_collectivecontract_add")
    sent = {"union": unions.factory.pk, "scope": "enterprise", "kind": "wages"}
    sent |= {"signed_on": "2026-03-01", "valid_from": "2026-03-01"}
    for user in (staff.chair_beside, staff.auditor, staff.county2, staff.city):
        as_user(user).post(url, {**sent, "title": user.username})
    assert not CollectiveContract.objects.exists()
    for user in (staff.chair, staff.county):
        assert as_user(user).post(url, {**sent, "title": user.username}).status_code == 302
    assert CollectiveContract.objects.count() == 2
