"""Table T-1 (总工会), worked by hand: engine and command give it, each place its own column."""

import datetime

import pytest

from policies.selectors import evaluate as evaluate_stored

# firms, workers, 2nd/3rd sector, unions, staffing | national (may), Shaoxing (must), Haimen (must)
TABLE = [
    (99, 5000, 5000, 50, True, False, True, False),
    (100, 4999, 4999, 50, True, False, True, False),
    (100, 5000, 5000, 50, True, True, True, False),
    (100, 5000, 5000, 50, False, False, True, False),
    (50, 2500, 2000, 10, True, False, True, False),
    (50, 2500, 1999, 10, True, False, False, False),
    (49, 9000, 9000, 10, True, False, False, False),
    (300, 10000, 9000, 201, True, True, True, False),
    (300, 10001, 9000, 200, True, True, True, False),
    (300, 10001, 9000, 201, True, True, True, True),
]
NAMES = [
    "firm_count",
    "worker_count",
    "employed_2nd_3rd_sector",
    "grassroots_union_count",
    "fulltime_staffing",
]
RULES = {"R-ORG-02": 5, "R-ORG-03": 6, "R-ORG-04": 7}
LINZHOU, SHAOXING, HAIMEN = "410581101", "330603001", "320614100"
IN_FORCE = {
    "R-ORG-02": {LINZHOU, SHAOXING, HAIMEN},
    "R-ORG-03": {SHAOXING},
    "R-ORG-04": {HAIMEN},
}
USED = {
    "R-ORG-02": {"firm_count", "worker_count", "fulltime_staffing"},
    "R-ORG-03": {"firm_count", "employed_2nd_3rd_sector"},
    "R-ORG-04": {"grassroots_union_count", "worker_count"},
}
STATUS = {True: "satisfied", False: "violated"}
MODALITY = {"R-ORG-02": "may", "R-ORG-03": "must", "R-ORG-04": "must"}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("place", [LINZHOU, SHAOXING, HAIMEN])
@pytest.mark.parametrize("row", TABLE)
def test_the_command_gives_the_table(evaluate, row, place, rule):
    measures = dict(zip(NAMES, row[:5], strict=True))
    written = {name: str(value).lower() for name, value in measures.items()}
    answer = evaluate(rule, place, **written)
    assert answer["rule"] == rule
    assert answer["inputs"] == {n: v for n, v in measures.items() if n in USED[rule]}
    if place not in IN_FORCE[rule]:
        assert (answer["met"], answer["status"]) == (None, "not_applicable")
        return
    expected = row[RULES[rule]]
    assert answer["met"] is expected
    assert answer["status"] == STATUS[expected]
    assert answer["modality"] == MODALITY[rule]


@pytest.mark.parametrize(("rule", "column"), RULES.items())
@pytest.mark.parametrize("row", TABLE)
def test_the_engine_gives_the_table(policy, row, rule, column):
    place = {
        "R-ORG-02": policy.linqi,
        "R-ORG-03": policy.keqiao_street,
        "R-ORG-04": policy.sanchang,
    }
    verdict = evaluate_stored(
        rule,
        division=place[rule],
        on=datetime.date(2020, 6, 1),
        values=dict(zip(NAMES, row[:5], strict=True)),
    )
    assert verdict.met is row[column]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("left_out", NAMES)
def test_a_measure_that_is_not_given_is_unknown_and_never_no(evaluate, rule, left_out):
    place = {"R-ORG-02": LINZHOU, "R-ORG-03": SHAOXING, "R-ORG-04": HAIMEN}[rule]
    measures = dict(zip(NAMES, (300, 10001, 9000, 201, "true"), strict=True))
    del measures[left_out]
    answer = evaluate(rule, place, **measures)
    if left_out in USED[rule]:
        assert (answer["met"], answer["status"]) == (None, "unknown")
        assert answer["inputs"][left_out] is None
    else:
        assert answer["met"] is True


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("left_out", NAMES)
def test_nor_when_another_measure_fails_already(evaluate, rule, left_out):
    place = {"R-ORG-02": LINZHOU, "R-ORG-03": SHAOXING, "R-ORG-04": HAIMEN}[rule]
    measures = dict(zip(NAMES, (1, 1, 1, 1, "false"), strict=True))
    del measures[left_out]
    expected = (None, "unknown") if left_out in USED[rule] else (False, "violated")
    answer = evaluate(rule, place, **measures)
    assert (answer["met"], answer["status"]) == expected


def test_haimen_keeps_its_rule_under_the_former_and_the_present_code(evaluate):
    given = {"grassroots_union_count": 201, "worker_count": 10001}
    for code in ("320684", "320614", HAIMEN):
        assert evaluate("R-ORG-04", code, on="2019-06-01", **given)["met"] is True


@pytest.mark.parametrize(
    ("rule", "place", "day", "status"),
    [
        ("R-ORG-02", LINZHOU, "2019-01-01", "not_applicable"),
        ("R-ORG-02", LINZHOU, "2019-12-26", "not_applicable"),
        ("R-ORG-02", LINZHOU, "2019-12-27", "violated"),
        ("R-ORG-03", SHAOXING, "2013-09-04", "not_applicable"),
        ("R-ORG-03", SHAOXING, "2013-09-05", "violated"),
        ("R-ORG-04", HAIMEN, "2012-12-31", "not_applicable"),
        ("R-ORG-04", HAIMEN, "2015-01-01", "violated"),
    ],
)
def test_a_rule_begins_with_its_document(evaluate, rule, place, day, status):
    nothing = dict(zip(NAMES, (0, 0, 0, 0, "false"), strict=True))
    assert evaluate(rule, place, on=day, **nothing)["status"] == status
