"""Rows and cells that once stopped a batch, were taken for something else, or vanished."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from imports.choices import Kind, State
from imports.models import ImportBatch
from members.models import Member, PersonKey
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import id_number, row
from tests.imports.test_import_organisations import EMPLOYER, FIGURES, UNION, credit_code, employer
from tests.imports.test_import_organisations import union as union_row
from townships.models import Employer, TownshipStatistics, Union, UnionKey

DAY = "2025-12-31"


def calculated_by_nobody(path, *rows):
    """A workbook as programs write it: formulas without results, texts as they are."""
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    book.save(path)
    return path


@pytest.fixture
def import_people(tmp_path, staff, unions):
    """Import a table of people as the county's clerk."""

    def run(titles, *rows, ending="xlsx"):
        path = tmp_path / f"会员.{ending}"
        if ending == "xls":
            workbooks.xls(path, [titles, *rows])
        else:
            calculated_by_nobody(path, titles, *rows)
        batch = check_file(path, staff.county, default_union=unions.factory)
        return apply_file(batch, staff.county)

    return run


# --- a row that does not fit what is stored -------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "cells", "header"),
    [
        (["单位名称", "女职工人数"], ["示例1有限公司", 121], "女职工人数"),
        (["单位名称", "职工人数", "统计日期"], ["示例1有限公司", 39, "2026-01-01"], "职工人数"),
        (["单位名称", "农民工人数"], ["示例1有限公司", 121], "农民工人数"),
    ],
)
def test_one_employer_that_does_not_fit_is_told_at_its_row(
    import_table, unions, titles, cells, header
):
    import_table(Kind.EMPLOYERS, EMPLOYER, employer(1), employer(2, 女职工人数=1))
    good = ["示例2有限公司", *([120, "2026-01-01"] if "统计日期" in titles else [2])]
    batch = import_table(Kind.EMPLOYERS, titles, good, cells)
    assert (batch.state, codes(batch)) == (State.APPLIED, {3: ["row_too_many_of"]})
    issue = batch.issues.get()
    assert (issue.header, issue.params["whole"]) == (header, "职工人数")
    assert counts(batch) == (0, 1, 0, 0, 1)
    assert Employer.objects.get(name="示例1有限公司").women_count == 40


@pytest.mark.parametrize(("title", "number"), [("已建工会单位数", 81), ("法人单位数", 59)])
def test_figures_that_do_not_fit_are_told_at_their_row(import_table, unions, title, number):
    import_table(Kind.STATISTICS, FIGURES, ["临淇镇", DAY, 1, 1, 80, 60, "县统计局"])
    titles = ["乡镇", "统计日期", title, "数据来源"]
    rows = [["合涧镇", DAY, 5, "县统计局"], ["临淇镇", DAY, number, "县统计局"]]
    batch = import_table(Kind.STATISTICS, titles, *rows)
    assert (batch.state, codes(batch)) == (State.APPLIED, {3: ["row_too_many_of"]})
    assert batch.issues.get().header == title
    assert TownshipStatistics.objects.get(township="410581101").legal_person_units == 80


def test_two_unions_with_one_credit_code(import_table, unions):
    rows = Union.objects.values_list("code", "county_code", "pk")
    UnionKey.objects.bulk_create(
        UnionKey(value=code, county_code=county, union_id=pk) for code, county, pk in rows
    )
    import_table(Kind.EMPLOYERS, EMPLOYER, *(employer(number) for number in (1, 2, 3)))
    code = {"工会统一社会信用代码": credit_code(9, "81")}
    new = [union_row(f"示例{number}有限公司工会委员会", **code) for number in (1, 2)]
    batch = import_table(Kind.UNIONS, UNION, *new, new[0])
    assert codes(batch) == {3: ["row_duplicate_record"], 4: ["row_duplicate_record"]}
    assert (batch.state, batch.new_count) == (State.APPLIED, 1)
    assert batch.issues.get(row_number=3).header == "工会统一社会信用代码"


def test_one_name_twice_is_told_once(import_table, unions):
    titles = ["单位名称", "地址"]
    rows = [["甲有限公司", "1"], ["甲有限责任公司", "2"], ["乙(分)厂", "1"], ["乙（分）厂", "2"]]
    batch = import_table(Kind.EMPLOYERS, titles, *rows)
    assert codes(batch) == {3: ["row_duplicate_record"], 5: ["row_duplicate_record"]}


# --- names ----------------------------------------------------------------------------------------


