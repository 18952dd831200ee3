"""Precedence, validity, typed measures and parameters."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.engine import (
    BadParameters,
    BadValue,
    Kind,
    Modality,
    PolicyError,
    ProvisionFacts,
    Status,
    UnknownMeasure,
    UnknownRule,
    read_parameters,
)
from policies.rules.general_union import PermissionParameters
from tests.policies.books import NATIONAL_START, TOWNSHIP, book, judge, permission

DAY = datetime.timedelta(days=1)
COUNTS = st.integers(0, 20_000)
MAYBE_COUNTS = st.none() | COUNTS
MAYBE = st.sampled_from([True, False, None])


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_more_never_turns_yes_into_no(firms, workers, more_firms, more_workers):
    before = judge(
        book(permission()), firm_count=firms, worker_count=workers, fulltime_staffing=True
    )
    after = judge(
        book(permission()),
        firm_count=firms + more_firms,
        worker_count=workers + more_workers,
        fulltime_staffing=True,
    )
    assert after.met >= before.met


@given(MAYBE_COUNTS, MAYBE_COUNTS, MAYBE, COUNTS, COUNTS, st.booleans())
def test_recording_what_was_unknown_never_contradicts_a_verdict(
    firms, workers, staffing, later_firms, later_workers, later_staffing
):
    before = judge(
        book(permission()), firm_count=firms, worker_count=workers, fulltime_staffing=staffing
    )
    after = judge(
        book(permission()),
        firm_count=later_firms if firms is None else firms,
        worker_count=later_workers if workers is None else workers,
        fulltime_staffing=later_staffing if staffing is None else staffing,
    )
    assert after.met is not None
    assert before.met in (None, after.met)


@given(st.sets(st.sampled_from(TOWNSHIP), min_size=1), COUNTS)
def test_the_nearest_place_in_force_wins(levels, firms):
    """Each level demands another number of firms; only the nearest one is asked."""
    demanded = {place: 100 * (n + 1) for n, place in enumerate(TOWNSHIP)}
    the_book = book(*(permission(place, firms=demanded[place], workers=0) for place in levels))
    verdict = judge(the_book, firm_count=firms, worker_count=0, fulltime_staffing=True)
    nearest = next(place for place in TOWNSHIP if place in levels)
    assert verdict.met is (firms >= demanded[nearest])
    assert verdict.place_key == nearest


@given(st.dates(datetime.date(2000, 1, 1), NATIONAL_START - DAY))
def test_a_day_before_validity_never_matches(day):
    verdict = judge(
        book(permission()), on=day, firm_count=500, worker_count=50_000, fulltime_staffing=True
    )
    assert verdict.status is Status.NOT_APPLICABLE
    assert verdict.met is None
    assert verdict.document is None


def test_first_and_last_day_are_in_force():
    last = datetime.date(2022, 2, 28)
    the_book = book(permission(valid_to=last))
    rest = {"worker_count": 5000, "fulltime_staffing": True}
    for day in (NATIONAL_START, last):
        assert judge(the_book, on=day, firm_count=1, **rest).status is Status.VIOLATED
    assert judge(the_book, on=last + DAY, firm_count=1).status is Status.NOT_APPLICABLE


def test_a_later_provision_of_the_same_place_takes_over_on_its_day():
    change = datetime.date(2024, 1, 1)
    the_book = book(
        permission("410581", firms=60, valid_to=change - DAY),
        permission("410581", firms=70, valid_from=change),
    )
    enough = {"worker_count": 5000, "fulltime_staffing": True}
    assert judge(the_book, on=change - DAY, firm_count=60, **enough).met is True
    assert judge(the_book, on=change, firm_count=60, **enough).met is False


def test_a_place_beside_changes_nothing():
    the_book = book(permission(), permission("410523", firms=1, workers=1))
    verdict = judge(the_book, firm_count=99, worker_count=5000, fulltime_staffing=True)
    assert verdict.met is False
    assert verdict.place_key == ""


def test_duties_and_bans_of_all_levels_add_up():
    def ban(place, document):
        return ProvisionFacts(
            rule_id="R-ORG-08",
            document=document,
            clause="三",
            modality=Modality.MUST_NOT,
            kind=Kind.HARD_BLOCK,
            valid_from=NATIONAL_START,
            place=place,
        )

    the_book = book(ban("", "全国"), ban("41", "省"), ban("33", "别的省"))
    found = the_book.in_force("R-ORG-08", TOWNSHIP, NATIONAL_START)
    assert [p.document for p in found] == ["省", "全国"]


def test_a_false_condition_does_not_decide_while_others_are_unknown():
    verdict = judge(book(permission()), firm_count=99)
    assert verdict.met is None
    assert verdict.status is Status.UNKNOWN
    assert [condition.met for condition in verdict.conditions] == [False, None, None]


def test_an_unknown_measure_is_named():
    verdict = judge(book(permission()), firm_count=100, worker_count=None, fulltime_staffing=True)
    assert verdict.status is Status.UNKNOWN
    assert verdict.missing == ("worker_count",)
    assert verdict.inputs == {"firm_count": 100, "worker_count": None, "fulltime_staffing": True}


@given(MAYBE_COUNTS, MAYBE_COUNTS, MAYBE)
def test_a_verdict_names_document_clause_and_numbers(firms, workers, staffing):
    verdict = judge(
        book(permission()), firm_count=firms, worker_count=workers, fulltime_staffing=staffing
    )
    for part in ("总工办发〔2019〕24号", "三", "100", "5,000"):
        assert part in verdict.explanation
    for value in (firms, workers):
        assert value is None or f"{value:,}" in verdict.explanation


def test_numbers_missing_and_to_spare():
    verdict = judge(book(permission()), firm_count=97, worker_count=6180, fulltime_staffing=True)
    firms, workers, staffing = verdict.conditions
    assert (firms.required, firms.actual, firms.difference) == ("100 家以上", "97 家", "差 3 家")
    assert workers.difference == "多 1,180 人"
    assert (firms.met, workers.met, staffing.met) == (False, True, True)
    assert firms.shortfall == 3


@pytest.mark.parametrize("value", [-1, 1.5, "100", True, 2**40])
def test_counts_are_whole_numbers(value):
    with pytest.raises(BadValue, match="firm_count"):
        judge(book(permission()), firm_count=value)


def test_facts_are_yes_or_no():
    with pytest.raises(BadValue, match="fulltime_staffing"):
        judge(book(permission()), fulltime_staffing=1)


def test_unknown_names_are_refused():
    with pytest.raises(UnknownMeasure, match="firms"):
        judge(book(permission()), firms=100)
    with pytest.raises(UnknownRule, match="R-ORG-99"):
        judge(book(permission()), rule="R-ORG-99")


def test_a_rule_without_conditions_says_so():
    with pytest.raises(PolicyError, match="R-ORG-08"):
        judge(book(), rule="R-ORG-08")


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ({"firm_count": 100}, "worker_count"),
        ({"firm_count": 100, "worker_count": 5000, "colour": 1}, "colour"),
        ({"firm_count": "100", "worker_count": 5000}, "firm_count"),
        ({"firm_count": -1, "worker_count": 5000}, "firm_count"),
        ({"firm_count": True, "worker_count": 5000}, "firm_count"),
        ({"firm_count": None, "worker_count": 5000}, "firm_count"),
        ({"firm_count": 1, "worker_count": 1, "fulltime_staffing": "yes"}, "fulltime_staffing"),
    ],
)
def test_parameters_outside_their_type_are_refused_by_name(raw, named):
    with pytest.raises(BadParameters, match=named):
        read_parameters(PermissionParameters, raw)


def test_every_mistake_in_parameters_is_told_at_once():
    with pytest.raises(BadParameters) as caught:
        read_parameters(PermissionParameters, {"firm_count": "x", "colour": 1})
    assert all(name in str(caught.value) for name in ("firm_count", "colour", "worker_count"))
