"""What becomes of member rows: new, changed, unchanged, to be transferred, wrong."""

import datetime

import pytest

from history.models import Change
from imports.choices import RowStatus, State
from imports.models import StagedMember
from imports.selectors import shown_rows
from members.choices import ChangeType
from members.models import Member, Membership, PersonKey
from members.states import MemberState
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import id_number, row, short_id
from townships.models import TownshipSummary, UnionSummary
from unionreg.crypto import decrypt

DAY = datetime.date


def test_new_members_with_membership_key_history_and_counts(import_rows, staff, unions):
    batch = import_rows(row(1, 工作单位="示例机械", 是否农民工="是"), row(2, 姓名="李 四"))
    assert (batch.state, counts(batch)) == (State.APPLIED, (2, 0, 0, 0, 0))
    first = Member.objects.get(id_tail=id_number(1)[-4:])
    assert (first.name, first.name_initials, first.workplace) == ("张三", "zs", "示例机械")
    assert (first.union_id, first.township_id) == (unions.factory.pk, "410581101")
    assert decrypt(first.id_cipher) == id_number(1)
    assert first.birth_date == DAY(1985, 3, 15)
    assert first.is_migrant is True
    assert (first.state, first.first_joined_on) == (MemberState.ACTIVE, DAY(2024, 5, 1))
    membership = Membership.objects.get(member=first)
    assert (membership.valid_from, membership.valid_to) == (DAY(2024, 5, 1), None)
    assert membership.union_id == unions.factory.pk
    key = PersonKey.objects.get(id_hash=first.id_hash)
    assert (key.county_code, key.member_id) == ("410581", first.pk)
    change = Change.objects.get(model="members.member", object_id=str(first.pk))
    assert (change.action, change.batch_id, change.user) == ("+", batch.pk, staff.county)
    assert change.fields["name"] == [None, "张三"]
    assert id_number(1) not in str(change.fields)
    assert "第 5 行" in change.reason
    assert UnionSummary.objects.get(union=unions.factory).members == 2
    assert TownshipSummary.objects.get(township_key="410581101").members == 2


def test_the_same_file_again_changes_nothing(import_rows, staff):
    rows = [
        row(1),
        row(2, 会籍变化类型="退会", 会籍变化日期="20250101"),
        row(3, 会籍变化类型="保留", 会籍变化日期="20250201"),
        row(4, 会籍变化类型="", 会籍变化日期=""),
        row(5, 会籍变化类型="转入"),
    ]
    import_rows(*rows)
    before = list(Member.objects.order_by("pk").values())
    changes = Change.objects.count()
    again = import_rows(*rows)
    assert counts(again) == (0, 0, 5, 0, 0)
    assert again.state == State.APPLIED
    assert list(Member.objects.order_by("pk").values()) == before
    assert Change.objects.count() == changes
    assert Membership.objects.count() == 5


def test_changed_cells_update_and_are_in_the_history(import_rows, staff):
    import_rows(row(1), row(2))
    batch = import_rows(row(1, 移动电话="13900139000", 学历="本科"), row(2))
    assert counts(batch) == (0, 1, 1, 0, 0)
    member = Member.objects.get(id_tail=id_number(1)[-4:])
    assert (member.phone, member.education, member.version) == ("13900139000", "20", 2)
    change = Change.objects.get(batch_id=batch.pk)
    assert change.action == "~"
    assert change.fields == {"phone": ["13800138000", "13900139000"], "education": ["", "20"]}


def test_empty_cells_and_missing_columns_delete_nothing(import_rows, staff, unions, tmp_path):
    import_rows(row(1, 籍贯="河南林州", 学历="本科"))
    batch = import_rows(row(1, 移动电话="", 民族="", 籍贯="—"))
    assert counts(batch) == (0, 0, 1, 0, 0)
    few = workbooks.xlsx(tmp_path / "b.xlsx", [["姓名", "证件号码"], ["张三", id_number(1)]])
    assert counts(check_file(few, staff.county, default_union=unions.factory)) == (0, 0, 1, 0, 0)


def test_all_errors_of_a_row_are_told_at_their_cells(import_rows):
    batch = import_rows(row(1, 姓名="", 民族="汉足", 移动电话="12345", 会籍变化日期="去年"))
    assert counts(batch) == (0, 0, 0, 0, 1)
    issues = batch.issues.order_by("id")
    cells = {f"{issue.column}{issue.row_number}": issue.code for issue in issues}
    assert cells == {
        "B5": "cell_required",
        "E5": "choice_similar",
        "K5": "phone_length",
        "O5": "date_unreadable",
    }
    assert not Member.objects.exists()