def test_what_is_no_name_of_a_person(import_people):
    names = ["—", "无", "暂无", "null", "NULL", "'", ".", "-张", "'王五", "Null Smith"]
    rows = [[name, id_number(at)] for at, name in enumerate(names)]
    batch = import_people(["姓名", "证件号码"], *rows)
    missing = {number: ["cell_required"] for number in range(2, 9)}
    assert codes(batch) == {**missing, 9: ["name_characters"]}
    assert set(Member.objects.values_list("name", flat=True)) == {"王五", "Null Smith"}


@pytest.mark.parametrize("name", ["12345", "2025-1", "（1）"])
def test_what_is_no_name_of_an_employer_or_union(import_table, unions, name):
    for kind, title in ((Kind.EMPLOYERS, "单位名称"), (Kind.UNIONS, "工会名称")):
        batch = import_table(kind, [title, "地址"], [name, "x"], ["甲7", "y"])
        assert codes(batch)[2] == ["row_name_without_words"]
    assert Employer.objects.get().name == "甲7"


# --- cells ----------------------------------------------------------------------------------------


def test_formulas_without_result_are_called_so_in_columns_of_numbers(tmp_path, staff, unions):
    people = [["姓名", "证件号码"], ["张三", "=X!B1"], ["=X!A1", "=X!B1"]]
    path = calculated_by_nobody(tmp_path / "a.xlsx", *people)
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert codes(batch) == {2: ["cell_formula"], 3: ["cell_formula", "cell_formula"]}
    firms = [["单位名称", "统一社会信用代码"], ["甲有限公司", "=X!B1"]]
    path = calculated_by_nobody(tmp_path / "b.xlsx", *firms)
    assert codes(check_file(path, staff.county, Kind.EMPLOYERS)) == {2: ["cell_formula"]}


def test_numbers_after_a_detour_through_a_program(import_people):
    titles = ["姓名", "证件号码", "移动电话", "会籍变化类型", "会籍变化日期"]
    batch = import_people(
        titles,
        ["张三", id_number(1), "13800138000.0", "01", "2020-01-01"],
        ["李四", id_number(2), "13800138000.5", "07", "2020-01-01"],
    )
    assert codes(batch) == {3: ["phone_length", "choice_unknown"]}
    member = Member.objects.get()
    assert (member.phone, member.change_type) == ("13800138000", "1")


def test_cells_beyond_the_last_title_are_pointed_out(tmp_path, staff, unions):
    path = tmp_path / "a.csv"
    path.write_text(
        "姓名,证件号码,工作单位\n"
        f"张三,{id_number(1)},甲,乙公司\n李四,{id_number(2)},甲,, \n王五,{id_number(3)},,,丙\n"
    )
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert counts(batch) == (3, 0, 0, 0, 0)
    found = batch.issues.order_by("row_number").values_list("row_number", "code", "shown")
    assert list(found) == [(2, "row_surplus_cells", "乙公司"), (4, "row_surplus_cells", "丙")]


@pytest.mark.parametrize("ending", ["xls", "xlsx"])
def test_titles_with_characters_that_a_database_refuses(import_people, ending):
    nul = "\0" if ending == "xls" else "_x0000_"
    titles = [f"姓名{nul}", "证件号码", f"备{nul}注"]
    batch = import_people(titles, ["张三", id_number(1), f"x{nul}"], ["", "2", ""], ending=ending)
    assert counts(batch) == (1, 0, 0, 0, 1)
    assert batch.layout["unused"] == [[3, "备注"]]


# --- rows -----------------------------------------------------------------------------------------


def test_rows_numbered_in_advance_are_no_errors(import_people):
    titles = ["序号", "姓名", "证件号码"]
    batch = import_people(titles, [1, "张三", id_number(1)], [2, "", ""], [3, "\u200b", "'"])
    assert (counts(batch), batch.left_out) == ((1, 0, 0, 0, 0), [])


def test_an_id_number_without_a_name_is_an_error_and_no_total(import_people):
    titles = ["姓名", "证件号码", "工作单位"]
    batch = import_people(titles, ["", id_number(1), "注塑厂合计"], ["", "2", "合计"])
    assert codes(batch) == {2: ["cell_required"]}
    assert batch.left_out == [[3, "total"]]


# --- the county's federation has no members of its own --------------------------------------------


def test_nobody_becomes_a_member_of_the_county_federation(tmp_path, staff, unions):
    path = workbooks.provincial(tmp_path / "a.xlsx", [row(1)])
    command = ("import_members", str(path), "--user", "county", "--union", unions.county.code)
    with pytest.raises(CommandError):
        call_command(*command)
    assert not ImportBatch.objects.exists()
    batch = check_file(path, staff.county, default_union=unions.county)
    assert codes(batch) == {5: ["row_union_missing"]}
    assert not PersonKey.objects.exists()
