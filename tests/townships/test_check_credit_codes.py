"""Unified social credit codes: check character refuses, first characters only warn."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from townships.credit_code import (
    ALPHABET,
    CREDIT_CODE_WARNINGS,
    CreditCodeIssue,
    Holder,
    check_character,
    check_credit_code,
    normalise_credit_code,
    organisation_check_character,
)

I = CreditCodeIssue  # noqa: E741


def code(prefix="91", place="410502", body="MA45ABCD"):
    first = prefix + place + body + organisation_check_character(body)
    return first + check_character(first)


prefixes = st.sampled_from(["11", "51", "52", "81", "89", "91", "92", "93"])
bodies = st.text(ALPHABET, min_size=8, max_size=8)
codes = st.builds(lambda p, b: code(p, body=b), prefixes, bodies)


@pytest.mark.parametrize(
    "real",
    [
        "91110000600037341L",  # published codes of well-known companies
        "91330100799655058B",
        "91440300708461136T",
        "91110108551385082Q",
    ],
)
def test_codes_in_use_are_accepted_without_remark(real):
    assert check_credit_code(real, Holder.EMPLOYER) == (real, (), ())


@given(codes)
def test_every_well_formed_code_is_accepted(value):
    result = check_credit_code(value)
    assert (result.value, result.errors, result.warnings) == (value, (), ())
    assert result.ok


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(value, place, character):
    wrong = value[:place] + character + value[place + 1 :]
    assert check_credit_code(wrong).ok == (wrong == value)


@given(st.text("0123456789", min_size=8, max_size=8), st.text(ALPHABET, min_size=9, max_size=9))
def test_check_character_agrees_with_the_published_library(digits, rest):
    assert check_character(digits + rest) == uscc.calc_check_digit(digits + rest)


@pytest.mark.parametrize(
    "raw",
    [
        " 91110000600037341l ",
        "91110000 600037341L",
        "９１１１００００６０００３７３４１Ｌ",
        "'91110000600037341L",
        "91110000-600037341-L",
        "\ufeff91110000600037341L\u3000",
    ],
)
def test_look_alikes_are_the_same_code(raw):
    assert check_credit_code(raw) == ("91110000600037341L", (), ())


@pytest.mark.parametrize(
    ("raw", "issue"),
    [
        ("", I.MISSING),
        (None, I.MISSING),
        ("9111000060003734", I.LENGTH),
        ("600037341", I.LENGTH),
        ("91110000600037341LL", I.LENGTH),
        ("9111000060003734IL", I.CHARACTERS),
        ("91110000600037341O", I.CHARACTERS),
        ("9111000060003734中L", I.CHARACTERS),
        ("91110000600037341M", I.CHECKSUM),
        (911100006000373412, I.NUMERIC_CELL),
        (9.1110000600037e17, I.NUMERIC_CELL),
        ("9.1110000600037E+17", I.NUMERIC_CELL),
    ],
)
def test_what_is_wrong_is_named(raw, issue):
    assert check_credit_code(raw).errors == (issue,)


@pytest.mark.parametrize("letter", "IOZSV")
def test_five_letters_do_not_exist(letter):
    assert letter not in ALPHABET
    assert check_credit_code("91110000600" + letter + "37341L").errors == (I.CHARACTERS,)


@pytest.mark.parametrize(
    ("prefix", "holder", "warnings"),
    [
        ("81", Holder.UNION, ()),
        ("89", Holder.UNION, ()),
        ("91", Holder.UNION, (I.NOT_A_UNION,)),
        ("52", Holder.UNION, (I.NOT_A_UNION,)),
        ("81", Holder.EMPLOYER, (I.IS_A_UNION,)),
        ("89", Holder.EMPLOYER, (I.IS_A_UNION,)),
        ("91", Holder.EMPLOYER, ()),
        ("92", Holder.EMPLOYER, ()),
        ("12", Holder.EMPLOYER, ()),
        ("N2", Holder.EMPLOYER, ()),
        ("A1", Holder.EMPLOYER, ()),
        ("Y1", Holder.EMPLOYER, ()),
        ("83", None, (I.PREFIX,)),
        ("98", Holder.EMPLOYER, (I.PREFIX,)),
        ("81", None, ()),
    ],
)
def test_the_first_two_characters_only_warn(prefix, holder, warnings):
    result = check_credit_code(code(prefix), holder)
    assert (result.errors, result.warnings) == ((), warnings)


def test_village_collectives_are_accepted_though_a_published_library_refuses_them():
    value = code("N2", "410581", "MF123456")
    assert not uscc.is_valid(value)
    assert check_credit_code(value, Holder.EMPLOYER) == (value, (), ())


def test_letters_in_the_place_only_warn():
    assert check_credit_code(code(place="41A502")).warnings == (I.PLACE,)


def test_a_wrong_organisation_code_only_warns():
    first = "91410502MA45ABCD" + ("1" if organisation_check_character("MA45ABCD") != "1" else "2")
    result = check_credit_code(first + check_character(first))
    assert (result.errors, result.warnings) == ((), (I.ORGANISATION,))


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise_credit_code(normalise_credit_code(text)) == normalise_credit_code(text)


def test_warnings_and_errors_are_kept_apart():
    assert {I.CHECKSUM, I.CHARACTERS, I.LENGTH, I.MISSING, I.NUMERIC_CELL}.isdisjoint(
        CREDIT_CODE_WARNINGS
    )


def test_the_employers_of_a_city_are_checked_within_a_second():
    values = [code(body=f"MA{n:05d}X") for n in range(40_000)]
    start = time.process_time()
    assert all(check_credit_code(value).ok for value in values)
    assert time.process_time() - start < 1.0  # about 0.2 s on an idle core
