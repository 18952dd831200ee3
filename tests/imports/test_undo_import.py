"""Undoing a batch: new records go, changed ones are as before, what others changed stays."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from history.models import Change
from imports.choices import Kind, RowStatus, State
from imports.models import ImportBatch
from imports.pipeline.undo import blockers
from members.models import Member, Membership, PersonKey
from tests.imports.conftest import undo_file
from tests.imports.people import id_number, row
from townships.models import (
    Affiliation,
    Employer,
    EmployerKey,
    TownshipStatistics,
    Union,
    UnionEmployer,
    UnionKey,
    UnionSummary,
)

OWN = ("version", "updated_at", "updated_by_id")


def plain(rows):
    """Rows without the bookkeeping that every save changes."""
    return [{k: v for k, v in row.items() if k not in OWN} for row in rows.order_by("pk").values()]


def test_new_members_go_and_changed_ones_come_back(import_rows, staff):
    import_rows(row(1, 籍贯="河南林州"), row(2))
    members, periods = plain(Member.objects), plain(Membership.objects)
    batch = import_rows(
        row(1, 姓名="王丁", 移动电话="13900139000"),
        row(2, 会籍变化类型="退会", 会籍变化日期="20250101"),
        row(3),
    )
    undo_file(batch, staff.county)
    assert batch.state == State.UNDONE
    assert plain(Member.objects) == members
    assert plain(Membership.objects) == periods
    assert PersonKey.objects.count() == 2
    assert UnionSummary.objects.get().members == 2
    actions = Change.objects.filter(batch_id=batch.pk).values_list("action", flat=True)
    assert sorted(actions) == ["+", "-", "~", "~", "~", "~"]
    member = Member.objects.get(id_tail=id_number(1)[-4:])
    assert (member.name_initials, member.version) == ("zs", 3)
    back = Change.objects.filter(object_id=str(member.pk)).order_by("-pk").first()
    assert back.fields["name"] == ["王丁", "张三"]
    again = import_rows(row(3))
    assert again.new_count == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"会籍变化类型": "退会", "会籍变化日期": "20250101", "会籍变化原因": "失业"},
        {"会籍变化类型": "保留", "会籍变化日期": "20250101"},
        {"会籍变化日期": "20250301"},
    ],
)
def test_every_step_of_a_membership_can_be_undone(import_rows, staff, cells):
    import_rows(row(1), row(2, 会籍变化日期=""))
    if "会籍变化类型" not in cells:
        import_rows(row(1, 会籍变化类型="保留", 会籍变化日期="20250201"))
    members, periods = plain(Member.objects), plain(Membership.objects)
    batch = import_rows(row(1, **cells), row(2))
    assert batch.changed_count == 2
    undo_file(batch, staff.county)
    assert plain(Member.objects) == members
    assert plain(Membership.objects) == periods


def test_a_key_that_moved_here_goes_back(import_rows, staff, unions):
    there = {"user": staff.county2, "union": "chengguan", "place": "410523"}
    import_rows(row(1, 会籍变化日期="20200101"), **there)
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20240101"), **there)
    key = PersonKey.objects.values().get()
    batch = import_rows(row(1, 会籍变化日期="20240201"))
    undo_file(batch, staff.county)
    assert PersonKey.objects.values().get() == key
    assert Member.objects.get().county_code == "410523"


def test_a_key_that_came_back_goes_away_again(import_rows, staff, unions):
    there = {"user": staff.county2, "union": "chengguan", "place": "410523"}
    import_rows(row(1, 会籍变化日期="20200101"))
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20200601"))
    import_rows(row(1, 会籍变化日期="20210101"), **there)
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20210601"), **there)
    before = PersonKey.objects.values().get()
    undo_file(import_rows(row(1)), staff.county)
    assert PersonKey.objects.values().get() == before


def test_what_others_changed_since_blocks_the_undo(import_rows, staff):
    import_rows(row(1))
    batch = import_rows(row(1, 移动电话="13900139000"), row(2), row(3))
    one, two, three = (Member.objects.get(id_tail=id_number(n)[-4:]) for n in (1, 2, 3))
    Member.objects.filter(pk__in=[one.pk, two.pk]).update(phone="13700137000", version=9)
    assert [staged.row_number for staged in blockers(batch).order_by("row_number")] == [5, 6]
    undo_file(batch, staff.county)
    assert batch.state == State.APPLIED
    assert Member.objects.count() == 3
    undo_file(batch, staff.county, partly=True)
    assert batch.state == State.UNDONE
    assert set(Member.objects.values_list("pk", flat=True)) == {one.pk, two.pk}
    assert set(Member.objects.values_list("phone", flat=True)) == {"13700137000"}
    assert not Membership.objects.filter(member_id=three.pk).exists()


def test_a_later_membership_blocks_the_undo(import_rows, staff, unions):
    batch = import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20240601"))
    member = Member.objects.get()
    Membership.objects.create(
        county_code="410581",
        member=member,
        union=unions.hejian,
        valid_from=datetime.date(2025, 1, 1),
    )
    undo_file(batch, staff.county)
    assert batch.state == State.APPLIED
    assert Member.objects.filter(pk=member.pk).exists()


def test_the_time_for_an_undo_is_limited(import_rows, staff, settings):
    batch = import_rows(row(1))
    late = timezone.now() - datetime.timedelta(hours=settings.IMPORT_UNDO_HOURS, minutes=1)
    ImportBatch.objects.filter(pk=batch.pk).update(applied_at=late)
    batch.refresh_from_db()
    assert not batch.can_be_undone
    with pytest.raises(ValidationError):
        undo_file(batch, staff.county)


def test_an_undone_batch_cannot_be_undone_again(import_rows, staff):
    batch = import_rows(row(1))
    undo_file(batch, staff.county)
    with pytest.raises(ValidationError):
        undo_file(batch, staff.county)


def test_employers_unions_and_statistics(import_table, staff, coded_unions):
    titles = ["单位名称", "所在乡镇", "职工人数", "统计日期"]
    day = "2025-12-31"
    import_table(Kind.EMPLOYERS, titles, ["甲有限公司", "临淇镇", 30, day])
    kept = plain(Employer.objects)
    employers = import_table(
        Kind.EMPLOYERS,
        titles,
        ["甲有限公司", "合涧镇", 31, day],
        ["乙有限公司", "临淇镇", 40, day],
    )
    founded = import_table(
        Kind.UNIONS,
        ["工会全称", "工会类型", "所在乡镇", "覆盖单位"],
        ["甲乙联合工会委员会", "联合基层工会", "临淇镇", "甲有限公司、乙有限公司"],
    )
    undo_file(employers, staff.county)
    assert employers.state == State.APPLIED  # a union covers the new employer now
    before = Union.objects.count()
    undo_file(founded, staff.county)
    assert founded.state == State.UNDONE
    assert Union.objects.count() == before - 1
    for model in (Affiliation, UnionEmployer):
        assert not model.objects.exists()
    assert not UnionKey.objects.exclude(union_id__in=Union.objects.values("pk")).exists()
    undo_file(employers, staff.county)
    assert plain(Employer.objects) == kept
    figures = import_table(
        Kind.STATISTICS,
        ["乡镇", "统计日期", "企业数", "数据来源"],
        ["临淇镇", day, 5, "县统计局"],
    )
    undo_file(figures, staff.county)
    assert not TownshipStatistics.objects.exists()
    assert not EmployerKey.objects.exists()


def test_rows_that_an_undo_leaves_are_named(import_rows, staff):
    batch = import_rows(row(1), row(2))
    Member.objects.filter(id_tail=id_number(2)[-4:]).update(version=2)
    undo_file(batch, staff.county, partly=True)
    from imports.selectors import rows_of

    assert [staged.row_number for staged in rows_of(batch, RowStatus.KEPT)] == [6]
