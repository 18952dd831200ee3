"""Correcting the day on which the open membership began."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from history.models import Change
from members.models import Member, Membership
from members.services.membership import correct_joining, end, keep, transfer
from members.services.transfers import move_all
from tests.members.conftest import DAY, periods
from townships.models import TownshipMonth
from unionreg.county import Conflict

ONE_DAY = datetime.timedelta(days=1)
RIGHT = datetime.date(2024, 4, 1)


def correct(member, user=None, on=RIGHT, reason="申请表上是 4 月 1 日", **more):
    return correct_joining(member=member, on=on, user=user, reason=reason, **more)


def refused(member, **more):
    """The fields at which the correction is refused."""
    with pytest.raises(ValidationError) as refusal:
        correct(member, **more)
    return set(refusal.value.message_dict)


def unchanged(member):
    return Member.objects.get(pk=member.pk).version == member.version


def test_the_day_changes_wherever_it_stands_and_the_first_day_stays(staff, unions, enrolled):
    member = correct(enrolled(), staff.chair)
    assert periods(member) == [(unions.linqi.pk, RIGHT, None)]
    member.refresh_from_db()
    assert (member.joined_on, member.changed_on, member.change_type) == (RIGHT, RIGHT, "1")
    assert (member.first_joined_on, member.version) == (DAY, 2)


def test_history_has_the_day_before_and_after_with_the_reason(staff, enrolled):
    member = correct(enrolled(), staff.chair)
    for model, field in (("members.member", "joined_on"), ("members.membership", "valid_from")):
        change = Change.objects.filter(model=model, action="~").get()
        assert change.fields[field] == [DAY.isoformat(), RIGHT.isoformat()]
        assert (change.user, change.reason) == (staff.chair, "申请表上是 4 月 1 日")
    assert member.updated_by == staff.chair


def test_a_later_change_keeps_its_own_day(enrolled):
    kept = DAY + datetime.timedelta(days=60)
    member = correct(keep(member=enrolled(), on=kept, reason_code="2", user=None))
    assert (member.joined_on, member.changed_on, member.state) == (RIGHT, kept, "kept")
    assert Membership.objects.get().kept_from == kept


def test_an_unknown_day_is_put_in_and_an_unknown_first_day_stays_unknown(unions, enrolled):
    member = correct(enrolled(on=None))
    assert periods(member) == [(unions.linqi.pk, RIGHT, None)]
    assert (member.joined_on, member.changed_on, member.first_joined_on) == (RIGHT, RIGHT, None)


def test_a_reason_is_needed(enrolled):
    member = enrolled()
    assert refused(member, reason="  ") == {"reason"}
    assert unchanged(member)


def test_the_same_day_again_is_no_correction(enrolled):
    assert refused(enrolled(), on=DAY) == {"on"}


def test_not_a_day_to_come(enrolled):
    member, today = enrolled(), timezone.localdate()
    assert refused(member, on=today + ONE_DAY) == {"on"}
    assert correct(member, on=today).joined_on == today


def test_not_before_birth(enrolled):
    born = datetime.date(1985, 3, 15)
    member = enrolled(on=None)
    assert refused(member, on=born) == {"on"}
    assert correct(member, on=born + ONE_DAY).joined_on == born + ONE_DAY


def test_not_before_the_first_join_date(enrolled):
    member = enrolled()
    assert refused(member, on=DAY - ONE_DAY) == {"on"}
    assert unchanged(member)


def test_not_inside_an_earlier_membership(unions, enrolled):
    member = transfer(
        member=enrolled(), to_union=unions.factory, effective_on=RIGHT + 9 * ONE_DAY, user=None
    )
    assert refused(member, on=RIGHT + 8 * ONE_DAY) == {"on"}
    assert correct(member, on=RIGHT + 10 * ONE_DAY).joined_on == RIGHT + 10 * ONE_DAY


def test_nor_inside_one_in_another_county(unions, enrolled):
    end(member=enrolled(), ended_by="4", on=RIGHT, reason_code="1", user=None)
    here = enrolled(union=unions.chengguan, on=RIGHT + 9 * ONE_DAY)
    assert refused(here, on=RIGHT) == {"on"}
    assert correct(here, on=RIGHT + ONE_DAY).joined_on == RIGHT + ONE_DAY
    assert here.first_joined_on == DAY


def test_not_after_the_day_since_when_it_is_kept(enrolled):
    member = keep(member=enrolled(), on=RIGHT, reason_code="2", user=None)
    assert refused(member, on=RIGHT + ONE_DAY) == {"on"}
    assert correct(member, on=RIGHT).joined_on == RIGHT


def test_keeping_that_began_before_a_merger_is_no_limit(unions, enrolled):
    member = keep(member=enrolled(), on=DAY, reason_code="2", user=None)
    move_all(from_union=unions.linqi, to_union=unions.hejian, on=RIGHT, user=None)
    member.refresh_from_db()
    assert correct(member, on=RIGHT + ONE_DAY).joined_on == RIGHT + ONE_DAY


def test_only_open_memberships_are_corrected(enrolled):
    member = enrolled()
    end(member=member, ended_by="6", on=RIGHT, reason_code="5", user=None)
    with pytest.raises(ValidationError):
        correct(member, on=DAY + ONE_DAY)


def test_the_running_month_is_counted_again(enrolled):
    today = timezone.localdate()
    correct(enrolled(), on=today)
    month = TownshipMonth.objects.get(township_key="410581101", month=today.replace(day=1))
    assert month.joined == 1


def test_a_stale_version_is_a_conflict(staff, enrolled):
    member = enrolled()
    correct(member, staff.county)
    with pytest.raises(Conflict):
        correct(member, staff.chair, on=RIGHT + ONE_DAY, expected_version=1)


@pytest.mark.parametrize("who", ["county", "chair", "admin"])
def test_owners_may(staff, enrolled, who):
    assert correct(enrolled(), staff.all()[who]).joined_on == RIGHT


@pytest.mark.parametrize("who", ["chair_beside", "county2", "auditor", "city"])
def test_outsiders_may_not(staff, enrolled, who):
    member = enrolled()
    with pytest.raises(PermissionDenied):
        correct(member, staff.all()[who])
    assert unchanged(member)


# --- the page -------------------------------------------------------------------------------------


def page(member):
    return reverse("admin:members_member_correct", args=[member.pk])


def values(member, **more):
    return {"record_version": member.version, "on": RIGHT.isoformat(), "reason": "录错", **more}


def test_the_page_is_offered_and_corrects(staff, as_user, enrolled):
    member = enrolled()
    client = as_user(staff.chair)
    record = reverse("admin:members_member_change", args=[member.pk])
    assert page(member) in client.get(record).text
    assert DAY.isoformat() in client.get(page(member)).text
    assert client.post(page(member), values(member)).url == record
    member.refresh_from_db()
    assert member.joined_on == RIGHT


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"on": ""}, "on"),
        ({"on": (DAY - ONE_DAY).isoformat()}, "on"),
        ({"on": "9999-01-01"}, "on"),
    ],
)
def test_a_refusal_stays_in_the_form(staff, as_user, enrolled, more, field):
    member = enrolled()
    response = as_user(staff.county).post(page(member), values(member, **more))
    assert set(response.context["form"].errors) == {field}
    assert unchanged(member)


def test_a_stale_page_is_refused(staff, as_user, enrolled):
    member = enrolled()
    keep(member=member, on=RIGHT, reason_code="2", user=staff.chair)
    response = as_user(staff.county).post(page(member), values(member))
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize(
    ("who", "status"),
    [("county", 200), ("chair", 200), ("chair_beside", 404), ("county2", 404), ("auditor", 404)],
)
def test_owner_and_colleague_only(staff, as_user, enrolled, who, status):
    assert as_user(staff.all()[who]).get(page(enrolled())).status_code == status


def test_who_has_left_has_no_such_page(staff, as_user, enrolled):
    member = enrolled()
    end(member=member, ended_by="6", on=DAY, reason_code="5", user=None)
    assert as_user(staff.county).get(page(member)).status_code == 404
