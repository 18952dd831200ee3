"""Table T-9 (terms, consents, majorities, veto, posts), worked by hand."""

import pytest

LINZHOU, SHAOXING, HAIMEN = "410581101", "330603001", "320614100"
HEBEI, JINING, TUMD = "13", "3708", "150221"
ON = "2025-06-01"
LEFT_EARLY = {"end_date": "2024-05-01", "term_end": "2026-03-15", "end_reason": "transfer"}
BOTH = {"consent_committee": "2024-04-01", "consent_upper": "2024-04-20"}
TERM = {"term_start": "2020-03-15", "term_years": 5}
TEAM = {"chairs": 1, "fulltime_vices": 1, "fulltime_officers": 1}

# rule, place, measures, met
ROWS = [
    ("R-TRM-01", HEBEI, {"term_years": 3}, True),
    ("R-TRM-01", HEBEI, {"term_years": 4}, False),
    ("R-TRM-01", HEBEI, {"term_years": 5}, True),
    ("R-TRM-05", LINZHOU, {"form": "general", "term_years": 5}, True),
    ("R-TRM-05", LINZHOU, {"form": "general", "term_years": 3}, False),
    ("R-TRM-05", LINZHOU, {"form": "committee", "term_years": 3}, True),
    ("R-TRM-05", LINZHOU, {"term_years": 5}, None),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, **BOTH}, True),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, **BOTH, "consent_upper": "never"}, False),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, **BOTH, "consent_committee": "没有"}, False),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, **BOTH, "consent_upper": "2024-05-02"}, False),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, "consent_committee": "2024-04-01"}, None),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, "end_reason": "辞职"}, True),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, "end_date": "2026-03-15"}, True),
    ("R-TRM-07", SHAOXING, {**LEFT_EARLY, "end_date": "never"}, True),
    ("R-COM-11", LINZHOU, {"chairs_on_committee": 5, "covered_unions": 10}, False),
    ("R-COM-11", LINZHOU, {"chairs_on_committee": 6, "covered_unions": 10}, True),
    ("R-COM-11", LINZHOU, {"chairs_on_committee": 5, "covered_unions": 9}, True),
    ("R-COM-11", LINZHOU, {"chairs_on_committee": 0, "covered_unions": 0}, None),
    ("R-ORG-30", LINZHOU, {"units_with_union": 80, "legal_person_units": 100}, None),
    ("R-TRM-04", LINZHOU, {"committee_meetings": 0, "year": 2024}, False),
    ("R-TRM-04", LINZHOU, {"committee_meetings": 1, "year": 2024}, True),
    ("R-TRM-04", LINZHOU, {"committee_meetings": 0}, False),
    ("R-TRM-04", LINZHOU, {"committee_meetings": 0, "year": 2025}, True),
    ("R-TRM-04", LINZHOU, {"year": 2024}, None),
    ("R-CAD-10", HAIMEN, {**TEAM, "parttime_vices": 1}, False),
    ("R-CAD-10", HAIMEN, {**TEAM, "parttime_vices": 2}, True),
    ("R-CAD-10", HAIMEN, {**TEAM, "parttime_vices": 3}, True),
    ("R-CAD-10", HAIMEN, {**TEAM, "parttime_vices": 4}, False),
    ("R-CAD-10", HAIMEN, {**TEAM, "chairs": 2, "parttime_vices": 2}, False),
    ("R-CAD-10", HAIMEN, {**TEAM, "fulltime_vices": 0, "parttime_vices": 2}, False),
    ("R-CAD-13", TUMD, {**TEAM, "chair_is_deputy_secretary": "true"}, True),
    ("R-CAD-13", TUMD, {**TEAM, "chair_is_deputy_secretary": "false"}, False),
    ("R-CAD-14", JINING, {**TEAM, "fulltime_officers": 1}, False),
    ("R-CAD-14", JINING, {**TEAM, "fulltime_officers": 2}, True),
    ("R-CAD-14", JINING, {**TEAM, "fulltime_officers": 3}, True),
    ("R-CAD-14", JINING, {**TEAM, "fulltime_officers": 4}, False),
]
STATUS = {True: "satisfied", False: "violated", None: "unknown"}