def test_number_cells_in_the_id_column_are_refused_and_never_repaired(staff, unions, tmp_path):
    """410581198503150976 typed as a number comes back as a plausible other number."""
    rows: list[list] = [
        ["姓名", "证件号码"],
        ["张三", float(id_number(1)[:17] + "0")],
        ["李四", "4.10581E+17"],
    ]
    path = workbooks.xlsx(tmp_path / "a.xlsx", rows)
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert codes(batch) == {2: ["id_numeric_cell"], 3: ["id_numeric_cell"]}
    assert batch.issues.first().shown == "4.1058E+17"
    assert not Member.objects.exists()


VALID = [
    ("430181", "19821231"),
    ("410502", "19600101"),
    ("130606", "19900101"),
    ("320684", "19700606"),
    ("330113", "19880808"),
    ("810000", "19900101"),
    ("820000", "20000101"),
    ("830000", "19851231"),
]


def test_valid_people_whom_published_validators_refuse_are_accepted(import_rows):
    rows = [row(id_number(7, area, born)) for area, born in VALID]
    rows[5][6] = rows[6][6] = rows[7][6] = "港澳台居民居住证"
    assert counts(import_rows(*rows)) == (len(VALID), 0, 0, 0, 0)


def test_old_numbers_of_15_digits_are_the_same_person(import_rows):
    import_rows(row(id_number(1)))
    batch = import_rows(row(short_id(1)))
    assert counts(batch) == (0, 0, 1, 0, 0)
    assert batch.warning_count == 1
    both = import_rows(row(short_id(2)), row(id_number(2)))
    assert counts(both) == (1, 0, 0, 0, 1)
    assert Member.objects.count() == 2


def test_the_same_person_twice_in_a_file(import_rows):
    batch = import_rows(row(1), row(2), row(1, 姓名="张三丰"), row(id_number(2).lower()))
    assert counts(batch) == (2, 0, 0, 0, 2)
    assert codes(batch) == {7: ["row_duplicate_person"], 8: ["row_duplicate_person"]}
    assert batch.issues.get(row_number=7).params == {"row": 5}


def test_sex_and_birth_date_follow_the_number_with_a_remark(import_rows):
    batch = import_rows(row(1, 性别="女", 出生日期="19850316"))
    assert counts(batch) == (1, 0, 0, 0, 0)
    assert batch.warning_count == 2
    member = Member.objects.get()
    assert (member.sex, member.birth_date) == ("1", DAY(1985, 3, 15))


def test_a_member_of_another_union_is_skipped_and_listed(import_rows, staff, unions):
    import_rows(row(1))
    batch = import_rows(row(1, 移动电话="13900139000"), row(2), union="hejian")
    assert counts(batch) == (1, 0, 0, 1, 0)
    member = Member.objects.get(id_tail=id_number(1)[-4:])
    assert (member.union_id, member.phone, member.version) == (unions.factory.pk, "13800138000", 1)
    assert Member.objects.count() == 2
    staged = list(StagedMember.objects.filter(row_status=RowStatus.TRANSFER))
    (shown,) = shown_rows(batch, staged, staff.county)
    assert (shown.number, shown.place) == (5, unions.factory.name)


def test_a_member_in_another_county_is_skipped_and_only_the_county_is_told(
    import_rows, staff, unions
):
    import_rows(row(1), user=staff.county2, union="chengguan", place="410523")
    batch = import_rows(row(1))
    assert counts(batch) == (0, 0, 0, 1, 0)
    staged = list(StagedMember.objects.filter(row_status=RowStatus.TRANSFER))
    (shown,) = shown_rows(batch, staged, staff.county)
    assert shown.place == "汤阴县"
    assert PersonKey.objects.get().county_code == "410523"


def test_who_left_another_county_joins_here_and_the_key_moves(import_rows, staff, unions):
    left = row(1, 会籍变化类型="退会", 会籍变化日期="20240101")
    import_rows(
        row(1, 会籍变化日期="20200101"), user=staff.county2, union="chengguan", place="410523"
    )
    import_rows(left, user=staff.county2, union="chengguan", place="410523")
    too_early = import_rows(row(1, 会籍变化日期="20231231"))
    assert codes(too_early) == {5: ["row_overlap"]}
    undated = import_rows(row(1, 会籍变化日期=""))
    assert codes(undated) == {5: ["row_rejoin_date_missing"]}
    batch = import_rows(row(1, 会籍变化日期="20240201"))
    assert counts(batch) == (1, 0, 0, 0, 0)
    key = PersonKey.objects.get()
    here = Member.objects.get(county_code="410581")
    assert (key.county_code, key.member_id) == ("410581", here.pk)
    assert key.former_counties.split() == ["410523"]
    assert here.first_joined_on == DAY(2020, 1, 1)
    assert Member.objects.get(county_code="410523").state == MemberState.LEFT


