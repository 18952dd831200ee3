"""Cells as people fill them in: understood with one meaning, refused with two."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import (
    CELL_WARNINGS,
    CellIssue,
    CleanDate,
    CleaningError,
    clean_count,
    clean_date,
    clean_name,
    clean_phone,
    clean_text,
    clean_unit_name,
    clean_yes_no,
    is_blank,
    is_lossy_number,
    match_choice,
    shown,
    unit_name_key,
)
from imports.reading.spec import Uncalculated
from members.identity import check_digit
from members.vocabularies import vocabulary
from tests.imports.cells import BLANKS, DAY, issue


def text(cell, max_length=100):
    return clean_text(cell, max_length=max_length)


# --- Texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", BLANKS)
def test_blank_is_blank(cell):
    assert is_blank(cell)
    assert text(cell) == clean_name(cell) == clean_unit_name(cell) == ""
    readers = (clean_date, clean_phone, clean_yes_no, clean_count)
    assert [reader(cell) for reader in readers] == [None] * 4
    assert match_choice(vocabulary("sex"), cell) == ""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("　河顺镇 　商会 ", "河顺镇 商会"),
        ("河顺\u200b镇\ufeff", "河顺镇"),
        ("两\n行", "两 行"),
        ("（全角）ＡＢ", "（全角）ＡＢ"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (DAY, "2024-03-15"),
        (datetime(2024, 3, 15, 8, 30), "2024-03-15"),  # noqa: DTZ001
    ],
)
def test_text(cell, expected):
    assert text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1e15, CellIssue.LOSSY_NUMBER),
        (1234567890123456, CellIssue.LOSSY_NUMBER),
        (True, CellIssue.UNREADABLE),
        (Uncalculated(), CellIssue.FORMULA),
        (Uncalculated(error=True), CellIssue.ERROR_VALUE),
        ("#N/A", CellIssue.ERROR_VALUE),
        ("\u200b#REF! ", CellIssue.ERROR_VALUE),
        ("一" * 101, CellIssue.TEXT_TOO_LONG),
    ],
)
def test_text_that_cannot_be_used(cell, code):
    assert issue(text, cell) == code


def test_the_longest_text_fits():
    assert text("一" * 100) == "一" * 100


@given(st.text(max_size=50))
def test_cleaning_a_text_twice_changes_nothing(raw):
    once = text(raw.replace("#", ""))
    assert text(once) == once


@pytest.mark.parametrize(
    ("cell", "lossy"),
    [
        (10**15, True),
        (-(10**15), True),
        (10**15 - 1, False),
        (999_999_999_999_999.0, False),
        (1e15, True),
        (4.1050219850315098e17, True),
        (float("nan"), False),
        (True, False),
        ("410502198503150976", False),
        (None, False),
    ],
)
def test_numbers_from_sixteen_digits_on_have_lost_something(cell, lossy):
    assert is_lossy_number(cell) is lossy


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        (" 欧阳 娜 娜 ", "欧阳娜娜"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽‧买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("张三·", "张三"),
        ("John  Smith", "John Smith"),
        ("J. O'Neill-Smith", "J. O'Neill-Smith"),
        ("Ｊｏｈｎ", "John"),
        ("⽅⼩明", "方小明"),  # radicals out of a PDF file
        ("王㼆", "王㼆"),
        ("李𠮷", "李𠮷"),
        ("周\ue1a3", "周\ue1a3"),
        ("〇", "〇"),
    ],
)
def test_name(cell, expected):
    assert clean_name(cell) == expected


@pytest.mark.parametrize("cell", ["张三1", "张三（小）", "张?", "张三,李四", "138"])
def test_name_with_something_else(cell):
    assert issue(clean_name, cell) == CellIssue.NAME_CHARACTERS


@given(st.text(alphabet="张三李 　·•．.AbＣ", max_size=12))
def test_cleaning_a_name_twice_changes_nothing(raw):
    once = clean_name(raw)
    assert clean_name(once) == once


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("林州市 河顺 机械厂(普通合伙)", "林州市河顺机械厂（普通合伙）"),
        ("安阳ABC Motor有限公司", "安阳ABC Motor有限公司"),
    ],
)
def test_unit_name(cell, expected):
    assert clean_unit_name(cell) == expected


def test_two_spellings_of_a_unit_have_one_key():
    names = ["林州市河顺机械（集团）有限责任公司", "林州市河顺机械(集团)有限公司 "]
    assert len({unit_name_key(name) for name in names}) == 1
    assert unit_name_key("甲有限公司") != unit_name_key("乙有限公司")


# --- Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2024, 3, 15, 10, 30),  # noqa: DTZ001
        20240315,
        20240315.0,
        45366,
        45366.0,
        45366.5,
        "20240315",
        "45366",
        "20240315.0",
        "2024-3-15",
        "2024-03-15",
        "2024/3/15",
        "2024.3.15",
        "2024.03.15",
        "2024年3月15日",
        "2024年3月15号",
        "2024 年 3 月 15 日",
        "２０２４年３月１５日",
        "2024－03－15",
        "2024—3—15",
        "'2024-03-15",
        "2024-03-15 00:00:00",
        "2024/3/15 0:00",
        "2024-03-15T08:30:00",
        "\u00a02024-3-15\u3000",
    ],
)
def test_a_day_in_every_form(cell):
    assert clean_date(cell) == CleanDate(DAY)


@pytest.mark.parametrize(
    "cell", [202403, 202403.0, 2024.03, "202403", "2024.03", "2024-3", "2024/03", "2024年3月"]
)
def test_a_month_gives_its_first_day_and_says_so(cell):
    assert clean_date(cell) == CleanDate(date(2024, 3, 1), month_only=True)


@pytest.mark.parametrize("cell", ["-", "/", "无", "——"])
def test_a_stroke_is_no_date(cell):
    assert clean_date(cell) is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_every_form(day):
    year, month, number = day.year, day.month, day.day
    forms = [
        day,
        int(f"{day:%Y%m%d}"),
        day.isoformat(),
        f"{year}/{month}/{number}",
        f"{year}.{month}.{number}",
        f"{year}年{month}月{number}日",
    ]
    assert {clean_date(form) for form in forms} == {CleanDate(day)}


@given(st.dates(date(1927, 5, 18), date(2099, 12, 31)))
def test_every_number_of_days_is_read_back(day):
    assert clean_date((day - date(1899, 12, 30)).days) == CleanDate(day)


def test_the_other_way_of_counting_days():
    assert clean_date(45366 - 1462, epoch_1904=True) == CleanDate(DAY)
    assert clean_date("2024-3-15", epoch_1904=True) == CleanDate(DAY)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2023-02-29", CellIssue.DATE_IMPOSSIBLE),
        (20240230, CellIssue.DATE_IMPOSSIBLE),
        ("2024年13月", CellIssue.DATE_IMPOSSIBLE),
        ("2024-00-10", CellIssue.DATE_IMPOSSIBLE),
        (202413, CellIssue.DATE_IMPOSSIBLE),
        (2024, CellIssue.DATE_YEAR_ONLY),
        ("2024年", CellIssue.DATE_YEAR_ONLY),
        ("1985", CellIssue.DATE_YEAR_ONLY),
        (2024.1, CellIssue.DATE_MONTH_AMBIGUOUS),
        ("1899-12-31", CellIssue.DATE_RANGE),
        ("2101-01-01", CellIssue.DATE_RANGE),
        ("15/3/2024", CellIssue.DATE_UNREADABLE),
        ("24.3.15", CellIssue.DATE_UNREADABLE),
        ("2024-3-15至2024-4-1", CellIssue.DATE_UNREADABLE),
        ("去年", CellIssue.DATE_UNREADABLE),
        ("٢٠٢٤-٠٣-١٥", CellIssue.DATE_UNREADABLE),
        (123, CellIssue.DATE_UNREADABLE),
        (9999, CellIssue.DATE_UNREADABLE),
        (73051, CellIssue.DATE_UNREADABLE),
        (-45366, CellIssue.DATE_UNREADABLE),
        (0.5, CellIssue.DATE_UNREADABLE),
        (float("nan"), CellIssue.DATE_UNREADABLE),
        (True, CellIssue.DATE_UNREADABLE),
        (time(8, 30), CellIssue.DATE_UNREADABLE),
        (Uncalculated(), CellIssue.FORMULA),
    ],
)
def test_dates_that_cannot_be_used(cell, code):
    assert issue(clean_date, cell) == code


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_whatever_stands_in_a_date_cell_gives_a_date_or_a_reason(cell):
    try:
        found = clean_date(cell)
    except CleaningError:
        return
    assert found is None or date(1900, 1, 1) <= found.value <= date(2100, 12, 31)


def test_the_last_possible_day():
    assert clean_date("2024-03-15", latest=DAY) == CleanDate(DAY)
    assert issue(clean_date, "2024-03-16", latest=DAY) == CellIssue.DATE_FUTURE


# --- What messages show ---------------------------------------------------------------------------

ID_NUMBER = "41050219850315059" + check_digit("41050219850315059")


@pytest.mark.parametrize(
    "cell",
    [
        ID_NUMBER,
        f" {ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}",
        f"{ID_NUMBER[:6]}-{ID_NUMBER[6:14]}-{ID_NUMBER[14:]}",
        f"身份证{ID_NUMBER}",
        ID_NUMBER.lower(),
        "410502850315059",
        4.1050219850315098e17,
        "13812345678",
        13812345678.0,
        "138 1234 5678",
    ],
)
def test_numbers_of_people_are_masked_wherever_they_stand(cell):
    text = shown(cell)
    assert "*" in text
    assert not any(secret in text for secret in ("19850315", "850315", "12345", "1234 5"))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-13-15", "2024-13-15"),
        ("2024-03-15 00:00:00", "2024-03-15 00:00:00"),
        (20240230, "20240230"),
        (12.5, "12.5"),
        (None, ""),
        (Uncalculated(), ""),
        ("一" * 41, "一" * 39 + "…"),
        ("一" * 40, "一" * 40),
    ],
)
def test_other_cells_are_shown_as_they_are(cell, expected):
    assert shown(cell) == expected


def test_an_id_number_in_a_date_column_does_not_get_into_the_error():
    with pytest.raises(CleaningError) as error:
        clean_date(ID_NUMBER)
    assert error.value.params == {"value": "4105**********059X"}


def test_warnings_do_not_keep_a_row_out():
    assert {CellIssue.DATE_MONTH_ONLY, CellIssue.PHONE_LANDLINE} == CELL_WARNINGS
