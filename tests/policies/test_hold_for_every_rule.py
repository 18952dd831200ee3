"""What holds for every rule that can be calculated, with the provisions that are shipped."""

import dataclasses
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine import NATION, Status, describe_parameters, measures, place_of, rules
from policies.engine.judging import STATUS_OF
from tests.policies.books import book
from tests.policies.shipped import CALCULATED, cases, shipped, values_of

ON = datetime.date(2026, 6, 1)
ELSEWHERE = ("990101001", "990101", "9901", "99", NATION)
for_every_rule = pytest.mark.parametrize("rule_id", CALCULATED)
few = settings(max_examples=40)


def judge(rule_id, provision, values, on=ON):
    """The verdict of one provision in its place."""
    place = (provision.place, NATION)
    return book(provision).evaluate(rule_id, place=place, on=on, measures=values)


@for_every_rule
def test_it_is_shipped_with_a_provision(rule_id):
    assert shipped(rule_id)


@for_every_rule
def test_its_parameters_are_told_in_words(rule_id):
    for provision in shipped(rule_id):
        told = describe_parameters(rules.get(rule_id).parameters, provision.parameters, measures)
        assert all(label and words for label, words in told)


@for_every_rule
@few
@given(data=st.data())
def test_it_answers_and_says_on_what_ground(rule_id, data):
    values = data.draw(cases(rule_id))
    for provision in shipped(rule_id):
        verdict = judge(rule_id, provision, values)
        assert verdict.explanation
        assert verdict.as_json()["inputs"].keys() == values.keys()
        if verdict.status is not Status.NOT_APPLICABLE:
            assert verdict.status is STATUS_OF[verdict.met]
            assert provision.clause in verdict.explanation


@for_every_rule
@few
@given(data=st.data())
def test_what_nobody_recorded_is_never_no(rule_id, data):
    """Without a measure it needs it never says no; recorded, that contradicts no verdict."""
    rule = rules.get(rule_id)
    needed = [m.name for m in rule.measures if m not in rule.optional]
    values = data.draw(cases(rule_id))
    forgotten = data.draw(st.sets(st.sampled_from(needed), min_size=1)) if needed else set()
    for provision in shipped(rule_id):
        after = judge(rule_id, provision, values)
        before = judge(rule_id, provision, values | dict.fromkeys(forgotten))
        if forgotten:
            assert before.met is not False
        assert before.met in (None, after.met)


@for_every_rule
@few
@given(data=st.data())
def test_before_it_begins_and_elsewhere_it_says_nothing(rule_id, data):
    values = data.draw(cases(rule_id))
    for provision in shipped(rule_id):
        day = data.draw(st.dates(datetime.date(1990, 1, 1), provision.valid_from)) - DAY
        assert judge(rule_id, provision, values, on=day).status is Status.NOT_APPLICABLE
        if provision.place != NATION:
            away = book(provision).evaluate(rule_id, place=ELSEWHERE, on=ON, measures=values)
            assert away.status is Status.NOT_APPLICABLE
            assert away.document is None


DAY = datetime.timedelta(days=1)


@for_every_rule
@few
@given(data=st.data())
def test_the_nearest_place_wins_where_only_one_can_hold(rule_id, data):
    """The same provision for the nation and for a county: a threshold is judged by the county's."""
    values = data.draw(cases(rule_id))
    first = shipped(rule_id)[0]
    levels = {
        place: dataclasses.replace(first, place=place, document=place or "nation")
        for place in place_of("410581", "4105", "41")
    }
    names = data.draw(st.sets(st.sampled_from(list(levels)), min_size=1))
    chosen = [levels[name] for name in names]
    place = tuple(levels)
    found = book(*chosen).in_force(rule_id, place, ON)
    nearest = max((p.place for p in chosen), key=len)
    assert found[0].place == nearest
    verdict = book(*chosen).evaluate(rule_id, place=place, on=ON, measures=values)
    if rules.get(rule_id).precedence.value == "most_specific":
        assert {p.place for p in found} == {nearest}
        assert verdict.document in (None, nearest or "nation")
    else:
        assert len(found) == len(chosen)


