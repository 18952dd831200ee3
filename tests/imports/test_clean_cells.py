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
    CleanPhone,
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

DAY = date(2024, 3, 15)
BLANKS = ["", None, " ", "\u3000", "\u00a0", "\ufeff", "\u200b", "\t\n"]


def issue(function, cell, **more):
    with pytest.raises(CleaningError) as error:
        function(cell, **more)
    return error.value.code


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


# --- Telephone numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "13800000000",
        13800000000,
        13800000000.0,
        "138 0000 0000",
        "138-0000-0000",
        "+8613800000000",
        "+86 138 0000 0000",
        "8613800000000",
        "008613800000000",
        "１３８００００００００",
        "'13800000000",
        "\u202a13800000000\u202c",
    ],
)
def test_a_mobile_number_in_every_form(cell):
    assert clean_phone(cell) == CleanPhone("13800000000")


@pytest.mark.parametrize("prefix", ["13", "14", "15", "16", "17", "18", "19"])
def test_all_mobile_prefixes_are_accepted(prefix):
    assert clean_phone(prefix + "000000001") == CleanPhone(prefix + "000000001")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0372-6123456", "0372-6123456"),
        ("03726123456", "0372-6123456"),
        ("(010)65123456", "010-65123456"),
        ("（0372）6123456", "0372-6123456"),
        ("021 65123456", "021-65123456"),
        ("6123456", "6123456"),
        ("400-1234567", "400-1234567"),
        ("+86 0372 6123456", "0372-6123456"),
    ],
)
def test_landlines_are_accepted_and_marked(cell, expected):
    assert clean_phone(cell) == CleanPhone(expected, landline=True)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1380000000", CellIssue.PHONE_LENGTH),
        ("138000000000", CellIssue.PHONE_LENGTH),
        ("12800000000", CellIssue.PHONE_PREFIX),
        ("10000000000", CellIssue.PHONE_PREFIX),
        ("13800000000/13900000000", CellIssue.PHONE_SEVERAL),
        ("13800000000、13900000000", CellIssue.PHONE_SEVERAL),
        ("13800000000 13900000000", CellIssue.PHONE_SEVERAL),
        ("13800000000（微信）", CellIssue.PHONE_CHARACTERS),
        ("1380000000O", CellIssue.PHONE_CHARACTERS),
        ("1.38E+10", CellIssue.PHONE_LOSSY),
        (1.38e17, CellIssue.PHONE_CHARACTERS),
        (13800000000.5, CellIssue.PHONE_CHARACTERS),
        (True, CellIssue.PHONE_CHARACTERS),
        (DAY, CellIssue.PHONE_CHARACTERS),
        ("٠٣٧٢٦١٢٣٤٥٦", CellIssue.PHONE_CHARACTERS),
    ],
)
def test_telephone_numbers_that_cannot_be_used(cell, code):
    assert issue(clean_phone, cell) == code


def test_no_error_repeats_a_telephone_number():
    with pytest.raises(CleaningError) as error:
        clean_phone("12812345678")
    assert "12345678" not in f"{error.value} {error.value.params}"


# --- Yes or no ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["是", " 是 ", "有", "Y", "yes", "√", 1, 1.0, True, "１"])
def test_yes(cell):
    assert clean_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["否", "不是", "无", "没有", "n", "No", "×", "x", 0, 0.0, False])
def test_no(cell):
    assert clean_yes_no(cell) is False


@pytest.mark.parametrize("cell", ["-", "/", "——"])
def test_a_stroke_is_neither_yes_nor_no(cell):
    assert clean_yes_no(cell) is None


@pytest.mark.parametrize("cell", ["大概", 2, -1, "是否", DAY])
def test_neither_yes_nor_no(cell):
    assert issue(clean_yes_no, cell) == CellIssue.YES_NO_UNREADABLE


# --- Counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (0, 0),
        (12, 12),
        (12.0, 12),
        ("12", 12),
        ("12.0", 12),
        ("1,234", 1234),
        ("1，234,567", 1234567),
        ("１２", 12),
        ("12人", 12),
        ("12 家", 12),
        ("0012", 12),
        (-0.0, 0),
        (100_000_000, 100_000_000),
    ],
)
def test_count(cell, expected):
    assert clean_count(cell) == expected


@pytest.mark.parametrize("cell", ["-", "/", "——", "暂无"])
def test_a_stroke_is_an_unknown_count_and_not_zero(cell):
    assert clean_count(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (12.5, CellIssue.COUNT_NOT_WHOLE),
        ("12.5", CellIssue.COUNT_NOT_WHOLE),
        (-1, CellIssue.COUNT_NEGATIVE),
        ("-3", CellIssue.COUNT_NEGATIVE),
        (100_000_001, CellIssue.COUNT_TOO_LARGE),
        (1e15, CellIssue.COUNT_TOO_LARGE),
        (float("inf"), CellIssue.COUNT_TOO_LARGE),
        ("约100", CellIssue.COUNT_UNREADABLE),
        ("100多", CellIssue.COUNT_UNREADABLE),
        ("一百", CellIssue.COUNT_UNREADABLE),
        ("无", CellIssue.COUNT_UNREADABLE),
        ("12,34", CellIssue.COUNT_UNREADABLE),
        ("1万", CellIssue.COUNT_UNREADABLE),
        (True, CellIssue.COUNT_UNREADABLE),
        (DAY, CellIssue.COUNT_UNREADABLE),
        (float("nan"), CellIssue.COUNT_UNREADABLE),
        ("١٢", CellIssue.COUNT_UNREADABLE),
    ],
)
def test_counts_that_cannot_be_used(cell, code):
    assert issue(clean_count, cell) == code


@given(st.integers(0, 100_000_000))
def test_every_count_is_read_back(number):
    forms = [number, float(number), str(number), f"{number:,}", f" {number} 人"]
    assert {clean_count(form) for form in forms} == {number}


# --- Choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["", "无", "-", "/", "暂无", None])
def test_no_choice(cell):
    assert match_choice(vocabulary("skill_level"), cell) == ""


def test_a_choice_by_synonym():
    assert match_choice(vocabulary("political_status"), "党员") == "01"


def test_an_unknown_choice_names_what_is_near():
    with pytest.raises(CleaningError) as error:
        match_choice(vocabulary("ethnicity"), "维吾尔旅")
    assert error.value.code == CellIssue.CHOICE_SIMILAR
    assert error.value.params == {"value": "维吾尔旅", "suggestions": "维吾尔族"}


def test_an_unknown_choice_without_neighbours():
    assert issue(lambda cell: match_choice(vocabulary("sex"), cell), "甲") == (
        CellIssue.CHOICE_UNKNOWN
    )


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
