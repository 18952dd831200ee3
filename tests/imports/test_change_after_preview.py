"""What happens between preview and confirmation: nobody is overwritten, nobody is in two unions."""

import datetime

import pytest

from history.models import Change
from imports.choices import State
from members.models import Member, Membership, PersonKey
from members.services.membership import end, enrol
from members.services.transfers import relocate
from members.states import OPEN_STATES, MemberState
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import id_number, row
from townships.choices import UnionStatus
from townships.models import Union
from townships.selectors.divisions import townships_of

DAY = datetime.date


def test_who_changed_after_the_preview_is_not_overwritten(import_rows, staff, unions, tmp_path):
    import_rows(row(1), row(2))
    rows = [row(1, 移动电话="13900139000"), row(2, 移动电话="13900139000")]
    path = workbooks.provincial(tmp_path / "b.xlsx", rows)
    batch = check_file(path, staff.county, default_union=unions.factory)
    first = Member.objects.get(id_tail=id_number(1)[-4:])
    Member.objects.filter(pk=first.pk).update(phone="13700137000", version=2)
    apply_file(batch, staff.county)
    assert counts(batch) == (0, 1, 0, 0, 1)
    assert codes(batch) == {5: ["row_changed_meanwhile"]}
    assert Member.objects.get(pk=first.pk).phone == "13700137000"


def test_who_was_registered_after_the_preview_is_not_registered_twice(
    import_rows, staff, unions, tmp_path
):
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1), row(2)])
    batch = check_file(path, staff.county, default_union=unions.factory)
    import_rows(row(1))
    apply_file(batch, staff.county)
    assert counts(batch) == (1, 0, 0, 0, 1)
    assert codes(batch) == {5: ["row_taken_meanwhile"]}
    assert Member.objects.count() == 2
    assert Membership.objects.count() == 2
    assert Change.objects.filter(batch_id=batch.pk).count() == 1


def test_a_union_closed_after_the_preview_takes_nobody(import_rows, staff, unions, tmp_path):
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1)])
    batch = check_file(path, staff.county, default_union=unions.factory)
    Union.objects.filter(pk=unions.factory.pk).update(
        status=UnionStatus.DISSOLVED, closed_on=DAY(2026, 1, 1), closing_approval_no="1"
    )
    apply_file(batch, staff.county)
    assert codes(batch) == {5: ["row_union_closed"]}
    assert not Member.objects.exists()
    assert not PersonKey.objects.exists()


def test_a_union_moved_after_the_preview_keeps_its_people_where_it_is(
    import_rows, staff, unions, tmp_path
):
    import_rows(row(1))
    rows = [row(1, 移动电话="13900139000"), row(2)]
    path = workbooks.provincial(tmp_path / "b.xlsx", rows)
    batch = check_file(path, staff.county, default_union=unions.factory)
    union = Union.objects.get(pk=unions.factory.pk)
    elsewhere = next(t for t in townships_of("410581") if t.key != union.township_id)
    Union.objects.filter(pk=union.pk).update(township_id=elsewhere.key)
    relocate(county_code="410581", union_ids=[union.pk], township_key=elsewhere.key)
    apply_file(batch, staff.county)
    assert codes(batch) == {5: ["row_changed_meanwhile"], 6: ["row_union_closed"]}
    assert Member.objects.get().township_id == elsewhere.key


def test_all_or_nothing_also_counts_what_happens_after_the_preview(staff, unions, tmp_path):
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1), row(2)])
    options = {"default_union": unions.factory, "mode": "all_or_nothing"}
    batch = check_file(path, staff.county, **options)
    other = workbooks.provincial(tmp_path / "c.xlsx", [row(1)])
    apply_file(check_file(other, staff.county, default_union=unions.factory), staff.county)
    apply_file(batch, staff.county, "all_or_nothing")
    assert batch.state == State.READY
    assert codes(batch) == {5: ["row_taken_meanwhile"]}
    assert Member.objects.count() == 1
    assert PersonKey.objects.count() == 1


