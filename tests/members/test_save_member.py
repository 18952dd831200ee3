"""Editing what is written about a person, and correcting the ID number."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from history.models import Change
from members.errors import AlreadyMember
from members.models import Member, PersonKey
from members.sealing import identity_hash, seal
from members.selectors.search import find_by_id
from members.services.members import save_member
from members.services.membership import end, enrol
from tests.members.conftest import DAY, details, number
from townships.models import UnionSummary
from unionreg.county import Conflict
from unionreg.crypto import decrypt


def save(member, user=None, number_="", **more):
    changed = {name: more.pop(name) for name in list(more) if name in {"name", "phone", "sex"}}
    changed |= more.pop("details", {})
    return save_member(member=member, details=changed, user=user, id_number=number_, **more)


def changes(member):
    return Change.objects.filter(model="members.member", object_id=str(member.pk))


def test_changed_fields_and_only_those_are_recorded(staff, enrolled):
    member = enrolled(phone="13800000001")
    saved = save(member, staff.chair, phone="138 0000 0002", details={"workplace": " 示例 厂 "})
    assert (saved.member.phone, saved.member.version) == ("13800000002", 2)
    change = changes(member).first()
    assert set(change.fields) == {"phone", "workplace"}
    assert change.user == staff.chair


def test_a_new_name_gets_its_pinyin(enrolled):
    saved = save(enrolled(), name="单 雄信")
    stored = Member.objects.get(pk=saved.member.pk)
    assert (stored.name, stored.name_initials.split()[0]) == ("单雄信", "sxx")


def test_saving_without_a_change_writes_nothing(enrolled):
    member = enrolled()
    saved = save(member, name=member.name)
    assert saved.member.version == 1
    assert changes(member).count() == 1


def test_two_clerks_do_not_overwrite_each_other(staff, enrolled):
    member = enrolled()
    save(member, staff.county, phone="13800000001", expected_version=1)
    with pytest.raises(Conflict) as refusal:
        save(member, staff.chair, phone="13800000002", expected_version=1)
    assert refusal.value.current.phone == "13800000001"


def test_sex_and_birth_follow_the_stored_number(enrolled):
    saved = save(enrolled(), sex="2", details={"birth_date": datetime.date(1990, 1, 1)})
    assert (saved.member.sex, saved.member.birth_date) == ("1", datetime.date(1985, 3, 15))
    assert len(saved.warnings) == 2


def test_a_member_with_passport_keeps_what_is_typed(unions):
    saved = enrol(
        union=unions.linqi,
        id_number="E12345678",
        id_type="02",
        details=details(),
        joined_on=DAY,
        user=None,
    )
    edited = save(saved.member, sex="2", details={"birth_date": datetime.date(1990, 1, 1)})
    assert (edited.member.sex, edited.warnings) == ("2", [])


def test_a_name_and_a_sex_are_needed(enrolled):
    member = enrolled()
    with pytest.raises(ValidationError) as refusal:
        save(member, name="　", sex="")
    assert "name" in refusal.value.message_dict


def test_counts_follow_an_edit(unions, enrolled):
    member = enrolled()
    save(member, details={"is_migrant": True})
    assert UnionSummary.objects.get(union=unions.linqi).migrants == 1


def test_only_details_can_be_edited(enrolled):
    with pytest.raises(KeyError):
        save(enrolled(), details={"first_joined_on": DAY})


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("county", True),
        ("chair", True),
        ("admin", True),
        ("chair_beside", False),
        ("county2", False),
        ("auditor", False),
        ("city", False),
        ("province", False),
    ],
)
def test_owner_and_colleague_may_outsiders_may_not(staff, enrolled, who, allowed):
    member = enrolled()
    user = staff.all()[who]
    if allowed:
        assert save(member, user, phone="13800000001").member.version == 2
        return
    with pytest.raises(PermissionDenied):
        save(member, user, phone="13800000001")


# --- another ID number ----------------------------------------------------------------------------


def test_a_corrected_number_is_sealed_and_claimed_anew(staff, enrolled):
    member = enrolled(1)
    old_hash = member.id_hash
    saved = save(member, staff.county, number_=number(2), reason="录入时看错一位")
    assert decrypt(saved.member.id_cipher) == number(2)
    assert saved.member.id_tail == number(2)[-4:]
    assert saved.member.sex == "2"
    assert not PersonKey.objects.filter(pk=old_hash).exists()
    assert PersonKey.objects.get(pk=saved.member.id_hash).member_id == member.pk


def test_the_change_shows_masks_only_also_when_they_look_the_same(staff, unions):
    # birth dates of two decades, same first and last four
    pairs: dict[str, list[str]] = {}
    for year in range(1960, 2005):
        value = number(1, born=f"{year}0315")
        pairs.setdefault(value[-4:], []).append(value)
    first, second = next(values for values in pairs.values() if len(values) > 1)[:2]
    member = enrol(
        union=unions.linqi, id_number=first, details=details(), joined_on=DAY, user=None
    ).member
    save(member, staff.county, number_=second, reason="出生年份录错")
    change = changes(member).first()
    assert change.fields["id_masked"][0] == change.fields["id_masked"][1]
    assert change.reason == "出生年份录错"
    for value in (first, second):
        assert value not in str([row.fields for row in Change.objects.all()])


def test_a_new_number_needs_a_reason(enrolled):
    with pytest.raises(ValidationError) as refusal:
        save(enrolled(1), number_=number(2))
    assert "reason" in refusal.value.message_dict


def test_another_kind_of_document_needs_the_number(enrolled):
    member = enrolled(1)
    with pytest.raises(ValidationError) as refusal:
        save(member, id_type="02", reason="更正")
    assert "id_number" in refusal.value.message_dict


def test_an_id_number_stored_as_another_document_can_be_put_right(staff, enrolled):
    member = enrolled(1)
    wrong = seal("03", number(1))._asdict()
    PersonKey.objects.filter(pk=member.id_hash).update(id_hash=wrong["id_hash"])
    Member.objects.filter(pk=member.pk).update(id_type="03", **wrong)
    assert find_by_id(staff.county, number(1)) == [member]
    save(member, staff.county, phone="13800000001", id_type="03")
    saved = save(member, staff.county, number_=number(1), id_type="01", reason="证件类别录错")
    assert (saved.member.id_type, saved.member.id_hash) == ("01", identity_hash("01", number(1)))
    assert PersonKey.objects.get().member_id == member.pk


def test_the_same_number_again_changes_nothing(enrolled):
    member = enrolled(1)
    assert save(member, number_=number(1)).member.version == 1
    assert PersonKey.objects.get(pk=member.id_hash).member_id == member.pk


def test_the_number_of_another_member_is_refused(staff, unions, enrolled):
    member = enrolled(1)
    enrolled(3, union=unions.chengguan, name="李在外")
    with pytest.raises(AlreadyMember) as refusal:
        save(member, staff.county, number_=number(3), reason="更正")
    assert "李在外" not in str(refusal.value)
    left = enrolled(5)
    end(member=left, ended_by="6", on=DAY, reason_code="5", user=None)
    with pytest.raises(ValidationError):
        save(member, staff.county, number_=number(5), reason="更正")
    assert PersonKey.objects.get(pk=member.id_hash).member_id == member.pk


def test_a_number_taken_by_mistake_goes_back_to_the_row_that_had_it(staff, unions, enrolled):
    stranger = enrolled(1, union=unions.linqi)
    end(member=stranger, ended_by="4", on=DAY, reason_code="1", user=None)
    mine = enrolled(1, union=unions.chengguan, on=DAY + datetime.timedelta(days=1))
    save(mine, staff.county2, number_=number(3), reason="录成了别人的号码")
    key = PersonKey.objects.get(pk=identity_hash("01", number(1)))
    assert (key.county_code, key.member_id, key.former_counties) == ("410581", stranger.pk, "")
    mine.refresh_from_db()
    assert PersonKey.objects.get(pk=mine.id_hash).member_id == mine.pk


def test_a_row_left_behind_keeps_its_number(staff, unions, enrolled):
    behind = enrolled(1, union=unions.linqi)
    end(member=behind, ended_by="4", on=DAY, reason_code="1", user=None)
    enrolled(1, union=unions.chengguan, on=DAY + datetime.timedelta(days=1))
    with pytest.raises(ValidationError) as refusal:
        save(behind, staff.county, number_=number(3), reason="更正")
    assert "id_number" in refusal.value.message_dict
