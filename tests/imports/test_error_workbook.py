"""The workbook with the failed rows can be made of every file, and uploaded again as it is."""

import io
import logging
import uuid
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from imports import messages, services
from imports.choices import State
from imports.models import ImportBatch
from imports.pipeline import read
from imports.tasks import build_error_file
from imports.workbooks import errors, failed_rows, rows
from imports.workbooks.errors import error_workbook, make_error_file
from members.models import Member
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import id_number

HEADER = ["姓名", "证件号码", "移动电话"]
WRONG = ["张三", "1", "13800138000"]


@pytest.fixture
def check(staff, unions):
    """Check a file as the county's clerk."""
    return lambda path: check_file(path, staff.county, default_union=unions.factory)


RED = "FFFBE3E1"
TEXTS = ["  两边有空格 ", "a&b<c>\"'", "_x000D_", "甲\r\n乙\t丙", "\x01", "=1+1", "𠮷" * 20_000]


def without_workbook(batch):
    """As when the worker was killed before it could keep the workbook."""
    ImportBatch.objects.filter(pk=batch.pk).update(error_file="")
    batch.refresh_from_db()
    return batch


def sheet_of(data):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def lines_of(data):
    return [list(line) for line in sheet_of(data).values]


def is_red(cell):
    return cell.fill.fgColor.rgb == RED and cell.border.left.style == "thin"


def test_titles_of_two_rows_become_one_and_are_understood_again(check, staff, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.merge_range("A1:F1", "某单位会员表")
    sheet.merge_range("A2:C2", "基本信息")
    sheet.merge_range("D2:F2", "会籍变化")
    sheet.write_row(2, 0, ["姓名", "身份证号", "手机", "类型", "日期", "备注"])
    sheet.write_row(3, 0, [*WRONG, "入会", "2015-03-04", "好"])
    book.close()
    batch = check(tmp_path / "a.xlsx")
    assert codes(batch) == {4: ["id_length"]}
    data = error_workbook(batch)
    titles = ["姓名", "证件号码", "移动电话", "会籍变化类型", "会籍变化日期", "备注"]
    assert lines_of(data)[0] == [*titles, "错误原因", f"原行号（{batch.number}）"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["B2"] = id_number(1)
    book.save(tmp_path / "b.xlsx")
    assert counts(apply_file(check(tmp_path / "b.xlsx"), staff.county)) == (1, 0, 0, 0, 0)
    assert Member.objects.get().joined_on == date(2015, 3, 4)


def test_every_cell_looks_as_it_should(check, tmp_path):
    titles = ["姓名", "证件号码", "移动电话", "备注", "入会日期", "日", "对", "数"]
    day = date(2015, 3, 4)
    rows = [
        ["张三", "1", 13800138000, "好", day, day, True, 1.5],
        ["", 410581198503150976.0, "", "", date(2100, 1, 1), "", False, -7],
    ]
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [titles, *rows]))
    assert codes(batch)[3] == ["cell_required", "date_future", "id_numeric_cell"]
    sheet = sheet_of(error_workbook(batch))
    first, second = ([cell.value for cell in line[:8]] for line in sheet.iter_rows(min_row=2))
    assert first[:4] + first[6:] == ["张三", "1", "13800138000", "好", True, 1.5]
    assert [value.date() for value in first[4:6]] == [day, day]
    assert second[:4] + second[5:] == [None, "4.10581198503151E+17", None, None, None, False, -7]
    red = [cell.coordinate for line in sheet.iter_rows() for cell in line if is_red(cell)]
    assert red == ["B2", "A3", "B3", "E3"]
    assert [sheet[at].number_format for at in ("B2", "C2", "B3", "C3")] == ["@"] * 4
    assert [sheet[at].number_format for at in ("E2", "F2", "E3")] == ["yyyy-mm-dd"] * 3
    assert [sheet[at].data_type for at in ("E2", "G3", "H3")] == ["d", "b", "n"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1] if cell.font.color.rgb == "FFB3261E"] == titles[:2]
    reasons = [sheet["I2"], sheet["I3"]]
    assert [cell.font.color.rgb for cell in reasons] == ["FFB3261E"] * 2
    assert [cell.value.count("证件号码：") for cell in reasons] == [1, 1]
    assert (sheet["J2"].value, sheet["J3"].value) == (2, 3)
    assert sheet.column_dimensions["I"].width > 50
    assert sheet.column_dimensions["B"].number_format == "@"


def test_every_text_comes_back(check, tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "BLOCK", 2)
    lines = [[*WRONG, text] for text in TEXTS]
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [[*HEADER, "备注"], *lines]))
    (tmp_path / "b.xlsx").write_bytes(error_workbook(batch))
    _book, before = workbooks.read(tmp_path / "a.xlsx")
    _book, after = workbooks.read(tmp_path / "b.xlsx")
    assert [row[4] for row in after] == [row[4] for row in before]
    assert len(after) == len(TEXTS)


