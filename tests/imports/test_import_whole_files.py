"""A file as a whole: its format, its row numbers, refused files, all or nothing."""

import sys
from functools import partial

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from imports.choices import State
from imports.models import StagedMember
from imports.pipeline import lease, read
from imports.reading import process
from members.models import Member
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import id_number, row


def test_all_or_nothing_writes_nothing_when_a_row_is_wrong(staff, unions, tmp_path):
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1), row(2, 姓名="")])
    batch = check_file(path, staff.county, default_union=unions.factory, mode="all_or_nothing")
    assert batch.blocked
    assert counts(batch) == (0, 0, 0, 1, 1)
    with pytest.raises(ValidationError):
        apply_file(batch, staff.county, "all_or_nothing")
    assert not Member.objects.exists()


@pytest.mark.parametrize("ending", ["xls", "csv"])
def test_other_formats(staff, unions, tmp_path, ending):
    rows = [["姓名", "证件号码", "移动电话"], ["张三", id_number(1), "13800138000"]]
    path = tmp_path / f"会员.{ending}"
    if ending == "xls":
        workbooks.xls(path, rows)
    else:
        path.write_text("\n".join(",".join(line) for line in rows), encoding="gbk")
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert counts(batch) == (1, 0, 0, 0, 0)


def test_row_numbers_are_excels(staff, unions, tmp_path):
    rows = [["姓名", "证件号码"], [], ["张三", "x"], [], ["李四", "y"]]
    path = workbooks.xlsx(tmp_path / "a.xlsx", rows, first_row=4)
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert sorted(codes(batch)) == [6, 8]
    assert batch.last_row == 8


def test_a_worker_that_waits_for_the_reader_says_that_it_is_alive(
    staff, unions, tmp_path, monkeypatch
):
    slow = "import time; time.sleep(1); from imports.reading import child; child.main()"
    command = (sys.executable, "-c", slow)
    monkeypatch.setattr(read, "Workbook", partial(process.Workbook, command=command))
    monkeypatch.setattr(process, "SIGN_OF_LIFE", 0.1)
    beats, beat = [], lease.beat

    def listening(batch, **values):
        beat(batch, **values)
        beats.append((batch.state, values))

    monkeypatch.setattr(lease, "beat", listening)
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1)])
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert counts(batch) == (1, 0, 0, 0, 0)
    assert beats.count((State.READING, {})) > 5


def test_a_refused_file_leaves_nothing_behind(staff, unions, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"MZ" + b"\0" * 100)
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert batch.state == State.REFUSED
    assert batch.refusal == {"code": "not_a_workbook", "params": {}}
    assert counts(batch) == (0, 0, 0, 0, 0)


def test_merged_cells_found_late_refuse_the_whole_file(staff, unions, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "证件号码"])
    for at in range(1500):
        sheet.write_row(at + 1, 0, ["张三", id_number(at % 900)])
    sheet.merge_range(1400, 0, 1401, 0, "张三")
    book.close()
    batch = check_file(tmp_path / "a.xlsx", staff.county, default_union=unions.factory)
    assert (batch.state, batch.refusal["code"]) == (State.REFUSED, "merged_cells")
    assert batch.refusal["params"]["rows"] == [1401]
    assert not StagedMember.objects.exists()
    assert not batch.issues.exists()