def test_the_workbook_that_is_made_anew_leaves_no_file_behind(
    import_rows, staff, unions, tmp_path, django_capture_on_commit_callbacks
):
    rows = [row(1), row(2, 证件号码="41058119850315097")]
    path = workbooks.provincial(tmp_path / "b.xlsx", rows)
    batch = check_file(path, staff.county, default_union=unions.factory)
    storage, name = batch.error_file.storage, str(batch.error_file.name)
    import_rows(row(1))
    with django_capture_on_commit_callbacks(execute=True):
        apply_file(batch, staff.county)
    batch.refresh_from_db()
    assert codes(batch)[5] == ["row_taken_meanwhile"]
    assert batch.error_file.name != name
    assert not storage.exists(name)


# --- somebody who left another county -------------------------------------------------------------

LEFT = {"会籍变化类型": "退会", "会籍变化日期": "20240101"}


@pytest.fixture
def who_left_tangyin(import_rows, staff, unions) -> Member:
    """A person who was a member in 汤阴 from 2020 to 2024-01-01."""
    there = {"user": staff.county2, "union": "chengguan", "place": "410523"}
    import_rows(row(1, 会籍变化日期="20200101"), **there)
    import_rows(row(1, **LEFT), **there)
    return Member.objects.get()


@pytest.fixture
def checked(staff, unions, tmp_path, who_left_tangyin):
    """His row and somebody else's in a file of 林州, checked and not confirmed yet."""
    rows = [row(1, 会籍变化日期="20240201"), row(2)]
    path = workbooks.provincial(tmp_path / "b.xlsx", rows)
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert counts(batch) == (2, 0, 0, 0, 0)
    return batch


def come_back(unions, staff, on: datetime.date) -> Member:
    """He joins again where he had left."""
    return enrol(
        union=unions.chengguan,
        id_number=id_number(1),
        details={"name": "张三", "sex": "1"},
        joined_on=on,
        user=staff.county2,
    ).member


def the_key() -> tuple[str, int, str]:
    key = PersonKey.objects.get(id_hash=Member.objects.filter(id_tail=id_number(1)[-4:])[0].id_hash)
    return key.county_code, key.member_id, key.former_counties


def open_rows() -> list[str]:
    rows = Member.objects.filter(id_tail=id_number(1)[-4:], state__in=OPEN_STATES)
    return list(rows.values_list("county_code", flat=True))


def test_who_came_back_there_after_the_preview_is_not_taken_here(
    checked, staff, unions, who_left_tangyin
):
    come_back(unions, staff, DAY(2024, 1, 15))
    apply_file(checked, staff.county)
    assert counts(checked) == (1, 0, 0, 0, 1)
    assert codes(checked) == {5: ["row_taken_meanwhile"]}
    assert open_rows() == ["410523"]
    assert Membership.objects.filter(valid_to=None, union=unions.chengguan).count() == 1
    assert the_key() == ("410523", who_left_tangyin.pk, "")


@pytest.mark.parametrize(("last", "taken"), [(DAY(2024, 2, 1), False), (DAY(2024, 1, 31), True)])
def test_a_membership_there_that_came_and_went_meanwhile_must_not_overlap(
    checked, staff, unions, last, taken
):
    again = come_back(unions, staff, DAY(2024, 1, 15))
    end(member=again, ended_by="6", on=last, reason_code="5", user=staff.county2)
    apply_file(checked, staff.county)
    assert counts(checked) == ((2, 0, 0, 0, 0) if taken else (1, 0, 0, 0, 1))
    assert open_rows() == (["410581"] if taken else [])


def test_who_is_back_in_the_old_row_of_this_county_loses_that_race_too(
    import_rows, staff, unions, tmp_path
):
    there = {"user": staff.county2, "union": "chengguan", "place": "410523"}
    import_rows(row(1, 会籍变化日期="20190101"))
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20191231"))
    import_rows(row(1, 会籍变化日期="20200101"), **there)
    import_rows(row(1, **LEFT), **there)
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1, 会籍变化日期="20240201")])
    batch = check_file(path, staff.county, default_union=unions.factory)
    before = the_key()
    come_back(unions, staff, DAY(2024, 1, 15))
    apply_file(batch, staff.county)
    assert codes(batch) == {5: ["row_taken_meanwhile"]}
    assert open_rows() == ["410523"]
    assert the_key() == before
    assert Member.objects.get(county_code="410581").state == MemberState.LEFT