def test_a_file_with_reasons_and_without_row_numbers_keeps_its_columns(check, tmp_path):
    path = workbooks.xlsx(
        tmp_path / "a.xlsx",
        [["姓名", "错误原因", "证件号码", "移动电话"], ["张三", "旧", "1", "13800138000"]],
    )
    batch = check(path)
    titles, line = lines_of(error_workbook(batch))
    assert titles == ["姓名", "错误原因", "证件号码", "移动电话", f"原行号（{batch.number}）"]
    assert (line[0], line[2:]) == ("张三", ["1", "13800138000", 2])
    assert "旧" not in line[1]


def test_the_same_reason_is_put_into_words_once(check, tmp_path, monkeypatch):
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, *[WRONG] * 5]))
    asked = []

    def describe(*args, **options):
        asked.append(args)
        return messages.describe(*args, **options)

    monkeypatch.setattr(failed_rows, "describe", describe)
    reasons = [line[3] for line in lines_of(error_workbook(batch))[1:]]
    assert len(reasons) == 5
    assert len(set(reasons)) == len(asked) == 1


def test_the_check_and_the_file_give_the_same_workbook(check, tmp_path):
    titles = [*HEADER, "性别", "备注"]
    good = ["李四", id_number(2), "13800138000", "男", ""]
    rows = [titles, [*WRONG, "某", "好"], good, ["", "2", "3", "", "=1+1"], ["王五"]]
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", rows))
    assert counts(batch) == (1, 0, 0, 0, 3)
    made, again = sheet_of(batch.error_file.read()), sheet_of(error_workbook(batch))
    assert list(made.values) == list(again.values)
    assert len(list(made.values)) == 4
    for line, other in zip(made.iter_rows(), again.iter_rows(), strict=True):
        assert [is_red(cell) for cell in line] == [is_red(cell) for cell in other]


def test_a_check_without_errors_makes_no_workbook(check, tmp_path):
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, ["李四", id_number(2), ""]]))
    assert (batch.failed_count, batch.error_file.name) == (0, "")


def test_a_check_ends_well_on_a_full_disk_and_leaves_no_piece(
    check, tmp_path, monkeypatch, caplog, settings
):
    words = "No space left for 张三"

    class Full(ContentFile):
        def chunks(self, chunk_size=None):
            yield self.read(100)
            raise OSError(words)

    monkeypatch.setattr(failed_rows, "ContentFile", Full)
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG]))
    assert (batch.state, batch.failed_count) == (State.APPLIED, 1)
    assert batch.error_file.name == ""
    assert stored(settings) == {batch.file.name}
    build_error_file.call(batch.pk)
    assert stored(settings) == {batch.file.name}
    assert "OSError" in caplog.text
    assert "张三" not in caplog.text


def test_a_check_ends_well_where_the_workbook_has_a_fault(check, tmp_path, monkeypatch, settings):
    def broken(*args, **options):
        raise KeyError("row_unheard_of")

    monkeypatch.setattr(failed_rows, "describe", broken)
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG]))
    assert (batch.state, batch.failed_count) == (State.APPLIED, 1)
    assert stored(settings) == {batch.file.name}


def test_who_has_lost_the_batch_leaves_no_workbook(check, tmp_path, monkeypatch, settings):
    keep = read._keep_workbook

    def taken_over(batch, *args):
        kept = keep(batch, *args)
        assert stored(settings) == {batch.file.name, batch.error_file.name}
        rows = ImportBatch.objects.in_county(batch.county_code)
        rows.filter(pk=batch.pk).update(lease=uuid.uuid4())
        return kept

    monkeypatch.setattr(read, "_keep_workbook", taken_over)
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG]))
    assert batch.state == State.READING
    assert stored(settings) == {batch.file.name}


def test_who_throws_a_batch_away_while_it_is_finished_leaves_nothing(
    check, staff, tmp_path, settings, django_capture_on_commit_callbacks
):
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG, ["李四", id_number(2), ""]]))
    seen = ImportBatch.objects.get(pk=batch.pk)
    seen.state, seen.error_file = State.READING, ""  # as the page had read it a moment before
    with django_capture_on_commit_callbacks(execute=True):
        services.discard(batch=seen, user=staff.county)
    assert stored(settings) == set()


