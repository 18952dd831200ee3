"""Transfers: the membership moves, the first day stays, nobody is in two unions or in none."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Assignment
from history.models import Change
from members.models import Member, PersonKey
from members.services.membership import end, keep, transfer
from tests.members.conftest import DAY, periods
from townships.choices import UnionStatus
from townships.models import TownshipMonth, TownshipSummary, UnionSummary
from unionreg.county import Conflict

ONE_DAY = datetime.timedelta(days=1)
MOVE = datetime.date(2025, 6, 1)


def move(member, union, user, on=MOVE, **more):
    return transfer(member=member, to_union=union, effective_on=on, user=user, **more)


def test_the_old_membership_ends_the_day_before(staff, unions, enrolled):
    member = move(enrolled(union=unions.linqi), unions.hejian, staff.county)
    assert periods(member) == [
        (unions.linqi.pk, DAY, MOVE - ONE_DAY),
        (unions.hejian.pk, MOVE, None),
    ]
    member.refresh_from_db()
    assert (member.union_id, member.township_id) == (unions.hejian.pk, "410581100")
    assert (member.joined_on, member.first_joined_on) == (MOVE, DAY)
    assert (member.change_type, member.changed_on) == ("2", MOVE)


def test_counts_move_along(staff, unions, enrolled):
    today = timezone.localdate()
    move(enrolled(union=unions.linqi), unions.hejian, staff.county, on=today)
    members = dict(UnionSummary.objects.values_list("union_id", "members"))
    assert (members[unions.linqi.pk], members[unions.hejian.pk]) == (0, 1)
    places = dict(TownshipSummary.objects.values_list("township_key", "members"))
    assert (places["410581101"], places["410581100"]) == (0, 1)
    flows = {
        row.township_key: (row.transferred_in, row.transferred_out)
        for row in TownshipMonth.objects.filter(month=today.replace(day=1))
    }
    assert flows == {"410581101": (0, 1), "410581100": (1, 0)}


def test_both_sides_count_a_transfer_in_the_same_month(staff, unions, enrolled, monkeypatch):
    first = datetime.date(2026, 12, 1)
    monkeypatch.setattr(timezone, "localdate", lambda: first)
    move(enrolled(union=unions.linqi), unions.hejian, staff.county, on=first)
    month = TownshipMonth.objects.filter(month="2026-12-01")
    assert month.get(township_key="410581101").transferred_out == 1
    assert month.get(township_key="410581100").transferred_in == 1


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True)])
def test_the_day_after_joining_is_the_earliest(staff, unions, enrolled, days, fits):
    member = enrolled(union=unions.linqi)
    day = DAY + days * ONE_DAY
    if fits:
        move(member, unions.factory, staff.county, on=day)
        assert periods(member) == [(unions.linqi.pk, DAY, DAY), (unions.factory.pk, day, None)]
        return
    with pytest.raises(ValidationError) as refusal:
        move(member, unions.factory, staff.county, on=day)
    assert "effective_on" in refusal.value.message_dict
    assert periods(member) == [(unions.linqi.pk, DAY, None)]


def test_the_reason_is_in_the_history(staff, unions, enrolled):
    member = enrolled(union=unions.linqi)
    move(member, unions.factory, staff.county, reason="调动通知 3 号")
    change = Change.objects.filter(model="members.member", object_id=str(member.pk)).first()
    assert change.reason == "调动通知 3 号"
    assert change.fields["union"] == [unions.linqi.pk, unions.factory.pk]
    assert change.user == staff.county


def test_a_kept_membership_moves_and_is_active_again(staff, unions, enrolled):
    member = keep(member=enrolled(), on=DAY, reason_code="3", user=staff.county)
    moved = move(member, unions.factory, staff.county)
    assert moved.state == "active"
    assert UnionSummary.objects.get(union=unions.factory).kept == 0


def test_the_same_union_is_refused(staff, unions, enrolled):
    with pytest.raises(ValidationError) as refusal:
        move(enrolled(union=unions.linqi), unions.linqi, staff.county)
    assert "to_union" in refusal.value.message_dict


def test_a_closed_union_and_a_day_to_come_are_refused(staff, unions, enrolled):
    member = enrolled(union=unions.linqi)
    with pytest.raises(ValidationError):
        move(member, unions.factory, staff.county, on=timezone.localdate() + ONE_DAY)
    unions.factory.status = UnionStatus.MERGED
    unions.factory.closed_on, unions.factory.closing_approval_no = DAY, "示例 1 号"
    unions.factory.save()
    with pytest.raises(ValidationError):
        move(member, unions.factory, staff.county)
    assert len(periods(member)) == 1


def test_who_has_left_cannot_be_transferred(staff, unions, enrolled):
    member = enrolled()
    end(member=member, ended_by="6", on=DAY, reason_code="5", user=None)
    with pytest.raises(ValidationError):
        move(member, unions.factory, staff.county)


def test_a_stale_version_is_a_conflict(staff, unions, enrolled):
    member = enrolled(union=unions.linqi)
    move(member, unions.factory, staff.county, expected_version=1)
    with pytest.raises(Conflict):
        move(member, unions.hejian, staff.county, on=MOVE + ONE_DAY, expected_version=1)


@pytest.mark.parametrize(
    ("who", "target", "allowed"),
    [
        ("county", "hejian", True),
        ("admin", "hejian", True),
        ("chair", "factory", True),
        ("chair", "hejian", False),  # the other township is not his
        ("chair_beside", "hejian", False),  # the member is not his
        ("county2", "chengguan", False),
        ("auditor", "factory", False),
        ("city", "factory", False),
    ],
)
def test_rights_are_needed_on_both_sides(staff, unions, enrolled, who, target, allowed):
    member = enrolled(union=unions.linqi)
    user, union = staff.all()[who], getattr(unions, target)
    if allowed:
        assert move(member, union, user).union_id == union.pk
        return
    with pytest.raises(PermissionDenied):
        move(member, union, user)
    assert len(periods(member)) == 1


def test_into_another_county_a_new_row_opens_there(staff, unions, enrolled):
    old = enrolled(union=unions.linqi, workplace="示例机械")
    new = move(old, unions.chengguan, staff.admin)
    assert (new.county_code, new.first_joined_on, new.joined_on) == ("410523", DAY, MOVE)
    assert new.workplace == "示例机械"
    old.refresh_from_db()
    assert (old.state, old.change_type, old.changed_on) == ("left", "4", MOVE - ONE_DAY)
    assert periods(old) == [(unions.linqi.pk, DAY, MOVE - ONE_DAY)]
    assert periods(new) == [(unions.chengguan.pk, MOVE, None)]
    key = PersonKey.objects.get(pk=new.id_hash)
    assert (key.county_code, key.member_id, key.former_counties) == ("410523", new.pk, "410581")
    members = dict(UnionSummary.objects.values_list("union_id", "members"))
    assert (members[unions.linqi.pk], members[unions.chengguan.pk]) == (0, 1)


def test_and_back_again_the_first_row_is_opened_again(staff, unions, enrolled):
    old = enrolled(union=unions.linqi)
    away = move(old, unions.chengguan, staff.admin)
    back = move(away, unions.factory, staff.admin, on=MOVE + ONE_DAY)
    assert back.pk == old.pk
    assert Member.objects.count() == 2
    assert [first for _union, first, _last in periods(back)] == [DAY, MOVE + ONE_DAY]
    # the row that was left behind is not current any more
    with pytest.raises(ValidationError):
        move(away, unions.linqi, staff.admin, on=MOVE + 2 * ONE_DAY)


def test_two_assignments_make_a_transfer_between_counties(staff, unions, enrolled, places):
    member = enrolled(union=unions.linqi)
    with pytest.raises(PermissionDenied):
        move(member, unions.chengguan, staff.county)
    Assignment.objects.create(user=staff.county, role=Role.COUNTY, division=places.tangyin)
    user = type(staff.county).objects.get(pk=staff.county.pk)
    assert move(member, unions.chengguan, user).county_code == "410523"
