"""Ending (退会, 除名, 转出), keeping (保留会籍) and resuming a membership."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from history.models import Change
from members.models import Membership
from members.services.membership import end, keep, resume, transfer
from tests.members.conftest import DAY, periods
from townships.models import TownshipMonth, UnionSummary
from unionreg.county import Conflict

ONE_DAY = datetime.timedelta(days=1)


def finish(member, user=None, how="6", on=DAY, code="5", **more):
    return end(member=member, ended_by=how, on=on, reason_code=code, user=user, **more)


@pytest.mark.parametrize("how", ["4", "5", "6"])
def test_a_membership_ends_with_its_last_day(staff, unions, enrolled, how):
    member = finish(enrolled(), staff.chair, how=how, on=DAY + ONE_DAY, went_to="某县工会")
    assert periods(member) == [(unions.linqi.pk, DAY, DAY + ONE_DAY)]
    member.refresh_from_db()
    assert (member.state, member.change_type, member.changed_on) == ("left", how, DAY + ONE_DAY)
    row = Membership.objects.get()
    assert (row.ended_by, row.end_reason, row.went_to) == (how, "5", "某县工会")
    assert UnionSummary.objects.get(union=unions.linqi).members == 0


def test_the_day_of_joining_is_the_earliest_last_day(enrolled):
    member = enrolled()
    with pytest.raises(ValidationError) as refusal:
        finish(member, on=DAY - ONE_DAY)
    assert "on" in refusal.value.message_dict
    assert finish(member, on=DAY).state == "left"


def test_nobody_leaves_before_the_day_since_when_the_membership_is_kept(staff, enrolled):
    since = DAY + 10 * ONE_DAY
    member = keep(member=enrolled(), on=since, reason_code="2", user=staff.chair)
    with pytest.raises(ValidationError) as refusal:
        finish(member, staff.chair, on=since - ONE_DAY)
    assert since.isoformat() in refusal.value.message_dict["on"][0]
    assert Membership.objects.get().valid_to is None
    assert finish(member, staff.chair, on=since).state == "left"


def test_nor_is_anybody_transferred_before_it(staff, unions, enrolled):
    since = DAY + 10 * ONE_DAY
    member = keep(member=enrolled(), on=since, reason_code="2", user=staff.county)
    where = {"member": member, "to_union": unions.hejian, "user": staff.county}
    with pytest.raises(ValidationError) as refusal:
        transfer(**where, effective_on=since)
    assert (since + ONE_DAY).isoformat() in refusal.value.message_dict["effective_on"][0]
    assert transfer(**where, effective_on=since + ONE_DAY).union_id == unions.hejian.pk


def test_today_is_the_latest(enrolled):
    member, today = enrolled(), timezone.localdate()
    with pytest.raises(ValidationError):
        finish(member, on=today + ONE_DAY)
    assert finish(member, on=today).state == "left"


@pytest.mark.parametrize("how", ["1", "2", "3", "", "9"])
def test_only_three_ways_lead_out(enrolled, how):
    with pytest.raises(ValidationError):
        finish(enrolled(), how=how)


@pytest.mark.parametrize("code", ["", "7"])
def test_a_reason_is_needed(enrolled, code):
    with pytest.raises(ValidationError) as refusal:
        finish(enrolled(), code=code)
    assert "reason_code" in refusal.value.message_dict


def test_nobody_leaves_twice(enrolled):
    member = enrolled()
    finish(member)
    with pytest.raises(ValidationError):
        finish(member)


def test_a_stale_version_is_a_conflict(staff, enrolled):
    member = enrolled()
    keep(member=member, on=DAY, reason_code="2", user=staff.county)
    with pytest.raises(Conflict):
        finish(member, staff.county, expected_version=1)


@pytest.mark.parametrize("who", ["chair_beside", "county2", "auditor", "city"])
def test_outsiders_may_not(staff, enrolled, who):
    member = enrolled()
    user = staff.all()[who]
    with pytest.raises(PermissionDenied):
        finish(member, user)
    with pytest.raises(PermissionDenied):
        keep(member=member, on=DAY, reason_code="2", user=user)
    with pytest.raises(PermissionDenied):
        resume(member=member, user=user)
    assert Change.objects.filter(action="~").count() == 0


def test_leaving_is_counted_in_its_month(unions, enrolled):
    # not today: who leaves on the last day of a month comes elsewhere in the next one
    first = timezone.localdate().replace(day=1)
    finish(enrolled(1), how="5", on=first, code="6")
    finish(enrolled(3), how="4", on=first, code="1")
    month = TownshipMonth.objects.get(township_key="410581101", month=first)
    assert (month.members, month.left, month.transferred_out) == (0, 1, 1)


def test_a_kept_membership_stays_open_and_is_counted_apart(staff, unions, enrolled):
    member = keep(member=enrolled(), on=DAY + ONE_DAY, reason_code="2", user=staff.chair)
    assert periods(member) == [(unions.linqi.pk, DAY, None)]
    assert (member.state, member.change_type, member.changed_on) == ("kept", "3", DAY + ONE_DAY)
    assert Membership.objects.get().kept_from == DAY + ONE_DAY
    counts = UnionSummary.objects.get(union=unions.linqi)
    assert (counts.members, counts.kept) == (1, 1)
    with pytest.raises(ValidationError):
        keep(member=member, on=DAY + ONE_DAY, reason_code="2", user=staff.chair)


def test_keeping_cannot_begin_before_the_membership(staff, enrolled):
    with pytest.raises(ValidationError) as refusal:
        keep(member=enrolled(), on=DAY - ONE_DAY, reason_code="2", user=staff.chair)
    assert "on" in refusal.value.message_dict


def test_resuming_makes_it_an_ordinary_membership(staff, unions, enrolled):
    member = keep(member=enrolled(), on=DAY, reason_code="2", user=staff.chair)
    member = resume(member=member, user=staff.chair)
    assert (member.state, member.change_type, member.changed_on) == ("active", "1", DAY)
    assert Membership.objects.get().kept_from is None
    assert UnionSummary.objects.get(union=unions.linqi).kept == 0
    with pytest.raises(ValidationError):
        resume(member=member, user=staff.chair)


def test_a_kept_membership_can_end(staff, unions, enrolled):
    member = keep(member=enrolled(), on=DAY, reason_code="2", user=staff.chair)
    assert finish(member, staff.chair).state == "left"
    counts = UnionSummary.objects.get(union=unions.linqi)
    assert (counts.members, counts.kept) == (0, 0)