def stored(settings):
    """Names of all files that there are of imports."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.glob("imports/**/*") if path.is_file()}


def test_of_reasons_that_differ_in_every_row_some_are_kept(monkeypatch):
    monkeypatch.setattr(failed_rows, "MOST_KEPT", 2)
    reasons = failed_rows.Reasons()
    found = [reasons["A", "姓名", "row_duplicate_person", f'{{"row": {row}}}'] for row in range(4)]
    assert len(reasons) == 2
    assert len({reason.sentence for reason in found}) == 4


def test_a_sheet_that_is_too_large_becomes_a_list_of_reasons(check, tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "MOST_BYTES", 100)
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG]))
    assert batch.error_file.name == ""
    make_error_file(batch.pk)
    batch.refresh_from_db()
    assert lines_of(batch.error_file.read())[0][0] == "原行号"


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_days_counted_from_1904_stay_those_days(check, staff, tmp_path, ending):
    rows: list[list] = [[*HEADER, "入会日期"], ["李四", id_number(2), "", 40605], [*WRONG, 40605]]
    path = tmp_path / f"a.{ending}"
    if ending == "xlsx":
        book = xlsxwriter.Workbook(path, {"date_1904": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()
    else:
        workbooks.xls(path, rows, epoch_1904=True)
    batch = apply_file(check(path), staff.county)
    assert counts(batch) == (1, 0, 0, 0, 1)
    assert Member.objects.get().joined_on == date(2015, 3, 4)
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(batch)))
    book.active["B2"] = id_number(1)
    book.save(tmp_path / "b.xlsx")
    apply_file(check(tmp_path / "b.xlsx"), staff.county)
    assert list(Member.objects.values_list("joined_on", flat=True)) == [date(2015, 3, 4)] * 2


@pytest.mark.parametrize(
    "name",
    ["'会员", "会[员]", "History", "a:b/c", "会员\\", "x" * 40, "'", "会_x0000_员", "员'" * 20],
)
def test_every_name_of_a_sheet(check, tmp_path, name):
    path = workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG], name="会员")
    old, new = (f'name="{text}"'.encode() for text in ("会员", name))
    batch = check(workbooks.rewritten(path, "xl/workbook.xml", old, new))
    assert lines_of(batch.error_file.read())[0][:3] == HEADER


def test_when_the_rows_cannot_be_copied_the_reasons_are_listed(
    check, tmp_path, monkeypatch, caplog
):
    def broken(*args):
        raise ValueError("张三 410581198503150976")

    monkeypatch.setattr(failed_rows, "FailedRows", broken)
    monkeypatch.setattr(errors, "FailedRows", broken)
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG]))
    with caplog.at_level(logging.WARNING):
        make_error_file(batch.pk)
    batch.refresh_from_db()
    titles, line = lines_of(batch.error_file.read())
    assert titles == ["原行号", "标题", "姓名或名称", "内容", "错误原因"]
    assert (line[0], line[1], line[2]) == (2, "证件号码", "张三")
    assert "ValueError" in caplog.text
    assert "张三" not in caplog.text


def test_a_task_that_fails_leaves_no_message_in_the_log(check, tmp_path, monkeypatch, caplog):
    batch = without_workbook(check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG])))

    secret = "张三 410581198503150976"

    def broken(batch):
        raise RuntimeError(secret)

    monkeypatch.setattr(errors, "error_workbook", broken)
    build_error_file.call(batch.pk)
    assert "RuntimeError" in caplog.text
    assert "410581198503150976" not in caplog.text


def test_it_is_asked_for_once(
    check, as_user, staff, tmp_path, django_capture_on_commit_callbacks, monkeypatch
):
    batch = without_workbook(check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG])))
    clerk, address = as_user(staff.county), reverse("imports:errors", args=[batch.pk])
    wanted = DBTaskResult.objects.filter(task_path__endswith="build_error_file")
    for _time in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            assert clerk.get(address).status_code == 200
    assert wanted.count() == 1
    wanted.delete()  # the queue has forgotten it
    with django_capture_on_commit_callbacks(execute=True):
        clerk.get(address)
    assert wanted.count() == 1


def test_nobody_waits_for_a_file_that_was_removed(check, as_user, staff, tmp_path):
    batch = check(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, WRONG]))
    ImportBatch.objects.filter(pk=batch.pk).update(file="", error_file="")
    assert as_user(staff.county).get(reverse("imports:errors", args=[batch.pk])).status_code == 404


def test_hidden_rows_are_named_on_the_preview(check, as_user, staff, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for number in (1, 2, 3):
        sheet.write_row(number, 0, ["张三", id_number(number), ""])
    sheet.autofilter("A1:C4")
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    batch = check(tmp_path / "a.xlsx")
    assert (batch.new_count, batch.layout["hidden_count"], batch.layout["hidden"]) == (3, 1, [3])
    page = as_user(staff.county).get(reverse("imports:batch", args=[batch.pk]))
    assert len(page.context["remarks"]) == 1
    assert "3" in page.context["remarks"][0]
