"""Every issue has words in Chinese that say what is the matter and what to do."""

import re
from datetime import date

import pytest
from django.utils import translation

from imports import messages
from imports.cleaning import CellIssue
from imports.messages import check_params, describe, is_warning, register
from members.identity import IdIssue, check_resident_id
from townships.credit_code import CreditCodeIssue

CODES = [*CellIssue, *IdIssue, *CreditCodeIssue]
PARAMS = {"length": 17, "limit": 60, "value": "甲", "latest": "2026-11-21", "suggestions": "汉族"}

# What an English-free sentence may still contain: names of programs, and letters spoken of.
ALLOWED = re.compile(r"Excel|WPS|[A-Z]")


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize("code", CODES)
def test_every_issue_has_chinese_words(code):
    text, remedy = describe(code, PARAMS, column="H")
    for part in (text, remedy):
        assert re.search(r"[一-龥]", part)
        assert not re.search(r"[A-Za-z]{2,}", ALLOWED.sub("", part))
        assert not {"%", "…"} & set(part)
        assert not part.endswith(("。", ".", "！"))


def test_codes_of_all_checks_differ():
    assert len(set(CODES)) == len(CODES)


def test_the_model_sentence():
    described = describe(IdIssue.NUMERIC_CELL, column="H")
    assert described.sentence == (
        "证件号码是数字格式，末尾三位已经丢失。把 H 列设为“文本”，对照身份证重新填写"
    )


def test_without_a_letter_the_column_is_this_one():
    assert describe(IdIssue.NUMERIC_CELL).remedy == "把这一列设为“文本”，对照身份证重新填写"


def test_a_missing_parameter_does_not_hide_the_message():
    assert describe(CellIssue.TEXT_TOO_LONG, {"limit": 60}).text == "有 … 个字，最多 60 个字"


def test_the_number_itself_never_gets_into_the_words():
    check = check_resident_id("4105021985031505", today=date(2026, 11, 21))
    described = describe(check.errors[0], check_params(check))
    assert described.text == "证件号码有 16 位，应为 18 位"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (IdIssue.REGION, True),
        (IdIssue.CHECKSUM, False),
        (CreditCodeIssue.NOT_A_UNION, True),
        (CreditCodeIssue.LENGTH, False),
        (CellIssue.PHONE_LANDLINE, True),
        (CellIssue.CHOICE_UNKNOWN, False),
    ],
)
def test_warnings_are_told_from_errors(code, expected):
    assert is_warning(code) is expected


def test_another_module_can_add_its_codes(monkeypatch):
    monkeypatch.setattr(messages, "MESSAGES", dict(messages.MESSAGES))
    monkeypatch.setattr(messages, "_warnings", set(messages._warnings))
    register("test_code", "文字 %(value)s", "办法", warning=True)
    assert describe("test_code", {"value": 1}) == ("文字 1", "办法")
    assert is_warning("test_code")
    with pytest.raises(ValueError):
        register("test_code", "", "")