# More of it never turns a met condition into one that is not met.
RISING = {
    "R-ORG-02": ["firm_count", "worker_count"],
    "R-ORG-03": ["firm_count", "employed_2nd_3rd_sector"],
    "R-ORG-04": ["grassroots_union_count", "worker_count"],
    "R-ORG-16": ["joint_unit_count"],
    "R-ORG-23": ["covered_unions"],
    "R-ORG-30": ["units_with_union", "member_count"],
    "R-COM-04": ["grassroots_cadres", "front_line_members"],
    "R-COM-11": ["chairs_on_committee"],
    "R-CAD-01": ["fulltime_leaders", "fulltime_staff"],
    "R-CAD-05": ["fulltime_vices"],
    "R-CAD-06": ["fulltime_leaders"],
    "R-CAD-07": ["fulltime_leaders", "fulltime_staff"],
    "R-CAD-13": ["fulltime_vices", "fulltime_officers"],
    "R-FND-07": ["township_subsidies"],
    "R-MTG-01": ["worker_assemblies", "member_assemblies"],
    "R-MTG-02": ["plenary_meetings"],
    "R-MTG-04": ["member_assemblies", "labour_contests", "wage_bargainings"],
    "R-MTG-06": ["joint_meetings"],
    "R-TRM-04": ["committee_meetings"],
}
# More (or later) of it never turns a condition that is not met into a met one.
FALLING = {
    "R-SOC-02": ["social_workers"],
    "R-ORG-14": ["built_on"],
    "R-ORG-15": ["member_count"],
    "R-CAD-06": ["worker_count"],
    "R-COM-11": ["covered_unions"],
    "R-FND-07": ["subsidies_total"],
    "R-FND-21": ["allowance"],
    "R-SOC-05": ["completed_on"],
    "R-TRM-02": ["next_election_on"],
}
ORDER = [(rule, name, 1) for rule, names in RISING.items() for name in names]
ORDER += [(rule, name, -1) for rule, names in FALLING.items() for name in names]


@pytest.mark.parametrize(("rule_id", "name", "direction"), ORDER)
@few
@given(data=st.data())
def test_more_of_a_measure_works_one_way_only(rule_id, name, direction, data):
    measure = next(m for m in rules.get(rule_id).measures if m.name == name)
    values = data.draw(cases(rule_id))
    less, more = sorted(data.draw(st.tuples(values_of(measure), values_of(measure))))
    for provision in shipped(rule_id):
        low = judge(rule_id, provision, values | {name: less}).met
        high = judge(rule_id, provision, values | {name: more}).met
        assert None in (low, high) or low * direction <= high * direction


# A larger measure never gives a smaller value.
GROWING = {
    "R-SOC-02": ["worker_count"],
    "R-SOC-09": ["unit_count"],
    "R-FND-01": ["payroll_total"],
    "R-FND-07": ["subsidies_total"],
    "R-FND-11": ["paid_up_total"],
    "R-FND-12": ["paid_up_total"],
    "R-FND-14": ["paid_up_total"],
    "R-FND-15": ["union_count", "member_count", "paid_up_total"],
    "R-FND-20": ["months"],
    "R-FND-22": ["village_union_count"],
    "R-TRM-02": ["term_start"],
    "R-ORG-14": ["opened_on"],
}


@pytest.mark.parametrize(
    ("rule_id", "name"), [(rule, name) for rule, names in GROWING.items() for name in names]
)
@few
@given(data=st.data())
def test_a_larger_measure_never_gives_a_smaller_value(rule_id, name, data):
    measure = next(m for m in rules.get(rule_id).measures if m.name == name)
    values = data.draw(cases(rule_id))
    less, more = sorted(data.draw(st.tuples(values_of(measure), values_of(measure))))
    for provision in shipped(rule_id):
        low = judge(rule_id, provision, values | {name: less}).value
        high = judge(rule_id, provision, values | {name: more}).value
        assert low is None or high is None or low <= high
