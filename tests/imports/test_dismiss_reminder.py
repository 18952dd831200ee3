"""Rows that were not imported: the home page tells of them until somebody says it need not."""

from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from imports.choices import State
from imports.models import ImportBatch
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, undo_file
from tests.imports.people import id_number, row

OFFER = "首页不再提醒"


@pytest.fixture
def batch(import_rows) -> ImportBatch:
    """An import of the county's clerk with one wrong row."""
    return import_rows(row(1), row(2, 姓名=""))


def page_of(client, batch):
    return client.get(reverse("imports:batch", args=[batch.pk])).text


def dismiss(client, batch):
    return client.post(reverse("imports:dismiss", args=[batch.pk]), follow=True)


def is_reminded(client) -> bool:
    return "1 行没有导入" in client.get("/?all=1").text


def test_the_owner_dismisses_it(as_user, staff, batch):
    client = as_user(staff.county)
    assert is_reminded(client)
    assert OFFER in page_of(client, batch)
    response = dismiss(client, batch)
    assert not is_reminded(client)
    assert f"首页已不再提醒（{staff.county}" in response.text
    assert OFFER not in response.text
    batch.refresh_from_db()
    assert (batch.state, batch.closed_by) == (State.APPLIED, staff.county)
    assert batch.error_file  # the rows can still be fetched


def test_a_colleague_dismisses_it_for_both(as_user, staff, colleague, batch):
    assert dismiss(as_user(colleague), batch).status_code == 200
    assert not is_reminded(as_user(staff.county))


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("chair", 404), ("county2", 404)])
def test_outsiders_do_not(as_user, staff, batch, who, status):
    client = as_user(getattr(staff, who))
    assert OFFER not in page_of(client, batch)
    assert dismiss(client, batch).status_code == status
    assert is_reminded(as_user(staff.county))


def test_twice_keeps_who_was_first(as_user, staff, colleague, batch):
    dismiss(as_user(colleague), batch)
    assert "刚刚有了变化" in dismiss(as_user(staff.county), batch).text
    batch.refresh_from_db()
    assert batch.closed_by == colleague


def test_nothing_is_offered_where_nothing_reminds(as_user, staff, import_rows, batch):
    client = as_user(staff.county)
    assert OFFER not in page_of(client, import_rows(row(3)))
    long_ago = timezone.now() - timedelta(days=8)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=long_ago)
    assert not is_reminded(client)
    assert OFFER not in page_of(client, batch)


def sent_again(batch, staff, unions, tmp_path, name):
    """The workbook with the failed rows, corrected and uploaded under another name, is imported."""
    with batch.error_file.open() as made:
        book = openpyxl.load_workbook(made)
    titles = [cell.value for cell in book.active[1]]
    book.active.cell(2, titles.index("姓名") + 1, name)
    book.save(tmp_path / "改好的.xlsx")
    again = check_file(tmp_path / "改好的.xlsx", staff.county, default_union=unions.factory)
    return apply_file(again, staff.county)


def test_corrected_rows_are_known_whatever_the_file_is_called(
    as_user, staff, unions, batch, tmp_path
):
    again = sent_again(batch, staff, unions, tmp_path, "李四")
    assert (again.new_count, again.corrects) == (1, batch)
    assert not again.layout["unused"]
    assert not is_reminded(as_user(staff.county))


def test_rows_that_are_still_wrong_are_told_once(as_user, staff, unions, batch, tmp_path):
    again = sent_again(batch, staff, unions, tmp_path, "")
    assert again.failed_count == 1
    text = as_user(staff.county).get("/?all=1").text
    assert text.count("1 行没有导入") == 1
    third = sent_again(again, staff, unions, tmp_path, "李四")
    assert third.corrects == again
    assert not is_reminded(as_user(staff.county))


