"""Joining a union: one person, one identity, at most one open membership."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from history.models import Change
from members.errors import AlreadyMember
from members.models import Member, Membership, PersonKey
from members.services.membership import end, enrol
from members.states import MemberState
from tests.members.conftest import DAY, details, number, periods
from townships.choices import UnionStatus
from townships.models import TownshipMonth, TownshipSummary, UnionSummary
from unionreg.crypto import decrypt

ONE_DAY = datetime.timedelta(days=1)


def join(union, user, sequence=1, on=DAY, **more):
    return enrol(
        union=union,
        id_number=more.pop("id_number", number(sequence)),
        details=details(**more.pop("details", {})),
        joined_on=on,
        user=user,
        **more,
    )


def leave(member, on, how="6"):
    return end(member=member, ended_by=how, on=on, reason_code="5", user=None)


def test_a_new_member_with_first_membership_and_key(staff, unions):
    saved = join(unions.factory, staff.county, details={"name": "单雄信"})
    member = Member.objects.get(pk=saved.member.pk)
    assert (member.union_id, member.township_id) == (unions.factory.pk, "410581101")
    assert (member.state, member.joined_on, member.first_joined_on) == ("active", DAY, DAY)
    assert (member.change_type, member.changed_on) == ("1", DAY)
    assert periods(member) == [(unions.factory.pk, DAY, None)]
    key = PersonKey.objects.get(pk=member.id_hash)
    assert (key.county_code, key.member_id, key.former_counties) == ("410581", member.pk, "")


def test_the_number_is_stored_encrypted_and_masked_only(staff, unions):
    member = join(unions.factory, staff.county).member
    assert decrypt(member.id_cipher) == number(1)
    assert number(1) not in member.id_cipher
    assert member.id_masked == f"4105**********{number(1)[-4:]}"
    assert member.id_tail == number(1)[-4:]
    for change in Change.objects.all():
        assert number(1) not in str(change.fields) + change.object_label + change.reason


def test_birth_and_sex_come_from_the_number(staff, unions):
    saved = join(unions.factory, staff.county, details={"sex": "2", "birth_date": DAY})
    assert (saved.member.sex, saved.member.birth_date) == ("1", datetime.date(1985, 3, 15))
    assert len(saved.warnings) == 2


def test_counts_follow_at_once(staff, unions):
    join(unions.factory, staff.county, sequence=1)
    join(unions.factory, staff.county, sequence=2, details={"sex": "2", "is_migrant": True})
    join(unions.county, staff.county, sequence=3)
    factory = UnionSummary.objects.get(union=unions.factory)
    assert (factory.members, factory.women, factory.migrants, factory.kept) == (2, 1, 1, 0)
    linqi = TownshipSummary.objects.get(township_key="410581101")
    assert (linqi.members, linqi.women, linqi.migrants) == (2, 1, 1)
    assert TownshipSummary.objects.get(township_key="410581").members == 1


def test_the_running_month_counts_who_joined_in_it(staff, unions):
    today = timezone.localdate()
    join(unions.factory, staff.county, sequence=1, on=today)
    join(unions.factory, staff.county, sequence=2, on=today.replace(day=1) - ONE_DAY)
    month = TownshipMonth.objects.get(township_key="410581101", month=today.replace(day=1))
    assert (month.members, month.joined, month.transferred_in) == (2, 1, 0)


def test_history_names_who_did_it(staff, unions):
    member = join(unions.factory, staff.county, reason="申请表 2024-17").member
    change = Change.objects.get(model="members.member", object_id=str(member.pk))
    assert (change.user, change.action, change.reason) == (staff.county, "+", "申请表 2024-17")
    assert change.township_key == "410581101"
    period = Change.objects.get(model="members.membership")
    assert period.township_key == "410581101"


@pytest.mark.parametrize("who", ["county", "chair", "admin"])
def test_owners_may_enrol(staff, unions, who):
    assert join(unions.factory, staff.all()[who]).member.pk


@pytest.mark.parametrize("who", ["county2", "chair2", "chair_beside", "auditor", "city"])
def test_others_may_not(staff, unions, who):
    with pytest.raises(PermissionDenied):
        join(unions.factory, staff.all()[who])
    assert not Member.objects.exists()
    assert not PersonKey.objects.exists()


def test_the_same_person_in_the_same_union_is_refused(staff, unions, enrolled):
    enrolled(union=unions.factory)
    with pytest.raises(AlreadyMember) as refusal:
        join(unions.factory, staff.county)
    assert "id_number" in refusal.value.message_dict
    assert Member.objects.count() == 1


def test_the_fifteen_digit_number_is_the_same_person(staff, unions, enrolled):
    enrolled()
    with pytest.raises(AlreadyMember):
        join(unions.factory, staff.county, id_number=number(1)[:6] + number(1)[8:17])


@pytest.mark.parametrize(
    ("who", "seen", "told"),
    [
        ("county", True, "临淇镇工会联合会"),
        ("chair_beside", False, "林州市"),
        ("chair2", False, "another county"),
    ],
)
def test_the_other_union_is_told_as_far_as_one_may_see(staff, unions, enrolled, who, seen, told):
    enrolled(union=unions.linqi)
    target = {"county": unions.factory, "chair_beside": unions.hejian, "chair2": unions.chengguan}
    with translation.override("en"), pytest.raises(AlreadyMember) as refusal:
        join(target[who], staff.all()[who])
    text = str(refusal.value)
    assert told in text
    assert (refusal.value.member is not None) == seen
    if not seen:
        assert "临淇镇" not in text
        assert "王伟芳" not in text


def test_who_left_can_join_again_on_the_next_day(staff, unions, enrolled):
    member = enrolled(union=unions.linqi)
    leave(member, DAY + 10 * ONE_DAY)
    again = join(unions.factory, staff.county, on=DAY + 11 * ONE_DAY)
    assert again.returned
    assert again.member.pk == member.pk
    assert periods(member) == [
        (unions.linqi.pk, DAY, DAY + 10 * ONE_DAY),
        (unions.factory.pk, DAY + 11 * ONE_DAY, None),
    ]
    again.member.refresh_from_db()
    assert (again.member.first_joined_on, again.member.joined_on) == (DAY, DAY + 11 * ONE_DAY)
    assert again.member.state == MemberState.ACTIVE


@pytest.mark.parametrize("days", [0, 5, 10])
def test_but_not_on_the_last_day_or_before(staff, unions, enrolled, days):
    member = enrolled(union=unions.linqi)
    leave(member, DAY + 10 * ONE_DAY)
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, on=DAY + days * ONE_DAY)
    assert "joined_on" in refusal.value.message_dict
    assert len(periods(member)) == 1


def test_a_returning_person_needs_a_day(staff, unions, enrolled):
    leave(enrolled(union=unions.linqi), DAY)
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, on=None)
    assert "joined_on" in refusal.value.message_dict


def test_a_returning_person_under_another_name_needs_a_confirmation(staff, unions, enrolled):
    leave(enrolled(union=unions.linqi, name="王伟芳"), DAY)
    later = DAY + ONE_DAY
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, on=later, details={"name": "王维芳"})
    assert refusal.value.error_dict["name"][0].code == "other_name"
    assert "王伟芳" not in str(refusal.value)
    saved = join(
        unions.factory, staff.county, on=later, details={"name": "王维芳"}, name_changed=True
    )
    assert saved.member.name == "王维芳"


def test_who_left_another_county_gets_a_row_here_with_the_first_day(staff, unions, enrolled):
    old = enrolled(union=unions.linqi)
    leave(old, DAY + ONE_DAY, how="4")
    saved = join(unions.chengguan, staff.county2, on=DAY + 2 * ONE_DAY)
    new = saved.member
    assert (new.county_code, new.first_joined_on) == ("410523", DAY)
    assert new.change_type == "2"  # transferred in, because he was transferred out
    key = PersonKey.objects.get(pk=new.id_hash)
    assert (key.county_code, key.member_id) == ("410523", new.pk)
    assert key.former_counties == "410581"
    assert periods(old) == [(unions.linqi.pk, DAY, DAY + ONE_DAY)]


@pytest.mark.parametrize("where", ["factory", "chengguan"])
def test_an_unknown_first_day_is_not_the_day_of_coming_back(staff, unions, enrolled, where):
    leave(enrolled(union=unions.linqi, on=None), DAY)
    member = join(getattr(unions, where), None, on=DAY + ONE_DAY).member
    assert (member.joined_on, member.first_joined_on) == (DAY + ONE_DAY, None)


def test_who_comes_from_outside_has_no_first_day_unless_it_is_given(staff, unions):
    member = join(unions.factory, staff.county, began_by="2", came_from="郑州某厂工会").member
    assert (member.joined_on, member.first_joined_on) == (DAY, None)


def test_periods_in_the_other_county_count_as_well(staff, unions, enrolled):
    leave(enrolled(union=unions.linqi), DAY + ONE_DAY)
    with pytest.raises(ValidationError):
        join(unions.chengguan, staff.county2, on=DAY + ONE_DAY)


def test_back_in_the_first_county_the_old_row_is_used_again(staff, unions, enrolled):
    old = enrolled(union=unions.linqi)
    leave(old, DAY)
    there = join(unions.chengguan, staff.county2, on=DAY + ONE_DAY).member
    leave(there, DAY + ONE_DAY)
    back = join(unions.factory, staff.county, on=DAY + 2 * ONE_DAY).member
    assert back.pk == old.pk
    key = PersonKey.objects.get(pk=old.id_hash)
    assert (key.county_code, key.former_counties) == ("410581", "410523")


def test_a_day_to_come_is_refused(staff, unions):
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, on=timezone.localdate() + ONE_DAY)
    assert "joined_on" in refusal.value.message_dict
    assert join(unions.factory, staff.county, on=timezone.localdate()).member.pk


def test_nobody_joins_before_birth(staff, unions):
    with pytest.raises(ValidationError):
        join(unions.factory, staff.county, on=datetime.date(1985, 3, 15))


@pytest.mark.parametrize("first", [datetime.date(1800, 1, 1), datetime.date(1985, 3, 15)])
def test_nor_is_the_first_join_date_before_birth(staff, unions, first):
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, first_joined_on=first)
    assert "first_joined_on" in refusal.value.message_dict
    later = first.replace(year=1985, month=3, day=16)
    assert join(unions.factory, staff.county, first_joined_on=later).member.pk


def test_an_unknown_day_is_possible_for_a_new_member(staff, unions):
    member = join(unions.factory, staff.county, on=None).member
    assert periods(member) == [(unions.factory.pk, None, None)]
    assert member.first_joined_on is None


def test_an_earlier_first_day_outside_the_registry(staff, unions):
    first = datetime.date(2010, 5, 1)
    member = join(
        unions.factory, staff.county, first_joined_on=first, began_by="2", came_from="郑州某厂工会"
    ).member
    assert (member.first_joined_on, member.joined_on) == (first, DAY)
    assert Membership.objects.get(member=member).came_from == "郑州某厂工会"
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, sequence=3, first_joined_on=DAY + ONE_DAY)
    assert "first_joined_on" in refusal.value.message_dict


def test_a_closed_union_takes_nobody(staff, unions):
    unions.factory.status = UnionStatus.DISSOLVED
    unions.factory.closed_on = DAY
    unions.factory.closing_approval_no = "示例〔2024〕1号"
    unions.factory.save()
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county)
    assert "union" in refusal.value.message_dict


@pytest.mark.parametrize("wrong", ["41058119850315001", "410581198503150019", "", "110"])
def test_a_wrong_number_is_refused_without_repeating_it(staff, unions, wrong):
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, id_number=wrong)
    assert "id_number" in refusal.value.message_dict
    if wrong:
        assert wrong not in str(refusal.value)
    assert not PersonKey.objects.exists()


@pytest.mark.parametrize("kind", ["02", "03", "04", "05", "07"])
@pytest.mark.parametrize("value", [number(1), number(1)[:6] + number(1)[8:17]])
def test_nobody_is_a_member_twice_with_the_id_number_as_another_document(
    staff, unions, enrolled, kind, value
):
    enrolled(union=unions.linqi)
    with pytest.raises(ValidationError) as refusal:
        join(unions.factory, staff.county, id_number=value, id_type=kind)
    assert "id_number" in refusal.value.message_dict
    assert value not in str(refusal.value)
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("01", number(1, region="830000")), ("06", number(1, region="830000"))),
        (("06", number(1, region="810000")), ("01", number(1, region="810000"))),
        (("04", "H12345678"), ("04", "H1234567802")),
        (("05", "12345678"), ("05", "1234567801(B)")),
        (("05", "1234567801B"), ("05", "1234567802（B）")),
    ],
)
def test_one_number_is_one_person_on_whatever_card(staff, unions, first, second):
    join(unions.linqi, staff.county, id_type=first[0], id_number=first[1])
    with pytest.raises(AlreadyMember):
        join(unions.factory, staff.county, id_type=second[0], id_number=second[1])


def test_passport_and_officer_card_with_the_same_number_are_two_people(staff, unions):
    join(unions.factory, staff.county, id_number="E12345678", id_type="02")
    join(unions.factory, staff.county, id_number="E12345678", id_type="03")
    assert Member.objects.count() == 2