def test_who_comes_back_to_the_county_never_overlaps_with_another(import_rows, staff, unions):
    there = {"user": staff.county2, "union": "chengguan", "place": "410523"}
    left = {"会籍变化类型": "退会"}
    import_rows(row(1, 会籍变化日期="20200101"))
    import_rows(row(1, 会籍变化日期="20200601", **left))
    import_rows(row(1, 会籍变化日期="20210101"), **there)
    import_rows(row(1, 会籍变化日期="20230601", **left), **there)
    assert codes(import_rows(row(1, 会籍变化日期="20220101"))) == {5: ["row_overlap"]}
    assert counts(import_rows(row(1, 会籍变化日期="20230602"))) == (0, 1, 0, 0, 0)


def test_leaving_ends_the_membership(import_rows):
    import_rows(row(1))
    batch = import_rows(
        row(1, 会籍变化类型="退会", 会籍变化日期="20250630", 会籍变化原因="个人要求退会")
    )
    assert counts(batch) == (0, 1, 0, 0, 0)
    member, membership = Member.objects.get(), Membership.objects.get()
    assert (member.state, member.changed_on) == (MemberState.LEFT, DAY(2025, 6, 30))
    assert (membership.valid_to, membership.ended_by) == (DAY(2025, 6, 30), ChangeType.LEFT)
    assert membership.end_reason == "5"
    assert UnionSummary.objects.get().members == 0


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"会籍变化类型": "退会", "会籍变化日期": ""}, "row_change_date_missing"),
        ({"会籍变化类型": "退会", "会籍变化日期": "20240430"}, None),
        ({"会籍变化类型": "退会", "会籍变化日期": "20300101"}, "date_future"),
    ],
)
def test_leaving_needs_a_date_that_can_be_right(import_rows, cells, code):
    """A date before the last recorded change is old news and changes nothing."""
    import_rows(row(1))
    batch = import_rows(row(1, **cells))
    assert codes(batch) == ({5: [code]} if code else {})
    assert Membership.objects.get().valid_to is None


def test_leaving_before_joining_is_wrong(import_rows):
    import_rows(row(1))
    Member.objects.update(changed_on=None)
    batch = import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20240430"))
    assert codes(batch) == {5: ["row_left_before_joining"]}


def test_keeping_and_coming_back(import_rows):
    import_rows(row(1))
    kept = import_rows(row(1, 会籍变化类型="保留", 会籍变化日期="20250101"))
    assert counts(kept) == (0, 1, 0, 0, 0)
    assert Membership.objects.get().kept_from == DAY(2025, 1, 1)
    assert UnionSummary.objects.get().kept == 1
    old_news = import_rows(row(1))
    assert counts(old_news) == (0, 0, 1, 0, 0)
    back = import_rows(row(1, 会籍变化日期="20250601"))
    assert counts(back) == (0, 1, 0, 0, 0)
    assert Membership.objects.get().kept_from is None
    member = Member.objects.get()
    assert (member.state, member.joined_on) == (MemberState.ACTIVE, DAY(2024, 5, 1))


def test_joining_again_after_leaving_never_overlaps(import_rows):
    import_rows(row(1), row(2))
    left = {"会籍变化类型": "退会", "会籍变化日期": "20250101"}
    import_rows(row(1, **left), row(2, **left))
    batch = import_rows(row(1, 会籍变化日期="20250101"), row(2, 会籍变化日期="20250102"))
    assert codes(batch) == {5: ["row_overlap"]}
    assert counts(batch) == (0, 1, 0, 0, 1)
    member = Member.objects.get(id_tail=id_number(2)[-4:])
    periods = Membership.objects.filter(member=member).order_by("valid_from")
    spans = [(period.valid_from, period.valid_to) for period in periods]
    assert spans == [(DAY(2024, 5, 1), DAY(2025, 1, 1)), (DAY(2025, 1, 2), None)]
    assert (member.joined_on, member.first_joined_on) == (DAY(2025, 1, 2), DAY(2024, 5, 1))