@pytest.mark.parametrize(("rule", "place", "measures", "met"), ROWS)
def test_the_command_gives_the_row(evaluate, rule, place, measures, met):
    # what a pattern does not look at, the command still knows as a measure
    answer = evaluate(rule, place, on=ON, **measures)
    assert (answer["met"], answer["status"]) == (met, STATUS[met])


@pytest.mark.parametrize(
    ("units", "members", "met"),
    [
        ((80, 100), (80, 100), True),
        ((799, 1000), (80, 100), False),
        ((80, 100), (799, 1000), False),
    ],
)
def test_both_rates_reach_80_percent(evaluate, units, members, met):
    names = ("units_with_union", "legal_person_units", "member_count", "worker_count")
    measures = dict(zip(names, (*units, *members), strict=True))
    assert evaluate("R-ORG-30", LINZHOU, **measures)["met"] is met


@pytest.mark.parametrize("score", [0, 99, 100])
def test_a_veto_overrides_any_score(evaluate, score):
    answer = evaluate("R-ASM-05", JINING, score=score, chair_requirement_met="false")
    assert (answer["met"], answer["value"]) == (False, "no_star")
    answer = evaluate("R-ASM-05", JINING, score=score, chair_requirement_met="true")
    assert (answer["met"], answer["value"]) == (True, None)
    assert evaluate("R-ASM-05", JINING, score=score)["met"] is None


@pytest.mark.parametrize(
    ("start", "election", "on", "met", "due"),
    [
        ("2021-03-15", "never", "2026-03-15", True, "2026-03-15"),
        ("2021-03-15", "never", "2026-03-16", False, "2026-03-15"),
        ("2021-03-15", "2026-03-15", "2026-09-01", True, "2026-03-15"),
        ("2021-03-15", "2026-03-16", "2026-09-01", False, "2026-03-15"),
        ("2020-02-29", "2025-02-28", "2026-09-01", True, "2025-02-28"),
        ("2020-02-29", "2025-03-01", "2026-09-01", False, "2025-02-28"),
        ("2021-03-15", "unknown", "2026-03-16", None, None),
    ],
)
@pytest.mark.parametrize("place", [HEBEI, LINZHOU])
def test_a_term_ends_on_the_corresponding_day(evaluate, place, start, election, on, met, due):
    answer = evaluate(
        "R-TRM-02", place, on=on, term_start=start, term_years=5, next_election_on=election
    )
    assert answer["met"] is met
    assert due is None or answer["value"] == due


@pytest.mark.parametrize(
    ("election", "approved", "on", "met"),
    [
        ("2025-03-15", "never", "2025-06-01", True),
        ("2025-03-16", "never", "2025-06-01", False),
        ("2025-03-16", "2025-03-15", "2025-06-01", True),
        ("2025-03-16", "2025-03-16", "2025-06-01", False),
        ("2024-09-01", "2024-09-01", "2025-06-01", True),
        ("2024-09-01", "never", "2025-06-01", None),
        ("2024-09-01", "2024-09-02", "2025-06-01", None),
        ("never", "never", "2025-03-15", True),
        ("never", "never", "2025-03-16", False),
        ("never", "2025-03-01", "2025-03-16", True),
    ],
)
def test_early_and_late_need_an_approval(evaluate, election, approved, on, met):
    measures = {**TERM, "next_election_on": election, "approved_on": approved}
    assert evaluate("R-TRM-03", HEBEI, on=on, **measures)["met"] is met


@pytest.mark.parametrize(
    ("election", "met"), [("2025-02-13", True), ("2025-02-12", False), ("2024-09-01", False)]
)
def test_an_office_may_say_what_is_early(evaluate, election, met):
    measures = {**TERM, "next_election_on": election, "approved_on": "never"}
    days = {"early_days": 30}
    assert evaluate("R-TRM-03", HEBEI, on=ON, parameters=days, **measures)["met"] is met


@pytest.mark.parametrize(
    ("form", "system", "met"),
    [("general", "true", True), ("general", "false", False), ("committee", "false", True)],
)
def test_a_general_union_holds_assemblies(evaluate, form, system, met):
    assert evaluate("R-TRM-09", SHAOXING, form=form, assembly_system=system)["met"] is met
