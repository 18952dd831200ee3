"""Table T-4 (units in Shaoxing), worked by hand."""

import pytest

LINZHOU, SHAOXING = "410581101", "330603001"


# workers, full-time leaders, full-time staff | R-CAD-06, R-CAD-07
TABLE = [
    (199, 0, 0, True, False),
    (199, 0, 1, True, True),
    (199, 1, 0, True, True),
    (200, 0, 1, False, True),
    (200, 0, 0, False, False),
    (200, 1, 0, True, True),
    (201, 0, 0, False, True),
    (201, 1, 0, True, True),
]


@pytest.mark.parametrize(("workers", "leaders", "staff", "large", "small"), TABLE)
def test_full_time_posts_of_units(evaluate, workers, leaders, staff, large, small):
    measures = {"worker_count": workers, "fulltime_leaders": leaders, "fulltime_staff": staff}
    assert evaluate("R-CAD-06", SHAOXING, **measures)["met"] is large
    assert evaluate("R-CAD-07", SHAOXING, **measures)["met"] is small


@pytest.mark.parametrize("rule", ["R-CAD-06", "R-CAD-07"])
def test_posts_nobody_recorded_are_unknown(evaluate, rule):
    assert evaluate(rule, SHAOXING, worker_count=200)["met"] is None
    assert evaluate(rule, SHAOXING, fulltime_leaders=0, fulltime_staff=0)["met"] is None


@pytest.mark.parametrize(
    ("members", "kind", "met"),
    [
        (24, "joint", True),
        (25, "joint", False),
        (25, "own", True),
        (25, "unknown", None),
        ("unknown", "joint", None),
    ],
)
def test_from_25_members_on_a_union_of_its_own(evaluate, members, kind, met):
    answer = evaluate("R-ORG-15", SHAOXING, member_count=members, union_kind=kind)
    assert answer["met"] is met


@pytest.mark.parametrize(("units", "met"), [(1, False), (2, True)])
def test_a_joint_union_has_two_units(evaluate, units, met):
    assert evaluate("R-ORG-16", SHAOXING, joint_unit_count=units)["met"] is met


@pytest.mark.parametrize(
    ("opened", "built", "on", "met", "due"),
    [
        ("2024-03-01", "2025-03-01", "2025-06-01", True, "2025-03-01"),
        ("2024-03-01", "2025-03-02", "2025-06-01", False, "2025-03-01"),
        ("2024-03-01", "never", "2025-03-01", True, "2025-03-01"),
        ("2024-03-01", "never", "2025-03-02", False, "2025-03-01"),
        ("2024-02-29", "2025-02-28", "2025-06-01", True, "2025-02-28"),
        ("2024-02-29", "2025-03-01", "2025-06-01", False, "2025-02-28"),
        ("2024-03-01", "unknown", "2025-06-01", None, "2025-03-01"),
        ("unknown", "2025-03-01", "2025-06-01", None, None),
    ],
)
def test_a_union_within_a_year(evaluate, opened, built, on, met, due):
    answer = evaluate("R-ORG-14", SHAOXING, on=on, opened_on=opened, built_on=built)
    assert (answer["met"], answer["value"]) == (met, due)


@pytest.mark.parametrize(
    ("appointment", "in_committee", "vices", "met"),
    [
        ("fulltime", "false", 0, True),
        ("parttime", "true", 1, True),
        ("parttime", "true", 0, False),
        ("parttime", "false", 1, False),
        ("兼职", "true", "unknown", None),
    ],
)
def test_a_part_time_chair_needs_a_full_time_vice(evaluate, appointment, in_committee, vices, met):
    answer = evaluate(
        "R-CAD-05",
        SHAOXING,
        chair_appointment=appointment,
        chair_in_party_committee=in_committee,
        fulltime_vices=vices,
    )
    assert answer["met"] is met


@pytest.mark.parametrize(
    ("form", "leaders", "staff", "met"),
    [
        ("general", 1, 1, True),
        ("general", 1, 0, False),
        ("general", 0, 1, False),
        ("committee", 0, 0, True),
        ("unknown", 1, 1, None),
    ],
)
def test_staff_of_a_general_union(evaluate, form, leaders, staff, met):
    answer = evaluate(
        "R-CAD-01", LINZHOU, form=form, fulltime_leaders=leaders, fulltime_staff=staff
    )
    assert answer["met"] is met