def test_the_first_joining_date_never_changes(import_rows):
    import_rows(row(1))
    batch = import_rows(row(1, 会籍变化日期="20230101"))
    assert counts(batch) == (0, 0, 1, 0, 0)
    assert batch.issues.get().code == "row_join_date_differs"
    assert Member.objects.get().first_joined_on == DAY(2024, 5, 1)
    assert Membership.objects.get().valid_from == DAY(2024, 5, 1)


@pytest.mark.parametrize("county", ["410581", "410523"])
def test_an_unknown_first_day_is_not_the_day_of_coming_back(import_rows, staff, county):
    """Neither in the same county nor in another one (R-MEM-03)."""
    import_rows(row(1, 会籍变化类型="转入", 会籍变化日期="20200101"))
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20240101"))
    there = {"user": staff.county2, "union": "chengguan", "place": "410523"}
    import_rows(row(1, 会籍变化日期="20240301"), **({} if county == "410581" else there))
    member = Member.objects.get(county_code=county)
    assert (member.joined_on, member.first_joined_on) == (DAY(2024, 3, 1), None)


def test_another_name_under_the_same_number_is_pointed_out(import_rows, staff, unions):
    import_rows(row(1), row(2))
    batch = import_rows(row(1, 姓名="张三丰"), row(2))
    assert counts(batch) == (0, 1, 1, 0, 0)
    issue = batch.issues.get()
    assert (issue.row_number, issue.column, issue.code) == (5, "B", "row_name_differs")
    assert issue.severity == "warning"


def test_a_missing_joining_date_is_filled_in(import_rows):
    import_rows(row(1, 会籍变化日期=""))
    assert Membership.objects.get().valid_from is None
    batch = import_rows(row(1))
    assert counts(batch) == (0, 1, 0, 0, 0)
    assert Membership.objects.get().valid_from == DAY(2024, 5, 1)
    assert Member.objects.get().first_joined_on == DAY(2024, 5, 1)


def with_union(name, number=1):
    return [["姓名", "证件号码", "所属工会"], ["张三", id_number(number), name]]


@pytest.mark.parametrize(
    "name", ["示例机械有限公司工会委员会", "示例机械有限责任公司工会", "4105811010002"]
)
def test_the_union_is_found_by_name_or_code(staff, unions, tmp_path, name):
    path = workbooks.xlsx(tmp_path / "a.xlsx", with_union(name))
    batch = apply_file(check_file(path, staff.county), staff.county)
    assert counts(batch) == (1, 0, 0, 0, 0)
    assert Member.objects.get().union_id == unions.factory.pk


@pytest.mark.parametrize("name", ["城关镇工会联合会", "没有这个工会", "4105231000001"])
def test_a_union_outside_the_scope_is_not_found(staff, unions, tmp_path, name):
    path = workbooks.xlsx(tmp_path / "a.xlsx", with_union(name))
    batch = check_file(path, staff.county)
    assert codes(batch) == {2: ["row_union_unknown"]}


def test_a_chair_imports_only_into_the_own_township(staff, unions, tmp_path):
    rows = [*with_union(unions.factory.name), ["李四", id_number(2), unions.hejian.name]]
    path = workbooks.xlsx(tmp_path / "a.xlsx", rows)
    batch = check_file(path, staff.chair, place="410581101")
    assert codes(batch) == {3: ["row_union_unknown"]}
    assert counts(apply_file(batch, staff.chair)) == (1, 0, 0, 0, 1)


def test_without_any_union_every_row_is_an_error(import_rows):
    batch = import_rows(row(1), union=None)
    assert codes(batch) == {5: ["row_union_missing"]}


def test_the_workplace_names_the_union_when_nothing_else_does(import_rows, unions, places):
    from townships.models import Employer, UnionEmployer

    employer = Employer.objects.create(
        county_code="410581", name="示例机械有限公司", township=places.linqi
    )
    UnionEmployer.objects.create(county_code="410581", union=unions.factory, employer=employer)
    batch = import_rows(
        row(1, 工作单位="示例机械有限责任公司"), row(2, 工作单位="别的"), union=None
    )
    assert codes(batch) == {6: ["row_union_missing"]}
    assert Member.objects.get().union_id == unions.factory.pk


def test_a_word_for_nothing_that_comes_twice_leaves_both_as_they_are(import_rows):
    import_rows(row(1, 学历="高中毕业"), row(2, 学历="高中毕业"))
    again = import_rows(row(1, 学历="无"), row(2, 学历="无"))
    assert counts(again) == (0, 0, 2, 0, 0)
    assert set(Member.objects.values_list("education", flat=True)) == {"61"}
