"""Table T-6 (half-year reports of a federation in Hebei), worked by hand; and yearly meetings."""

import pytest

HEBEI, LINZHOU, SHAOXING = "13", "410581101", "330603001"
TO_UNION = "2025-03-05,2025-12-31"

# party organisation, reports to it, reports to the union | met
TABLE = [
    ("true", "2025-06-30,2025-07-01", TO_UNION, True),
    ("true", "2025-01-10,2025-06-30", TO_UNION, False),
    ("true", "2025-07-01,2025-12-31", TO_UNION, False),
    ("true", "never", TO_UNION, False),
    ("true", "2025-06-30,2024-07-01", TO_UNION, False),
    ("false", "never", TO_UNION, True),
    ("false", "unknown", TO_UNION, True),
    ("false", "never", "2025-03-05", False),
    ("true", "unknown", TO_UNION, None),
    ("unknown", "2025-06-30,2025-07-01", TO_UNION, None),
    ("true", "2025-06-30,2025-07-01", "unknown", None),
]


@pytest.mark.parametrize(("party", "to_party", "to_union", "met"), TABLE)
@pytest.mark.parametrize("on", ["2025-12-31", "2026-11-01"])
def test_the_command_gives_the_table(evaluate, on, party, to_party, to_union, met):
    answer = evaluate(
        "R-MTG-03",
        HEBEI,
        on=on,
        year=2025,
        has_party_org=party,
        party_reported_on=to_party,
        union_reported_on=to_union,
    )
    assert answer["met"] is met


@pytest.mark.parametrize(
    ("on", "met"), [("2025-06-29", True), ("2025-06-30", False), ("2025-12-31", False)]
)
def test_a_half_year_that_still_runs_asks_for_nothing(evaluate, on, met):
    answer = evaluate(
        "R-MTG-03", HEBEI, on=on, year=2025, has_party_org="false", union_reported_on="never"
    )
    assert answer["met"] is met


ONE_EACH = {
    "member_assemblies": 1,
    "worker_assemblies": 1,
    "wage_bargainings": 1,
    "labour_contests": 1,
    "cultural_activities": 1,
}
# rule, place, measures of a good year
YEARLY = [
    ("R-MTG-01", HEBEI, {"worker_assemblies": 1, "member_assemblies": 1}),
    ("R-MTG-02", HEBEI, {"plenary_meetings": 1}),
    ("R-MTG-04", LINZHOU, ONE_EACH),
    ("R-MTG-06", SHAOXING, {"joint_meetings": 1}),
    ("R-TRM-04", LINZHOU, {"committee_meetings": 1}),
]


@pytest.mark.parametrize(
    ("rule", "place", "measures", "item"),
    [(rule, place, measures, item) for rule, place, measures in YEARLY for item in measures],
)
def test_each_item_is_needed_in_a_year_that_is_over(evaluate, rule, place, measures, item):
    def met(year, **changed):
        given = {**measures, **changed, "year": year}
        return evaluate(rule, place, on="2025-06-01", **given)["met"]

    assert met(2024) is True
    assert met(2024, **{item: 0}) is False
    assert met(2025, **{item: 0}) is True
    assert met(2024, **{item: "unknown"}) is None


@pytest.mark.parametrize(("day", "met"), [("2025-12-30", True), ("2025-12-31", False)])
def test_a_year_is_over_on_its_last_day(evaluate, day, met):
    answer = evaluate("R-MTG-02", HEBEI, on=day, plenary_meetings=0, year=2025)
    assert answer["met"] is met


def test_half_years_of_the_last_year_of_the_calendar(evaluate):
    answer = evaluate("R-MTG-03", HEBEI, on="9999-12-31", has_party_org="false")
    assert answer["status"] == "unknown"
    told = {"has_party_org": "false", "union_reported_on": "9999-06-30,9999-12-31"}
    assert evaluate("R-MTG-03", HEBEI, on="9999-12-31", **told)["status"] == "satisfied"
