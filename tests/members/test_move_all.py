"""All members of a union move at once, when it merges into another or lies elsewhere."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from history.models import Change
from members.dependents import Members
from members.models import Member, Membership
from members.services import transfers
from members.services.membership import end, keep
from members.services.transfers import move_all
from tests.members.conftest import DAY, periods
from townships.models import Division, TownshipSummary, UnionSummary

ONE_DAY = datetime.timedelta(days=1)
MERGE = datetime.date(2025, 1, 1)


def test_everybody_moves_on_the_day(staff, unions, enrolled):
    members = [enrolled(n) for n in (1, 3)]
    gone = enrolled(5)
    end(member=gone, ended_by="6", on=DAY, reason_code="5", user=None)
    moved = move_all(
        from_union=unions.linqi, to_union=unions.hejian, on=MERGE, user=staff.county, reason="合并"
    )
    assert moved == 2
    for member in members:
        assert periods(member) == [
            (unions.linqi.pk, DAY, MERGE - ONE_DAY),
            (unions.hejian.pk, MERGE, None),
        ]
        member.refresh_from_db()
        assert (member.union_id, member.township_id) == (unions.hejian.pk, "410581100")
        assert (member.joined_on, member.first_joined_on, member.version) == (MERGE, DAY, 2)
    assert periods(gone) == [(unions.linqi.pk, DAY, DAY)]
    counts = dict(UnionSummary.objects.values_list("union_id", "members"))
    assert (counts[unions.linqi.pk], counts[unions.hejian.pk]) == (0, 2)


def test_who_joined_on_the_day_or_later_is_corrected(unions, enrolled):
    on_the_day, later = enrolled(1, on=MERGE), enrolled(3, on=MERGE + ONE_DAY)
    unknown = enrolled(5, on=None)
    move_all(from_union=unions.linqi, to_union=unions.hejian, on=MERGE, user=None)
    assert periods(on_the_day) == [(unions.hejian.pk, MERGE, None)]
    assert periods(later) == [(unions.hejian.pk, MERGE + ONE_DAY, None)]
    assert [row[2] for row in periods(unknown)].count(None) == 1
    assert len(periods(unknown)) == 2
    later.refresh_from_db()
    assert (later.joined_on, later.change_type) == (MERGE + ONE_DAY, "1")


def test_kept_memberships_stay_kept(unions, enrolled):
    member = keep(member=enrolled(), on=DAY + ONE_DAY, reason_code="2", user=None)
    move_all(from_union=unions.linqi, to_union=unions.hejian, on=MERGE, user=None)
    row = Membership.objects.get(member=member, valid_to__isnull=True)
    assert (row.union_id, row.kept_from) == (unions.hejian.pk, DAY + ONE_DAY)
    assert UnionSummary.objects.get(union=unions.hejian).kept == 1


def test_what_was_kept_later_is_kept_in_the_other_union_only(unions, enrolled):
    member = keep(member=enrolled(), on=MERGE + ONE_DAY, reason_code="2", user=None)
    move_all(from_union=unions.linqi, to_union=unions.hejian, on=MERGE, user=None)
    rows = Membership.objects.filter(member=member).order_by("valid_from")
    assert [row.kept_from for row in rows] == [None, MERGE + ONE_DAY]
    closed = Change.objects.filter(model="members.membership", action="~").first()
    assert closed.fields["kept_from"] == [(MERGE + ONE_DAY).isoformat(), None]


def test_each_record_has_its_history(staff, unions, enrolled):
    member = enrolled()
    move_all(
        from_union=unions.linqi, to_union=unions.hejian, on=MERGE, user=staff.county, reason="合并"
    )
    change = Change.objects.filter(model="members.member", object_id=str(member.pk)).first()
    assert change.fields["union"] == [unions.linqi.pk, unions.hejian.pk]
    assert (change.user, change.reason) == (staff.county, "合并")
    rows = Change.objects.filter(model="members.membership", reason="合并")
    assert sorted(row.action for row in rows) == ["+", "~"]
    assert {row.township_key for row in rows} == {"410581101", "410581100"}


def test_the_number_of_statements_does_not_grow_with_the_people(
    unions, enrolled, django_assert_max_num_queries, monkeypatch
):
    for n in range(1, 41, 2):
        enrolled(n)
    with django_assert_max_num_queries(60):
        move_all(from_union=unions.linqi, to_union=unions.hejian, on=MERGE, user=None)
    monkeypatch.setattr(transfers, "CHUNK", 7)  # several chunks give the same
    move_all(from_union=unions.hejian, to_union=unions.linqi, on=MERGE + ONE_DAY, user=None)
    assert Member.objects.filter(union=unions.linqi).count() == 20
    assert Membership.objects.filter(valid_to__isnull=True, union=unions.linqi).count() == 20


@pytest.mark.parametrize("target", ["linqi", "chengguan"])
def test_only_into_another_union_of_the_county(unions, enrolled, target):
    with pytest.raises(ValidationError):
        move_all(from_union=unions.linqi, to_union=getattr(unions, target), on=MERGE, user=None)


def test_not_in_the_future(unions):
    with pytest.raises(ValidationError):
        move_all(
            from_union=unions.linqi,
            to_union=unions.hejian,
            on=timezone.localdate() + ONE_DAY,
            user=None,
        )


def test_a_union_that_lies_elsewhere_takes_its_members_and_counts_along(unions, enrolled):
    member = enrolled(union=unions.factory)
    unions.factory.township = Division.objects.get(key="410581100")
    unions.factory.save()
    Members().relocate(
        county_code="410581", union_ids=[unions.factory.pk], township_key="410581100"
    )
    member.refresh_from_db()
    assert member.township_id == "410581100"
    counts = dict(TownshipSummary.objects.values_list("township_key", "members"))
    assert (counts["410581101"], counts["410581100"]) == (0, 1)


def test_only_open_memberships_keep_a_union_from_closing(unions, enrolled):
    enrolled(1)
    end(member=enrolled(3), ended_by="6", on=DAY, reason_code="5", user=None)
    assert Members().count(unions.linqi) == 1
    assert "1" in Members().describe(1)
