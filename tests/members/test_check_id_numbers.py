"""ID numbers: real people pass, typing errors do not, and nothing is repaired silently."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from members.choices import IdType, Sex
from members.identity import (
    ID_WARNINGS,
    IdIssue,
    check_digit,
    check_id,
    check_resident_id,
    mask_id,
    mask_phone,
    normalise_id,
)

TODAY = date(2026, 11, 21)
GOOD = "41050219850315059X"


def number(region="410502", born="19850315", sequence="059"):
    first = f"{region}{born}{sequence}"
    return first + check_digit(first)


def check(raw, **more):
    return check_resident_id(raw, today=TODAY, **more)


regions = st.sampled_from(["410502", "320684", "320614", "810000", "830000", "659001", "110101"])
births = st.dates(date(1900, 1, 1), TODAY)
sequences = st.integers(0, 999).map(lambda n: f"{n:03d}")
numbers = st.builds(lambda r, b, s: number(r, f"{b:%Y%m%d}", s), regions, births, sequences)


def test_a_good_number_tells_birth_and_sex():
    result = check(GOOD)
    assert result.ok
    assert result.value == GOOD
    assert (result.birth_date, result.sex) == (date(1985, 3, 15), Sex.MALE)
    assert result.warnings == ()
    assert not result.converted_from_15


@given(numbers)
def test_every_well_formed_number_is_accepted(value):
    result = check(value)
    assert result.ok
    assert result.birth_date == date.fromisoformat(value[6:14])
    assert (result.sex == Sex.MALE) == (int(value[16]) % 2 == 1)


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(value, place, digit):
    wrong = value[:place] + digit + value[place + 1 :]
    assert check(wrong).ok == (wrong == value)


@given(numbers, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_noticed(value, place):
    wrong = value[:place] + value[place + 1] + value[place] + value[place + 2 :]
    assert check(wrong).ok == (wrong == value)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_digit_agrees_with_the_standard_and_a_published_library(first):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True))
    assert check_digit(first) == "10X98765432"[total % 11] == ric.calc_check_digit(first + "0")


@pytest.mark.parametrize(
    "raw",
    [
        " 41050219850315059X ",
        "41050219850315059x",
        "410502 19850315 059X",
        "　41050219850315059X",
        "\u00a041050219850315059X",
        "41050219850315059X\t",
        "\u200b41050219850315059X",
        "\ufeff41050219850315059X",
        "４１０５０２１９８５０３１５０５９Ｘ",
        "'41050219850315059X",
        "`41050219850315059X",
        "’41050219850315059X",
        "41050219850315059ｘ",
    ],
)
def test_look_alikes_are_the_same_number(raw):
    result = check(raw)
    assert (result.value, result.errors) == (GOOD, ())


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise_id(normalise_id(text)) == normalise_id(text)


@pytest.mark.parametrize(
    ("region", "born"),
    [
        ("320684", "19600101"),  # 海门市, which is 320614 today
        ("320614", "19600101"),  # the new code with a birth long before it existed
        ("130606", "19850101"),  # code of 2015
        ("410571", "19900101"),  # known to the statistics only
        ("330113", "19700101"),
        ("441900", "19850101"),
        ("810000", "19900101"),
        ("820000", "19900101"),
        ("830000", "19900101"),
        ("710000", "19900101"),
    ],
)
def test_people_whom_published_validators_refuse_are_accepted(region, born):
    result = check(number(region, born))
    assert (result.errors, result.warnings) == ((), ())


def test_an_unknown_province_is_only_a_warning():
    result = check(number("660101"))
    assert (result.errors, result.warnings) == ((), (IdIssue.REGION,))


@pytest.mark.parametrize(
    ("born", "issue"),
    [
        ("19000101", None),
        ("18991231", IdIssue.BIRTH_TOO_EARLY),
        ("20261121", None),
        ("20261122", IdIssue.BIRTH_FUTURE),
        ("20991231", IdIssue.BIRTH_FUTURE),
        ("19850229", IdIssue.BIRTH_IMPOSSIBLE),
        ("19840229", None),
        ("19001301", IdIssue.BIRTH_IMPOSSIBLE),
        ("19850300", IdIssue.BIRTH_IMPOSSIBLE),
        ("00000101", IdIssue.BIRTH_IMPOSSIBLE),
    ],
)
def test_birth_dates_at_the_edges(born, issue):
    assert check(number(born=born)).errors == ((issue,) if issue else ())


@pytest.mark.parametrize(
    ("raw", "issue"),
    [
        ("", IdIssue.MISSING),
        ("　", IdIssue.MISSING),
        (None, IdIssue.MISSING),
        ("4105021985031503", IdIssue.LENGTH),
        ("41050219850315059X1", IdIssue.LENGTH),
        ("41050219850315059Y", IdIssue.CHARACTERS),
        ("X1050219850315059X", IdIssue.CHARACTERS),
        ("01050219850315059X", IdIssue.CHARACTERS),
        ("410502198503I5059X", IdIssue.CHARACTERS),
        ("٤1050219850315059X", IdIssue.CHARACTERS),
        ("410502198503150591", IdIssue.CHECKSUM),
        ("410502198503150000", IdIssue.LOST_DIGITS),
        (True, IdIssue.CHARACTERS),
        (date(1985, 3, 15), IdIssue.CHARACTERS),
    ],
)
def test_what_is_wrong_is_named(raw, issue):
    assert check(raw).errors == (issue,)


@pytest.mark.parametrize(
    "raw",
    [
        4.1050219850315098e17,
        410502198503150976,
        410502198503150000.0,
        "4.1050219850315E+17",
        "4.10502E+17",
        float("inf"),
    ],
)
def test_numbers_of_a_numeric_cell_are_refused_and_never_repaired(raw):
    assert check(raw).errors == (IdIssue.NUMERIC_CELL,)
    assert check_id(IdType.PASSPORT, raw, today=TODAY).errors == (IdIssue.NUMERIC_CELL,)


def test_the_trap_that_a_checksum_would_let_through():
    """A float turned into text can be a well-formed number of somebody else."""
    lost = float(int(number(sequence="017")[:17] + "0"))
    assert check(lost).errors == (IdIssue.NUMERIC_CELL,)


def test_a_good_number_with_three_zeros_at_the_end_is_pointed_out():
    zeros = next(n for r in range(100) if (n := number(f"4105{r:02d}", sequence="100"))[-1] == "0")
    assert check(zeros).warnings == (IdIssue.ENDS_IN_ZEROS,)


@pytest.mark.parametrize("raw", ["410502850315059", 410502850315059, 410502850315059.0])
def test_fifteen_digits_become_eighteen_visibly(raw):
    result = check(raw)
    assert result.value == GOOD
    assert result.converted_from_15
    assert result.original == "410502850315059"
    assert result.warnings == (IdIssue.CONVERTED,)
    assert result.birth_date == date(1985, 3, 15)


@pytest.mark.parametrize(
    ("raw", "issue"),
    [("410502850229031", IdIssue.BIRTH_IMPOSSIBLE), ("41050285031503X", IdIssue.CHARACTERS)],
)
def test_wrong_fifteen_digits_stay_as_they_are(raw, issue):
    result = check(raw)
    assert (result.value, result.errors, result.converted_from_15) == (raw, (issue,), False)


@pytest.mark.parametrize(
    ("sex", "born", "warnings"),
    [
        (Sex.MALE, date(1985, 3, 15), ()),
        (Sex.FEMALE, date(1985, 3, 15), (IdIssue.SEX_MISMATCH,)),
        (Sex.MALE, date(1985, 3, 16), (IdIssue.BIRTH_MISMATCH,)),
        (Sex.FEMALE, date(1985, 5, 13), (IdIssue.SEX_MISMATCH, IdIssue.BIRTH_MISMATCH)),
        (Sex.UNKNOWN, None, ()),
        ("", None, ()),
    ],
)
def test_a_sheet_that_says_otherwise_is_warned_not_refused(sex, born, warnings):
    result = check(GOOD, sex=sex, birth_date=born)
    assert (result.errors, result.warnings) == ((), warnings)
    assert (result.birth_date, result.sex) == (date(1985, 3, 15), Sex.MALE)


@pytest.mark.parametrize(
    ("id_type", "raw", "value"),
    [
        (IdType.RESIDENT_ID, GOOD, GOOD),
        (IdType.HMT_RESIDENCE, number("830000"), number("830000")),
        (IdType.PASSPORT, "e12345678", "E12345678"),
        (IdType.PASSPORT, "Ｅ１２３ ４５６７８", "E12345678"),
        (IdType.OFFICER, "军字第12345678号", "军字第12345678号"),
        (IdType.HKMO_PERMIT, "H1234567801", "H1234567801"),
        (IdType.HKMO_PERMIT, "M12345678", "M12345678"),
        (IdType.TAIWAN_PERMIT, 12345678, "12345678"),
        (IdType.TAIWAN_PERMIT, "1234567890(B)", "1234567890(B)"),
        (IdType.FOREIGN_RESIDENT, "CAN110085052001", "CAN110085052001"),
        (IdType.FOREIGN_RESIDENT, number("911085"), number("911085")),
        ("99", "AB-1234", "AB1234"),
    ],
)
def test_other_documents_are_checked_loosely(id_type, raw, value):
    result = check_id(id_type, raw, today=TODAY)
    assert (result.value, result.errors, result.warnings) == (value, (), ())


@pytest.mark.parametrize(
    ("id_type", "raw", "issue"),
    [
        (IdType.RESIDENT_ID, "E12345678", IdIssue.LENGTH),
        (IdType.PASSPORT, "E12", IdIssue.FORMAT),
        (IdType.PASSPORT, "护照", IdIssue.FORMAT),
        (IdType.HKMO_PERMIT, "12345678", IdIssue.FORMAT),
        (IdType.TAIWAN_PERMIT, "1234567", IdIssue.FORMAT),
        (IdType.PASSPORT, "", IdIssue.MISSING),
        (IdType.FOREIGN_RESIDENT, number("911085")[:17] + "Z", IdIssue.FORMAT),
    ],
)
def test_other_documents_with_an_impossible_form(id_type, raw, issue):
    assert check_id(id_type, raw, today=TODAY).errors == (issue,)


OTHER_KINDS = [kind for kind in (*IdType.values, "99") if kind not in ("01", "06")]


@pytest.mark.parametrize("id_type", OTHER_KINDS)
@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        GOOD.lower(),
        "410502-19850315-059X",
        "410502 19850315 059X",
        "４１０５０２１９８５０３１５０５９Ｘ",
        "军字第41050219850315059X号",
        number("810000"),
        number("820000"),
        number("830000"),
        "410502850315059",
        410502850315059,
    ],
)
def test_a_residents_number_is_refused_under_any_other_kind(id_type, raw):
    result = check_id(id_type, raw, today=TODAY)
    assert result.errors == (IdIssue.OTHER_KIND,)


@given(numbers, st.sampled_from(OTHER_KINDS))
def test_no_good_number_of_a_resident_passes_as_something_else(value, id_type):
    assert not check_id(id_type, value, today=TODAY).ok


@pytest.mark.parametrize("id_type", [kind for kind in OTHER_KINDS if kind != "07"])
def test_the_card_of_foreigners_is_no_other_document_either(id_type):
    result = check_id(id_type, number("911085"), today=TODAY)
    assert result.errors == (IdIssue.OTHER_KIND,)


@pytest.mark.parametrize("raw", ["410502198503150591", "410502850229031", "军字第12345678号"])
def test_numbers_that_no_resident_has_may_be_an_officers(raw):
    assert check_id(IdType.OFFICER, raw, today=TODAY).ok


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        (GOOD, "4105**********059X"),
        ("410502850315059", "4105*******5059"),
        ("E12345678", "E1*****78"),
        ("12345678", "12****78"),
        ("1234567", "1*****7"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_masked_id_numbers(value, masked):
    assert mask_id(value) == masked


@given(st.text(min_size=1, max_size=30))
def test_a_mask_keeps_the_length_and_hides_at_least_a_third(value):
    masked = mask_id(value.replace("*", "x"))
    assert len(masked) == len(value)
    assert masked.count("*") * 3 >= len(value)


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("13800000001", "138****0001"),
        ("0372-1234567", "********4567"),
        ("1234567", "*****67"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_masked_telephone_numbers(value, masked):
    assert mask_phone(value) == masked


def test_warnings_and_errors_are_kept_apart():
    assert IdIssue.REGION in ID_WARNINGS
    assert IdIssue.CHECKSUM not in ID_WARNINGS


def test_a_county_of_members_is_checked_within_a_second():
    people = [
        number(born=f"{year}0{month}15", sequence=f"{n:03d}")
        for year in range(1956, 2006)
        for month in (1, 7)
        for n in range(1000)
    ]
    assert len(people) == 100_000
    start = time.process_time()
    assert all(check(person).ok for person in people)
    assert time.process_time() - start < 1.5  # about 0.4 s on an idle core
