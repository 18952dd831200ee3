"""Table T-8 (classes of 福建), worked by hand: the first class that fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.engine import Kind, Modality, ProvisionFacts
from tests.policies.books import NATIONAL_START, book, judge

FUJIAN = "35"

# firms, workers, form → class; None = not recorded
TABLE = [
    (100, 0, None, 1),
    (99, 9999, None, 2),
    (0, 10000, None, 1),
    (5, 100, "总工会", 1),
    (5, 100, "general", 1),
    (5, 100, "committee", 3),
    (30, 0, None, 2),
    (29, 3000, None, 2),
    (29, 2999, None, 3),
    (0, 0, None, 3),
    (None, 12000, None, 1),
    (100, None, None, 1),
    (None, 100, "general", 1),
    (None, 100, None, None),
    (None, 3000, None, None),
    (30, None, None, None),
    (None, None, None, None),
]


@pytest.mark.parametrize(("firms", "workers", "form", "number"), TABLE)
def test_the_command_gives_the_table(evaluate, firms, workers, form, number):
    measures = {"firm_count": firms, "worker_count": workers, "form": form}
    written = {name: "unknown" if value is None else value for name, value in measures.items()}
    answer = evaluate("R-ASM-12", FUJIAN, **written)
    assert answer["value"] == number
    assert answer["met"] is (None if number is None else True)
    assert answer["status"] == ("unknown" if number is None else "satisfied")


def test_only_the_number_that_is_missing_is_asked_for(evaluate):
    answer = evaluate("R-ASM-12", FUJIAN, worker_count=100)
    assert "企业" in answer["explanation"]
    assert "职工" not in answer["explanation"].split("福建")[0]


CLASSES = ProvisionFacts(
    rule_id="R-ASM-12",
    document="福建",
    clause="一",
    modality=Modality.ADVICE,
    kind=Kind.FORMULA,
    valid_from=NATIONAL_START,
    parameters={
        "class_1_firms": 100,
        "class_1_workers": 10000,
        "class_2_firms": 30,
        "class_2_workers": 3000,
    },
)
COUNTS = st.none() | st.integers(0, 200) | st.integers(0, 20_000)


@given(COUNTS, COUNTS, st.integers(0, 20_000), st.integers(0, 20_000))
def test_recording_a_number_never_changes_a_class(firms, workers, later_firms, later_workers):
    before = judge(book(CLASSES), rule="R-ASM-12", firm_count=firms, worker_count=workers)
    after = judge(
        book(CLASSES),
        rule="R-ASM-12",
        firm_count=later_firms if firms is None else firms,
        worker_count=later_workers if workers is None else workers,
    )
    assert after.value in (1, 2, 3)
    assert before.value in (None, after.value)


@given(st.integers(0, 200), st.integers(0, 20_000), st.integers(0, 200), st.integers(0, 20_000))
def test_a_larger_township_is_never_of_a_smaller_class(firms, workers, more_firms, more_workers):
    small = judge(book(CLASSES), rule="R-ASM-12", firm_count=firms, worker_count=workers)
    large = judge(
        book(CLASSES),
        rule="R-ASM-12",
        firm_count=firms + more_firms,
        worker_count=workers + more_workers,
    )
    assert large.value <= small.value