def brought_back(path, user, union, title, *people):
    """A file of one's own with such a title is imported; returns the batch and its user."""
    table = [["姓名", "证件号码", "会籍变化日期", title]]
    table += [[name, id_number(number), "2024-03-01", "2"] for number, name in enumerate(people, 5)]
    again = check_file(workbooks.xlsx(path, table), user, default_union=union)
    return apply_file(again, user)


def test_it_reminds_of_the_rows_that_have_not_come_back(
    as_user, staff, unions, import_rows, tmp_path
):
    batch = import_rows(row(1, 姓名=""), row(2, 姓名=""), row(3, 姓名=""))
    title = f"原行号（{batch.number}）"
    client = as_user(staff.county)
    first = brought_back(tmp_path / "甲.xlsx", staff.county, unions.factory, title, "张三")
    assert (first.corrects, first.new_count) == (batch, 1)
    assert "2 行没有导入" in client.get("/?all=1").text
    assert OFFER in page_of(client, batch)
    second = brought_back(tmp_path / "乙.xlsx", staff.county, unions.factory, title, "李四", "王五")
    assert second.row_count == 2
    assert "行没有导入" not in client.get("/?all=1").text
    page = page_of(client, batch)
    assert "这 3 行已在另一个文件里补传" in page
    assert "改好这 3 行" not in page
    assert "3 行要改" not in page
    assert reverse("imports:dismiss", args=[batch.pk]) not in page
    undo_file(second, staff.county)
    assert "2 行没有导入" in client.get("/?all=1").text


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("原行号（{number}）", True),
        (" 原行号 ( {number} ) ", True),
        ("备注（{number}）", False),
        ("原行号（{number}9）", False),
        ("原行号（9{number}）", False),
        ("原行号（2020-0101-{pk:04d}）", False),
        ("原行号（2020-0101-" + "9" * 18 + "）", False),
    ],
)
def test_only_our_title_with_the_whole_number_counts(staff, unions, batch, tmp_path, title, known):
    written = title.format(number=batch.number, pk=batch.pk)
    again = brought_back(tmp_path / "甲.xlsx", staff.county, unions.factory, written, "张三")
    assert (again.corrects == batch) is known


def test_nobody_settles_what_his_superior_or_another_county_waits_for(
    as_user, staff, unions, batch, tmp_path
):
    title = f"原行号（{batch.number}）"
    path = workbooks.xlsx(
        tmp_path / "会员.xlsx", [["姓名", "证件号码", title], ["张三", id_number(5), "2"]]
    )
    for user, place in ((staff.chair, unions.linqi.township_id), (staff.county2, "410523")):
        assert check_file(path, user, place=place).corrects is None
    assert is_reminded(as_user(staff.county))


def test_the_county_corrects_what_a_chair_has_sent(as_user, staff, unions, tmp_path):
    path = workbooks.provincial(tmp_path / "会员.xlsx", [row(1, 姓名="")])
    place = unions.linqi.township_id
    batch = check_file(path, staff.chair, place=place, default_union=unions.factory)
    assert is_reminded(as_user(staff.chair))
    title = f"原行号（{batch.number}）"
    again = brought_back(tmp_path / "甲.xlsx", staff.county, unions.factory, title, "张三")
    assert again.corrects == batch
    assert not is_reminded(as_user(staff.chair))


def test_another_place_with_a_file_of_that_name_settles_nothing(
    as_user, staff, unions, batch, tmp_path
):
    path = workbooks.provincial(tmp_path / batch.original_name, [row(7)])
    place = unions.linqi.township_id
    assert check_file(path, staff.chair, place=place, default_union=unions.factory).new_count
    assert is_reminded(as_user(staff.county))


def test_another_file_with_as_many_rows_corrects_nothing(as_user, staff, unions, batch, tmp_path):
    path = workbooks.provincial(tmp_path / "别的人.xlsx", [row(3)])
    other = apply_file(check_file(path, staff.county, default_union=unions.factory), staff.county)
    assert (other.new_count, other.corrects) == (1, None)
    assert is_reminded(as_user(staff.county))
