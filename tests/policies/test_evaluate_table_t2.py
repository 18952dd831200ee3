"""Table T-2 (posts for social union workers), worked by hand, in its three readings."""

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from policies.engine.bounds import AtLeast, Natural
from policies.rules.social_workers import LargeQuota, posts_for

LINZHOU = "410581101"

# workers | reading A, B, C
TABLE = [
    (1, 1, 1, 1),
    (1999, 1, 1, 1),
    (2000, 1, 1, 1),
    (2001, 1, 1, 1),
    (2999, 1, 1, 1),
    (3000, 1, 1, 1),
    (3001, 1, 2, 1),
    (4999, 1, 2, 1),
    (5000, 1, 2, 2),
    (5999, 1, 2, 2),
    (6000, 2, 2, 2),
    (6001, 2, 3, 2),
    (8000, 2, 3, 3),
    (9000, 3, 3, 3),
    (12000, 4, 4, 4),
]


@pytest.mark.parametrize("reading", ["A", "B", "C"])
@pytest.mark.parametrize("row", TABLE)
def test_the_command_gives_the_table(evaluate, row, reading):
    answer = evaluate(
        "R-SOC-02",
        LINZHOU,
        parameters={"reading": reading},
        worker_count=row[0],
        social_workers=0,
    )
    assert answer["value"] == row["ABC".index(reading) + 1]
    assert answer["met"] is True
    assert answer["modality"] == "may"


@pytest.mark.parametrize("row", TABLE)
def test_reading_a_is_the_one_that_is_shipped(evaluate, row):
    assert evaluate("R-SOC-02", LINZHOU, worker_count=row[0])["value"] == row[1]


@pytest.mark.parametrize(("workers", "value"), [(1, 1), (2000, 1), (2001, None)])
def test_the_first_clause_ends_with_2000(evaluate, workers, value):
    answer = evaluate("R-SOC-01", LINZHOU, worker_count=workers, social_workers=1)
    assert answer["value"] == value
    assert answer["status"] == ("satisfied" if value else "not_applicable")


@pytest.mark.parametrize(
    ("filled", "met", "status"),
    [(0, True, "satisfied"), (2, True, "satisfied"), (3, False, "violated")],
)
def test_the_quota_is_a_ceiling(evaluate, filled, met, status):
    answer = evaluate("R-SOC-02", LINZHOU, worker_count=6000, social_workers=filled)
    assert (answer["value"], answer["met"], answer["status"]) == (2, met, status)


def test_posts_that_nobody_counted_leave_the_quota_and_no_verdict(evaluate):
    answer = evaluate("R-SOC-02", LINZHOU, worker_count=6000)
    assert (answer["value"], answer["met"], answer["status"]) == (2, None, "unknown")


@pytest.mark.parametrize("rule", ["R-SOC-01", "R-SOC-02"])
def test_without_workers_there_is_no_quota(evaluate, rule):
    nobody = evaluate(rule, LINZHOU, worker_count=0, social_workers=0)
    assert (nobody["value"], nobody["met"], nobody["status"]) == (None, None, "not_applicable")
    unknown = evaluate(rule, LINZHOU, social_workers=0)
    assert (unknown["value"], unknown["met"], unknown["status"]) == (None, None, "unknown")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reading", "D"),
        ("workers_per_post", "0"),
        ("workers_per_post", "3000.5"),
        ("worker_count", "many"),
        ("colour", "1"),
    ],
)
def test_parameters_outside_their_type_are_refused_by_name(evaluate, name, value):
    with pytest.raises(CommandError, match=name):
        evaluate("R-SOC-02", LINZHOU, parameters={name: value}, worker_count=3000)


@given(st.integers(2000, 100_000), st.integers(0, 10_000), st.sampled_from("ABC"))
def test_more_workers_never_give_fewer_posts(workers, more, reading):
    quota = LargeQuota(AtLeast(2000), Natural(3000), reading)
    assert 1 <= posts_for(workers, quota) <= posts_for(workers + more, quota)
