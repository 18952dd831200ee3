"""What the reader finds in files that clerks really have."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from imports.reading import Column, Refusal, Refused, Uncalculated, Workbook
from tests.imports import workbooks
from tests.imports.workbooks import COLUMNS, read

HEADER = ["姓名", "证件号码", "移动电话"]
PERSON = ["张三", "410502198503150976", "13800138000"]
MOMENT = datetime(2024, 3, 15, 8, 30)  # noqa: DTZ001 (Excel knows no time zones)


def provincial_row(name, number):
    return ["1", name, "男", "19850315", "汉族", "在岗", "居民身份证", number, *[""] * 12]


def test_provincial_layout_is_recognised(tmp_path):
    rows = [provincial_row("张三", "410502198503150976"), provincial_row("李四", "x")]
    book, found = read(workbooks.provincial(tmp_path / "a.xlsx", rows))
    assert [(row[0], row[2]) for row in found] == [(5, "张三"), (6, "李四")]
    assert book.layout.header_rows == (3, 4)
    assert book.layout.columns["id_no"] == 8
    assert book.layout.columns["change_kind"] == 14
    assert book.layout.columns["changed_on"] == 15
    assert book.summary.left_out == [(7, "note")]
    assert (book.summary.rows, book.summary.last_row) == (2, 6)


@pytest.mark.parametrize("first_row", [1, 2, 7, 15])
def test_header_is_found_anywhere_in_the_first_rows(tmp_path, first_row):
    path = workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, PERSON], first_row)
    book, found = read(path)
    assert found == [[first_row + 1, *PERSON]]
    assert book.layout.header_rows == (first_row, first_row)


def test_header_below_the_searched_rows_is_not_guessed(tmp_path):
    path = workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, PERSON], first_row=16)
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == Refusal.NO_HEADER
    assert refused.value.params["headers"] == ["姓名", "证件号码"]


def test_row_and_column_numbers_are_excels_with_empty_rows_and_columns_before(tmp_path):
    rows = [["", "", *HEADER], ["", "", *PERSON], [], ["", "", "李四", "x", ""]]
    book, found = read(workbooks.xlsx(tmp_path / "a.xlsx", rows, first_row=3))
    assert [row[0] for row in found] == [4, 6]
    assert found[0][1:] == ["", "", *PERSON]
    assert book.layout.columns == {"name": 3, "id_no": 4, "phone": 5}


def test_old_excel_format_and_wrong_ending(tmp_path):
    path = workbooks.xls(tmp_path / "renamed.xlsx", [HEADER, PERSON])
    book, found = read(path)
    assert book.layout.file_format == "xls"
    assert found == [[2, *PERSON]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_in_every_usual_encoding(tmp_path, encoding, delimiter):
    path = tmp_path / "会员.csv"
    lines = [["工会会员名单", "", ""], HEADER, ["", "", ""], PERSON]
    path.write_text("\r\n".join(delimiter.join(line) for line in lines), encoding=encoding)
    book, found = read(path)
    assert found == [[4, *PERSON]]
    assert book.layout.file_format == "csv"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_files_in_utf16_without_a_mark(tmp_path, encoding):
    path = tmp_path / "a.csv"
    rows = [HEADER, *[PERSON] * 900, ["欧阳·𠮷野（大）", "2", "“x”、《y》…"]]
    path.write_text("\r\n".join(",".join(row) for row in rows), encoding=encoding)
    assert read(path)[1][-1] == [902, *rows[-1]]


def test_a_number_that_was_made_a_formula_to_save_it_from_excel(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,证件号码\n张三,="410502198503150976"\n李四,"=""4105""\t"\n王五,=1+1\n')
    assert [row[2] for row in read(path)[1]] == ["410502198503150976", "4105", "=1+1"]


def test_text_file_with_rare_characters_and_line_breaks_in_cells(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,证件号码\n"张\n㐂",x\n𠮷野,y\n', encoding="gb18030")
    assert read(path)[1] == [[2, "张\n㐂", "x"], [3, "𠮷野", "y"]]


def test_cells_keep_their_types(tmp_path):
    row = ["张三", 410502198503150976, 13800138000, "2024-3-15", date(2024, 3, 15), True, 2.5]
    _, found = read(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, row]))
    number, *cells = found[0]
    assert number == 2
    assert isinstance(cells[1], float)
    assert cells[2:] == [13800138000.0, "2024-3-15", date(2024, 3, 15), True, 2.5]


def test_dates_with_a_time_and_the_1904_calendar(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, PERSON)
    sheet.write(1, 3, date(2024, 3, 15), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    sheet.write(1, 4, MOMENT, book.add_format({"num_format": 22}))
    book.close()
    assert read(tmp_path / "a.xlsx")[1][0][4:] == [date(2024, 3, 15), MOMENT]


def test_formulas_without_result_and_errors_are_not_taken_for_blank_cells(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    sheet.append(["张三", "=A2&B2", "1"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[1] == [[2, "张三", Uncalculated(error=False), "1"]]
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, PERSON)
    sheet.write_formula(1, 1, "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
    sheet.write_formula(1, 2, '=IF(A1="","",1)', None, "")
    sheet.write_formula(2, 0, '="李"&"四"', None, "李四")
    sheet.write_string(2, 1, "x")
    book.close()
    workbooks.rewritten(tmp_path / "b.xlsx", workbooks.SHEET, b'<c r="C2"', b'<c r="C2" t="str"')
    rows = read(tmp_path / "b.xlsx")[1]
    assert rows == [[2, "张三", Uncalculated(error=True), ""], [3, "李四", "x", ""]]


def test_rows_of_nothing_but_formulas_without_result_are_rows(tmp_path):
    """They stand below the last value, where the fast reader sees nothing any more."""
    book = openpyxl.Workbook()
    for row in (HEADER, PERSON, ["=X!A1", "=X!B1", "=1"], [], ["=X!A2", "", ""]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")[1]
    assert [row[0] for row in found] == [2, 3, 5]
    assert found[1][1:] == [Uncalculated(error=False)] * 3


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
@pytest.mark.parametrize("old", [True, False])
def test_the_layout_says_from_when_days_are_counted(tmp_path, ending, old):
    path = tmp_path / f"a.{ending}"
    if ending == "xlsx":
        book = xlsxwriter.Workbook(path, {"date_1904": old})
        sheet = book.add_worksheet()
    else:
        book = xlwt.Workbook()
        book.dates_1904 = old
        sheet = book.add_sheet("会员")
    for column, (title, value) in enumerate(zip(HEADER, PERSON, strict=True)):
        sheet.write(0, column, title)
        sheet.write(1, column, value)
    book.close() if ending == "xlsx" else book.save(str(path))
    assert read(path)[0].layout.epoch_1904 is old


def test_hidden_rows_of_data_are_counted(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADER, *[PERSON] * 30, [], PERSON]):
        sheet.write_row(number, 0, row)
    for number in [*range(3, 28), 31, 32]:  # one of them blank
        sheet.set_row(number, None, None, {"hidden": True})
    book.close()
    layout = read(tmp_path / "a.xlsx")[0].layout
    assert (layout.hidden_count, layout.hidden) == (26, tuple(range(4, 24)))


def test_a_title_of_two_cells_is_joined_only_when_it_must_be(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.merge_range("A1:C1", "基本信息")
    sheet.merge_range("D1:E1", "会籍变化")
    sheet.write_row(1, 0, [*HEADER, "类型", "日期"])
    sheet.write_row(2, 0, [*PERSON, "入会", "2015-03-04"])
    book.close()
    titles = dict(read(tmp_path / "a.xlsx")[0].layout.heads)
    assert list(titles.values()) == [*HEADER, "会籍变化类型", "会籍变化日期"]


def test_characters_that_no_database_keeps_are_not_in_titles(tmp_path):
    path = workbooks.xls(tmp_path / "a.xls", [["姓名\0", *HEADER[1:], "备\0注"], [*PERSON, "x\0"]])
    layout = read(path)[0].layout
    assert (layout.titles["name"], layout.unused) == ("姓名", ((4, "备注"),))
    workbooks.xlsx(tmp_path / "b.xlsx", [HEADER, PERSON], name="会_x0000_员")
    assert "\0" not in str(read(tmp_path / "b.xlsx")[0].layout.as_dict())


def test_titles_are_matched_by_synonym_and_in_any_order(tmp_path):
    header = [
        " 手机 号码",
        "*身份证号：",
        "会员姓名（必填）",
        "备注",
        "序号",
        "技能等级\n(技术等级)",
    ]
    book, _ = read(workbooks.xlsx(tmp_path / "a.xlsx", [header, ["1", "x", "张三", "", "1", ""]]))
    assert book.layout.columns == {"phone": 1, "id_no": 2, "name": 3, "skill": 6}
    assert book.layout.unused == ((4, "备注"),)


def test_best_matching_visible_sheet_is_read(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    hidden = book.add_worksheet("字典")
    hidden.write_row(0, 0, [*HEADER, "技能等级"])
    hidden.write_row(1, 0, ["字典", "字典"])
    book.add_worksheet("说明").write(0, 0, "先看说明")
    few = book.add_worksheet("汇总")
    few.write_row(0, 0, HEADER[:2])
    few.write_row(1, 0, ["汇总", "汇总"])
    good = book.add_worksheet("会员")
    good.write_row(0, 0, HEADER)
    good.write_row(1, 0, PERSON)
    more = book.add_worksheet("会员2")
    more.write_row(0, 0, HEADER)
    hidden.hide()
    good.activate()
    book.close()
    opened, found = read(tmp_path / "a.xlsx")
    assert opened.layout.sheet == "会员"
    assert opened.layout.also == ("会员2",)
    assert found == [[2, *PERSON]]


def test_blank_rows_totals_notes_and_repeated_titles_are_left_out(tmp_path):
    rows = [
        HEADER,
        ["必填", "必填，文本格式", ""],
        PERSON,
        [" ", "\u3000", ""],
        ["小 计", "", "1"],
        HEADER,
        ["李四", "x", ""],
        ["", "合计", "2"],
        ["填表说明：一人一行", "", ""],
        ["填表人：王辛", "", "审核人："],
    ]
    book, found = read(workbooks.xlsx(tmp_path / "a.xlsx", rows))
    assert [row[0] for row in found] == [3, 7]
    left_out = [(2, "hint"), (5, "total"), (6, "header"), (8, "total"), (9, "note"), (10, "note")]
    assert book.summary.left_out == left_out
    assert book.summary.rows == 2


def test_a_person_whose_name_looks_like_a_total_is_kept(tmp_path):
    rows = [HEADER, ["合计", "410502198503150976", "13800138000"], ["张三", "", "1"]]
    assert [row[0] for row in read(workbooks.xlsx(tmp_path / "a.xlsx", rows))[1]] == [2, 3]


def test_rows_numbered_in_advance_are_blank(tmp_path):
    """Nothing is filled in under a title that is read."""
    header = ["序号", *HEADER, "备注"]
    rows: list[list] = [
        header,
        [1, *PERSON, ""],
        [2],
        [3, "", "\u200b", "'", ""],
        [4, "", "", "", "空"],
    ]
    book, found = read(workbooks.xlsx(tmp_path / "a.xlsx", [*rows, [5, "", "", "1", ""]]))
    assert [row[0] for row in found] == [2, 6]
    assert book.summary.left_out == []


def test_a_row_with_an_id_number_is_no_total(tmp_path):
    columns = (*COLUMNS[:1], replace(COLUMNS[1], identity=True), Column("unit", ("工作单位",)))
    rows: list[list] = [
        ["姓名", "证件号码", "工作单位"],
        ["", PERSON[1], "注塑厂合计"],
        ["", float(PERSON[1]), "注塑厂合计"],
        ["", "128人", "小计"],
        ["", 128, "注塑厂合计"],
        ["", "E1234567", "备注"],
    ]
    book, found = read(workbooks.xlsx(tmp_path / "a.xlsx", rows), columns)
    assert [row[0] for row in found] == [2, 3, 6]
    assert book.summary.left_out == [(4, "total"), (5, "total")]


def test_nothing_of_the_settings_reaches_the_reading_process(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "must-not-travel")
    path = workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, PERSON])
    with Workbook(path, COLUMNS) as book:
        environment = Path(f"/proc/{book._process.pid}/environ").read_bytes()
        assert list(book.batches()) == [[[2, *PERSON]]]
    assert b"PATH=" in environment
    assert b"must-not-travel" not in environment


def test_rows_are_handed_over_in_pieces(tmp_path):
    rows = [HEADER, *[["张三", str(number), ""] for number in range(2500)]]
    with Workbook(workbooks.xlsx(tmp_path / "a.xlsx", rows), COLUMNS) as book:
        assert [len(batch) for batch in book.batches()] == [1000, 1000, 500]


def test_cells_of_absurd_length_and_infinite_numbers_get_through(tmp_path):
    rows = [HEADER, *[["长" * 32000, "x", ""] for _ in range(300)], ["张三", "1e999", ""]]
    path = workbooks.xlsx(tmp_path / "a.xlsx", rows)
    _, found = read(path)
    assert len(found) == 301
    assert found[0][1] == "长" * 1000
