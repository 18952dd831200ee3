"""Files that must be refused clearly, quickly and at no cost to the server."""

import resource
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter

from imports.reading import Limits, Refusal, Refused, xlsx_scan
from tests.imports import workbooks
from tests.imports.workbooks import read

HEADER = ["姓名", "证件号码", "移动电话"]
PERSON = ["张三", "410502198503150976", "13800138000"]
DTD = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def refusal(path, **limits):
    """Reason and parameters; fails when the file is accepted or takes longer than 10 seconds."""
    start = time.monotonic()
    with pytest.raises(Refused) as caught:
        read(path, **limits)
    assert time.monotonic() - start < 10
    return caught.value.code, caught.value.params


def good(tmp_path):
    return workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, PERSON])


def test_empty_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    assert refusal(path)[0] == Refusal.EMPTY


def test_workbook_with_nothing_in_it(tmp_path):
    assert refusal(workbooks.xlsx(tmp_path / "a.xlsx", []))[0] == Refusal.EMPTY


def test_header_without_a_single_row(tmp_path):
    code, params = refusal(workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, ["合计", "", "0"]]))
    assert (code, params) == (Refusal.NO_ROWS, {"row": 2})


def test_too_large_upload(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * 1000)
    assert refusal(path, file_bytes=3999) == (Refusal.TOO_LARGE, {"megabytes": 0})


@pytest.mark.parametrize("start", [b"MZ\x90\0", b"\x7fELF", b"\0\1\2"])
def test_other_files_with_a_workbooks_name(tmp_path, start):
    path = tmp_path / "会员.xlsx"
    path.write_bytes(start + b"\0" * 2000)
    assert refusal(path)[0] == Refusal.NOT_A_WORKBOOK


def test_archive_that_holds_a_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(good(tmp_path), "会员.xlsx")
    assert refusal(tmp_path / "a.zip")[0] == Refusal.ARCHIVE


def test_other_spreadsheet_format(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refusal(tmp_path / "a.xlsx")[0] == Refusal.OTHER_FORMAT


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook(tmp_path, share):
    path = good(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path)[0] == Refusal.TRUNCATED


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_old_workbook(tmp_path, share):
    rows = [HEADER, *[["张三", str(number), "1"] for number in range(500)]]
    path = workbooks.xls(tmp_path / "a.xls", rows)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path)[0] in {Refusal.TRUNCATED, Refusal.READER_FAILED, Refusal.NOT_A_WORKBOOK}


def test_damaged_bytes_inside_a_part(tmp_path):
    path = good(tmp_path)
    data = bytearray(path.read_bytes())
    middle = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[middle : middle + 60] = b"\xff" * 60
    path.write_bytes(bytes(data))
    assert refusal(path)[0] in {Refusal.TRUNCATED, Refusal.READER_FAILED}


def test_password_on_a_new_workbook(tmp_path):
    path = workbooks.ole(tmp_path / "a.xlsx", ["EncryptionInfo", "EncryptedPackage"])
    assert refusal(path)[0] == Refusal.PASSWORD


def test_password_on_an_old_workbook(tmp_path):
    """A record that says the rest of the stream is encrypted, right after the first record."""
    path = workbooks.xls(tmp_path / "a.xls", [HEADER, PERSON])
    data = path.read_bytes()
    start = data.find(b"\x09\x08\x10\x00")
    record = b"\x2f\x00\x36\x00\x01\x00\x01\x00\x01\x00" + b"\x11" * 48
    path.write_bytes(data[: start + 20] + record + data[start + 20 + len(record) :])
    assert refusal(path)[0] == Refusal.PASSWORD


def test_other_compound_file(tmp_path):
    path = workbooks.ole(tmp_path / "a.xls", ["Root Entry", "PowerPoint Document"])
    assert refusal(path)[0] == Refusal.NOT_A_WORKBOOK


def test_zip_bomb_in_one_part(tmp_path):
    path = workbooks.with_part(good(tmp_path), "xl/media/a.bin", b"\0" * (80 * 2**20))
    assert path.stat().st_size < 2**20
    assert refusal(path)[0] == Refusal.BOMB


def test_zip_bomb_by_sum_of_parts(tmp_path):
    path = workbooks.with_part(good(tmp_path), "xl/media/a.bin", b"\0" * (3 * 2**20))
    assert refusal(path, unpacked_bytes=2**20)[0] == Refusal.BOMB


def test_zip_bomb_of_overlapping_parts(tmp_path):
    assert refusal(workbooks.overlapping_zip(tmp_path / "a.xlsx"))[0] == Refusal.BOMB


def test_zip_that_lies_about_its_sizes_ends_in_the_limits(tmp_path):
    """The list says 1 KB, the data unpack to 512 MB."""
    path = workbooks.with_part(good(tmp_path), "xl/styles2.xml", b" " * (64 * 2**20))
    data = path.read_bytes()
    real = (64 * 2**20).to_bytes(4, "little")
    path.write_bytes(data.replace(real, (1024).to_bytes(4, "little")))
    assert refusal(path)[0] == Refusal.TRUNCATED


