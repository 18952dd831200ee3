"""Telephone numbers, yes or no, counts and choices as people fill them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import (
    CellIssue,
    CleaningError,
    CleanPhone,
    clean_count,
    clean_phone,
    clean_yes_no,
    match_choice,
)
from members.vocabularies import vocabulary
from tests.imports.cells import DAY, issue

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
