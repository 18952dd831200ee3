"""Part-time allowances: for whom, how much, and what has to be recorded before (R-FND-20, 21)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from accounts.choices import Role
from cadres.models import Allowance
from cadres.services.allowances import save_allowance
from tests.cadres.crew import person, post, township_union
from tests.places import load_policies, make_division, make_user
from townships.models import Division
from unionreg.refusals import Refused

DAY = datetime.date


@pytest.fixture
def held(places, staff):
    """A vice-chair of 临淇镇 who serves part-time and is no public official."""
    load_policies()
    who = person("兼职甲", is_public_official=False, township=places.linqi)
    return post(township_union(places.linqi), who, "vice_chair", "parttime")


def pay(held, user, monthly="250", **values):
    known = {"valid_from": DAY(2024, 4, 1), "payer": "林州市总工会"}
    row = Allowance(appointment=held, monthly=Decimal(monthly), **{**known, **values})
    return save_allowance(allowance=row, user=user)


def refused(held, user, **values):
    with override("en"), pytest.raises(Refused) as caught:
        pay(held, user, **values)
    ((field, messages),) = caught.value.message_dict.items()
    return field, messages[0]


def test_an_official_receives_none_and_an_unknown_is_asked_for(held, staff):
    for value, words in {True: "public official", None: "not recorded"}.items():
        held.person.is_public_official = value
        held.person.save()
        field, text = refused(held, staff.county)
        assert (field, "总工办发〔2019〕24号" in text, words in text) == ("appointment", True, True)
    held.person.is_public_official = False
    assert pay(held, staff.county).notices == ()  # 安阳 has no range


def test_before_the_rule_an_official_could_receive_one(held, staff):
    """2019-12-26 is the last day without R-FND-21."""
    held.valid_from, held.person.is_public_official = DAY(2018, 1, 1), True
    held.save()
    days = {"valid_from": DAY(2018, 1, 1)}
    assert refused(held, staff.county, valid_to=DAY(2019, 12, 27), **days)[0] == "appointment"
    assert pay(held, staff.county, valid_to=DAY(2019, 12, 26), **days).record.pk


@pytest.mark.parametrize("kind", ["", "fulltime", "seconded"])
def test_only_part_time_posts(held, staff, kind):
    held.appointment_type = kind
    assert refused(held, staff.county)[0] == "appointment"


def test_only_while_the_post_is_held_and_by_the_county(held, staff):
    assert refused(held, staff.county, valid_from=DAY(2024, 2, 29))[0] == "valid_from"
    held.valid_to, held.end_reason = DAY(2025, 6, 30), "transfer"
    held.save()
    assert refused(held, staff.county)[0] == "valid_to"
    assert refused(held, staff.county, valid_to=DAY(2025, 7, 1))[0] == "valid_to"
    for user in (staff.chair, staff.county2, staff.auditor):
        with pytest.raises(PermissionDenied):
            pay(held, user, valid_to=DAY(2025, 6, 30))
    assert pay(held, staff.county, valid_to=DAY(2025, 6, 30)).record.pk


@pytest.mark.parametrize(
    ("monthly", "told"), [("199.99", True), ("200", False), ("300", False), ("300.01", True)]
)
def test_the_range_of_baoding(held, monthly, told):
    """R-FND-20 is told where it is in force, and refused nowhere."""
    county = make_division("130602", "竞秀区", "district")
    town = make_division("130602100", "颉庄乡")
    office = make_user("baoding", Role.COUNTY, Division.objects.get(pk=county.pk))
    who = person("保定甲", "130602", is_public_official=False)
    seat = post(township_union(town, county="130602"), who, "vice_chair", "parttime")
    notices = pay(seat, office, monthly).notices
    assert [notice.rule for notice in notices] == (["R-FND-20"] if told else [])