@pytest.mark.parametrize("part", [workbooks.SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entity_bomb(tmp_path, part):
    path = workbooks.rewritten(
        good(tmp_path),
        part,
        b'standalone="yes"?>',
        b'standalone="yes"?>' + DTD,
    )
    assert refusal(path)[0] == Refusal.ENTITIES


def test_two_cells_at_the_corners_of_a_sheet(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "姓名")
    sheet.write(1048575, 16383, "x")
    book.close()
    assert (tmp_path / "a.xlsx").stat().st_size < 6000
    code, params = refusal(tmp_path / "a.xlsx")
    assert (code, params["row"]) == (Refusal.TOO_MANY_ROWS, 1048576)


def test_the_same_with_a_false_dimension_aborts_only_the_reading_process(tmp_path):
    """The quick look is deceived, the fast reader asks for 500 GB and is ended by its limits."""
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "姓名")
    sheet.write(1048575, 16383, "x")
    book.close()
    path = tmp_path / "a.xlsx"
    workbooks.rewritten(path, workbooks.SHEET, b'<row r="1048576"', b'<row  r="1048576"')
    workbooks.rewritten(path, workbooks.SHEET, b"XFD1048576", b"XFD1048575")
    workbooks.rewritten(path, workbooks.SHEET, b'<row  r="1048576"', b"<row")
    workbooks.rewritten(path, workbooks.SHEET, b"A1:XFD1048575", b"A1:B2")
    assert refusal(path)[0] == Refusal.READER_FAILED


def test_a_file_with_a_row_for_every_row_of_excel(tmp_path):
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number)
        for number in range(3, 1_048_576)
    )
    path = workbooks.rewritten(
        good(tmp_path), "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code, params = refusal(path)
    assert (code, params) == (Refusal.TOO_MANY_ROWS, {"row": 1_048_575, "limit": 200_000})
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 1.5


@pytest.mark.parametrize(
    "bait",
    [
        b'<row r="5"></f>' + b"<c " * 1_000_000,
        b'<row r="5"></f>' + b'<c r="A5" ' * 300_000,
        b"<row " * 600_000,
        b'<row r="5"><c r="A5"><f>1</f>' + b" " * 3_000_000,
        b'<row r="5"><c r="A5"' + b' r="A5"' * 400_000 + b"><f></f>",
        b'<row hidden="1" ' * 400_000,
    ],
)
def test_patterns_are_not_kept_busy(tmp_path, bait):
    """What is no XML ends in a refusal after a moment, not after hours of searching."""
    end = b"</sheetData>"
    path = workbooks.rewritten(good(tmp_path), workbooks.SHEET, end, bait + b"</row>" + end)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    refusal(path)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 3


def test_the_quick_look_has_a_budget_of_time(tmp_path):
    with pytest.raises(Refused) as caught:
        xlsx_scan.scan(good(tmp_path), workbooks.SHEET, Limits(seconds=0))
    assert caught.value.code == Refusal.TIMEOUT


def test_more_formulas_without_result_than_anybody_repairs(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_scan, "MOST_ODD_CELLS", 3)
    book = openpyxl.Workbook()
    for row in (HEADER, ["=A1", "=B1", "=C1"], ["=A1", "=B1", "=C1"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused) as caught:
        xlsx_scan.scan(tmp_path / "a.xlsx", workbooks.SHEET, Limits())
    assert caught.value.code == Refusal.UNCALCULATED


def test_formatting_down_to_the_last_row_is_no_content(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, PERSON)
    sheet.write_blank(1048575, 16383, None, bold)
    book.close()
    assert len(read(tmp_path / "a.xlsx")[1]) == 1


def test_too_many_rows_in_a_text_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,证件号码\n" + "张三,x\n" * 3000)
    code, params = refusal(path, rows=1500)
    assert (code, params) == (Refusal.TOO_MANY_ROWS, {"row": 3001, "limit": 1500})


def test_too_many_columns(tmp_path):
    path = workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, [*PERSON, *["x"] * 300]])
    assert refusal(path)[0] == Refusal.TOO_MANY_COLUMNS
    text = tmp_path / "a.csv"
    text.write_text("姓名,证件号码\n张三,x" + "," * 300)
    assert refusal(text)[0] == Refusal.TOO_MANY_COLUMNS


def test_unknown_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,证件号码\n".encode() + b"\xff\xff\x80\n")
    assert refusal(path)[0] == Refusal.ENCODING


def test_missing_titles_are_named_with_what_stands_there_instead(tmp_path):
    path = workbooks.xlsx(tmp_path / "a.xlsx", [["姓名", "证件号吗", "移动电话"], PERSON])
    code, params = refusal(path)
    assert code == Refusal.MISSING_HEADERS
    assert params["headers"] == ["证件号码"]
    assert params["unknown"] == ["证件号吗"]


def test_repeated_titles_are_named_with_their_columns(tmp_path):
    path = workbooks.xlsx(tmp_path / "a.xlsx", [[*HEADER, "身份证号"], [*PERSON, "x"]])
    code, params = refusal(path)
    assert code == Refusal.DUPLICATE_HEADERS
    assert params["headers"] == [{"title": "证件号码", "columns": ["B", "D"]}]


def test_merged_cells_among_the_data_are_named(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for row in range(1, 8):
        sheet.write_row(row, 0, PERSON)
    sheet.merge_range(2, 2, 3, 2, "13800138000")
    sheet.merge_range(5, 0, 5, 2, "第二车间")
    book.close()
    assert refusal(tmp_path / "a.xlsx") == (Refusal.MERGED_CELLS, {"rows": [3, 6]})
