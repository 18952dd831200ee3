"""Who a cadre is: one record for one person, the number sealed, the member linked."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cadres.choices import Post
from cadres.models import Person
from cadres.services.people import save_person
from history.models import Change
from members.choices import Sex
from members.identity import check_digit
from members.services.enrolment import enrol
from tests.cadres.conftest import refusal
from tests.places import Places, Staff, Unions
from unionreg.crypto import decrypt

FIRST, SHORT = "41058119800101001", "410581800101001"
LONG, OTHER = (first + check_digit(first) for first in (FIRST, "41058119900303002"))


def test_the_number_is_sealed_and_tells_sex_and_birth(person: Any) -> None:
    row = person("王 建国", LONG, sex=Sex.FEMALE)
    assert (row.name, row.name_initials) == ("王建国", "wjg")
    assert (row.sex, row.birth_date.isoformat()) == (Sex.MALE, "1980-01-01")
    assert LONG not in (row.id_cipher, row.id_masked)
    assert decrypt(row.id_cipher) == LONG
    assert LONG not in str(Change.objects.get(model="cadres.person").fields)


def test_15_and_18_digits_are_one_person(unions: Unions, person: Any, post: Any) -> None:
    first = post(unions.linqi, person("王建国", LONG)).person
    found = refusal(lambda: person("王建国", SHORT))
    assert first.name in found["id_number"][0]
    assert unions.linqi.name in found["id_number"][0]
    assert "15" in found["id_number"][0]


def test_whoever_may_not_see_the_other_is_not_told_who_it_is(
    staff: Staff, unions: Unions, places: Places, person: Any, post: Any
) -> None:
    post(unions.linqi, person("王建国", LONG))
    row = Person(name="某人", county_code="410581", township=places.hejian)
    found = refusal(lambda: save_person(person=row, user=staff.chair_beside, id_number=LONG))
    assert "王建国" not in found["id_number"][0]
    assert "县总工会" in found["id_number"][0]  # who can open that record


@pytest.mark.parametrize("year", [206, 1899])
def test_a_birth_in_a_mistyped_year_is_refused(person: Any, year: int) -> None:
    found = refusal(lambda: person("王建国", birth_date=datetime.date(year, 1, 1)))
    assert "年份" in found["birth_date"][0]


def test_another_number_needs_a_reason(staff: Staff, person: Any) -> None:
    row = person("王建国")
    save_person(person=row, user=staff.county, id_number=LONG)  # the first one needs none
    assert "reason" in refusal(lambda: save_person(person=row, user=None, id_number=OTHER))
    saved = save_person(person=row, user=staff.county, id_number=OTHER, reason="录入有误").record
    assert decrypt(Person.objects.get(pk=saved.pk).id_cipher) == OTHER
    assert "id_masked" in Change.objects.filter(model="cadres.person").latest("id").fields


def test_the_member_with_the_same_number_is_linked(unions: Unions, person: Any) -> None:
    details = {"name": "王建国", "sex": Sex.MALE}
    member = enrol(
        union=unions.factory, id_number=LONG, details=details, joined_on=None, user=None
    ).member
    assert person("王建国", SHORT).member_id == member.pk
    assert person("王建国").member_id is None  # without a number nobody knows


def test_a_member_enrolled_later_is_linked_at_once(
    staff: Staff, unions: Unions, person: Any
) -> None:
    cadre, namesake = person("王建国", LONG), person("王建国", OTHER)
    details = {"name": "王建国", "sex": Sex.MALE}
    member = enrol(
        union=unions.factory, id_number=SHORT, details=details, joined_on=None, user=staff.county
    ).member
    cadre.refresh_from_db()
    namesake.refresh_from_db()
    assert (cadre.member, cadre.version, namesake.member) == (member, 2, None)
    change = Change.objects.filter(model="cadres.person").latest("id")
    assert (change.user, change.fields) == (staff.county, {"member": [None, member.pk]})


def test_a_namesake_without_a_number_is_told(person: Any) -> None:
    person("王建国")
    row = Person(name="王建国", county_code="410581")
    notices = save_person(person=row, user=None).notices
    assert [notice.field for notice in notices] == ["name"]


def test_a_new_name_is_written_on_the_union_that_he_chairs(
    staff: Staff, unions: Unions, post: Any
) -> None:
    who = Person.objects.get(pk=post(unions.linqi, "王建国", Post.CHAIR).person_id)
    who.name = "王建国·新"
    save_person(person=who, user=staff.county, expected_version=who.version)
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == "王建国·新"


@pytest.mark.parametrize("who", ["chair_beside", "county2", "auditor", "city"])
def test_others_save_nobody(staff: Staff, unions: Unions, post: Any, who: str) -> None:
    row = Person.objects.get(pk=post(unions.linqi, "王建国").person_id)
    row.phone = "13800000001"
    with pytest.raises(PermissionDenied):
        save_person(person=row, user=getattr(staff, who))
