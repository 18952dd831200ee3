"""Table T-5 (training of new leaders), worked by hand; and training before a post (R-SOC-05)."""

import pytest

LINZHOU, HEBEI = "410581101", "13"
CHAIR = {
    "post": "chair",
    "appointment_type": "parttime",
    "started_on": "2024-03-01",
    "completed_on": "2025-03-01",
    "mode": "off_job",
    "organiser_level": "upper",
    "passed": "true",
}

# what differs from the course above, met
ROWS = [
    ({}, True),
    ({"completed_on": "2025-03-02"}, False),
    ({"passed": "false"}, False),
    ({"mode": "online"}, False),
    ({"organiser_level": "own"}, False),
    ({"appointment_type": "fulltime"}, True),
    ({"post": "vice_chair", "appointment_type": "fulltime"}, True),
    ({"post": "vice_chair", "appointment_type": "fulltime", "passed": "false"}, False),
    ({"completed_on": "never"}, False),
    ({"started_on": "2024-02-29", "completed_on": "2025-02-28"}, True),
    ({"started_on": "2024-02-29", "completed_on": "2025-03-01"}, False),
    ({"passed": "unknown"}, None),
    ({"completed_on": "unknown"}, None),
    ({"started_on": "unknown"}, None),
    ({"post": "unknown"}, None),
    ({"post": "vice_chair", "appointment_type": "unknown"}, None),
]
STATUS = {True: "satisfied", False: "violated", None: "unknown"}


@pytest.mark.parametrize(("differs", "met"), ROWS)
def test_the_command_gives_the_row(evaluate, differs, met):
    answer = evaluate("R-TRN-01", LINZHOU, on="2025-06-01", **{**CHAIR, **differs})
    assert (answer["met"], answer["status"]) == (met, STATUS[met])


@pytest.mark.parametrize(
    ("started", "due"), [("2024-03-01", "2025-03-01"), ("2024-02-29", "2025-02-28")]
)
def test_the_last_day_is_told(evaluate, started, due):
    answer = evaluate("R-TRN-01", LINZHOU, on="2025-06-01", **{**CHAIR, "started_on": started})
    assert answer["value"] == due


@pytest.mark.parametrize(("on", "met"), [("2025-03-01", True), ("2025-03-02", False)])
def test_until_the_last_day_there_is_time(evaluate, on, met):
    answer = evaluate("R-TRN-01", LINZHOU, on=on, **{**CHAIR, "completed_on": "never"})
    assert answer["met"] is met


@pytest.mark.parametrize(
    "differs",
    [
        {"started_on": "2019-12-26"},
        {"post": "vice_chair", "appointment_type": "parttime"},
        {"post": "member"},
    ],
)
def test_others_are_not_concerned(evaluate, differs):
    answer = evaluate("R-TRN-01", LINZHOU, on="2025-06-01", **{**CHAIR, **differs})
    assert (answer["met"], answer["status"]) == (None, "not_applicable")
    assert answer["explanation"]


@pytest.mark.parametrize(
    ("completed", "organiser", "parameters", "met"),
    [
        ("2025-09-01", "upper", {}, True),
        ("2025-09-01", "own", {}, False),
        ("never", "upper", {}, None),
        ("2025-09-01", "upper", {"training_within": 1}, False),
        ("2025-03-01", "upper", {"training_within": 1}, True),
    ],
)
def test_federation_chairs_have_no_deadline_unless_an_office_sets_one(
    evaluate, completed, organiser, parameters, met
):
    answer = evaluate(
        "R-TRN-04",
        HEBEI,
        on="2025-10-01",
        parameters=parameters,
        post="chair",
        started_on="2024-03-01",
        completed_on=completed,
        organiser_level=organiser,
    )
    assert answer["met"] is met


@pytest.mark.parametrize(
    ("completed", "met"),
    [
        ("2024-02-28", True),
        ("2024-03-01", True),
        ("2024-03-02", False),
        ("never", False),
        ("unknown", None),
    ],
)
def test_social_workers_are_trained_before_they_begin(evaluate, completed, met):
    measures = {"started_on": "2024-03-01", "completed_on": completed}
    assert evaluate("R-SOC-05", LINZHOU, on="2025-06-01", **measures)["met"] is met
