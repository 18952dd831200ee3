"""A file whose name promises something else is read as what it is, or told to be what it is."""

import zipfile

import pytest

from imports.reading import Refusal, Refused
from imports.refusals import WORDS, describe_refusal
from tests.imports import workbooks
from tests.imports.workbooks import read

HEADER = ["姓名", "证件号码", "移动电话"]
PERSON = ["张三", "410502198503150976", "13800138000"]
CSV = f"{','.join(HEADER)}\n{','.join(PERSON)}\n"
LETTER = "关于报送会员名册的通知\n各乡镇工会：\n请于本月底前报送，逾期不候。\n"
PAGE = "<table><tr><td>姓名</td><td>证件号码</td></tr></table>"
XML_WORKBOOK = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"]


def refusal(path):
    with pytest.raises(Refused) as caught:
        read(path)
    return caught.value


def stored(tmp_path, content, name="会员.xlsx"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def archive(tmp_path, parts):
    path = tmp_path / "会员.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_table_of_text_named_as_a_workbook_is_read(tmp_path, encoding):
    _book, rows = read(stored(tmp_path, CSV.encode(encoding)))
    assert rows == [[2, *PERSON]]


@pytest.mark.parametrize("name", ["会员.csv", "会员.xls", "会员.txt"])
def test_workbook_under_another_name_is_read(tmp_path, name):
    data = workbooks.xlsx(tmp_path / "a.xlsx", [HEADER, PERSON]).read_bytes()
    _book, rows = read(stored(tmp_path, data, name))
    assert rows == [[2, *PERSON]]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [*((LETTER, encoding) for encoding in ENCODINGS), (CSV.replace(",", " "), "utf-8")],
)
def test_text_that_is_no_table(tmp_path, content, encoding):
    """The clerk is told that it is text, which titles are wanted and where to write them."""
    reason = refusal(stored(tmp_path, content.encode(encoding)))
    assert reason.code == Refusal.TEXT
    words = describe_refusal({"code": reason.code, "params": reason.params})
    assert "“姓名”、“证件号码”" in words.remedy


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        *(("<html>", encoding) for encoding in ENCODINGS),
        *((start, "gbk") for start in ("", "<!DOCTYPE html>", "<div>", "<!-- -->", "\n <HEAD>")),
    ],
)
def test_web_page_saved_as_xls(tmp_path, start, encoding):
    path = stored(tmp_path, (start + PAGE).encode(encoding), "导出.xls")
    assert refusal(path).code == Refusal.WEB_PAGE


def test_workbook_as_one_xml_file_is_no_web_page(tmp_path):
    path = stored(tmp_path, XML_WORKBOOK.encode(), "导出.xls")
    assert refusal(path).code == Refusal.OTHER_FORMAT


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Refusal.PDF),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", Refusal.PICTURE),
        (b"\x89PNG\r\n\x1a\n\0\0", Refusal.PICTURE),
        (rb"{\rtf1\ansi x}", Refusal.DOCUMENT),
        (b"Rar!\x1a\x07\x01\0", Refusal.ARCHIVE),
        (b"", Refusal.EMPTY),
        (b"\xef\xbb\xbf", Refusal.EMPTY),
        ("\n \n".encode("utf-16"), Refusal.EMPTY),
    ],
)
def test_file_of_another_kind(tmp_path, content, code):
    assert refusal(stored(tmp_path, content)).code == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"[Content_Types].xml": "", "word/document.xml": ""}, Refusal.DOCUMENT),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, Refusal.DOCUMENT),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, Refusal.NOT_A_WORKBOOK),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, Refusal.OTHER_FORMAT),
        ({"word/notes.txt": ""}, Refusal.ARCHIVE),
    ],
)
def test_zip_file_of_another_kind(tmp_path, parts, code):
    assert refusal(archive(tmp_path, parts)).code == code


def test_old_word_document(tmp_path):
    path = workbooks.ole(tmp_path / "会员.xls", ["Root Entry", "WordDocument"])
    assert refusal(path).code == Refusal.DOCUMENT


def test_every_reason_has_words():
    assert set(WORDS) == set(Refusal)
