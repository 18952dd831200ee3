"""Staffing of townships and units: what is counted, at the limits, where it is in force."""

import datetime

import pytest

from cadres.selectors.rosters import Held, Roster
from tests.cadres.crew import person, post, township_union, worker
from tests.compliance.checked import (
    answers,
    count,
    cover,
    finding_of,
    make_employer,
    make_union,
    verdict_of,
)
from tests.places import load_policies, make_division
from townships.choices import UnionForm

MISSING, POST, OTHER = "missing_data", "missing_post", "other"


@pytest.fixture
def policies(places):
    load_policies()


def held(number, what, kind, body="committee", role=""):
    return Held(number, body, what, kind, role, "", None)


def test_nobody_is_counted_twice():
    """The vice-chair who is an officer as well fills one post; two posts of one person are one."""
    roster = Roster(
        (
            held(1, "chair", "parttime", role="deputy_secretary"),
            held(2, "vice_chair", "fulltime"),
            held(2, "officer", "fulltime", body="audit"),
            held(3, "officer", "fulltime"),
            held(3, "member", "fulltime"),
            held(4, "vice_chair", "seconded"),
        )
    )
    assert (roster.fulltime_leaders, roster.fulltime_vices, roster.parttime_vices) == (1, 1, 0)
    assert (roster.fulltime_officers, roster.fulltime_staff()) == (1, 1)
    assert roster.fulltime_staff([3, 9]) == 2
    assert (roster.chair_appointment, roster.chair_is_deputy_secretary) == ("parttime", True)


def test_a_post_held_nobody_knows_how_leaves_its_number_open():
    roster = Roster((held(1, "chair", ""), held(2, "vice_chair", "fulltime")))
    assert (roster.chairs, roster.fulltime_leaders, roster.fulltime_vices) == (1, None, 1)
    assert (roster.chair_appointment, roster.chair_in_party_committee) == (None, None)
    # members of committees are no staff: how they serve need not be known
    member = Roster((held(3, "member", ""), held(4, "officer", "fulltime")))
    assert member.fulltime_staff() == 1


def test_a_general_union_has_leaders_and_staff(places, policies):
    """R-CAD-01: unknown without a roster, missing with an empty one, social workers are staff."""
    union = township_union(places.linqi)
    key = places.linqi.key
    assert answers("R-CAD-01", key) == ("unknown", MISSING)
    chair = post(union, "王一", "chair", "fulltime")
    assert answers("R-CAD-01", key) == ("violated", POST)
    worker("李二", places.linqi)
    assert answers("R-CAD-01", key) == ("satisfied", None)
    chair.valid_to, chair.end_reason = datetime.date(2026, 5, 31), "transfer"
    chair.save()
    assert answers("R-CAD-01", key) == ("violated", POST)
    union.form = UnionForm.COMMITTEE
    union.save()
    assert answers("R-CAD-01", key) == ("satisfied", None)


@pytest.mark.parametrize(
    ("vices", "expected"), [(1, "violated"), (2, "satisfied"), (3, "satisfied"), (4, "violated")]
)
def test_haimen_counts_part_time_vices(places, policies, vices, expected):
    """R-CAD-10: 2 and 3 part-time vice-chairs are in order, 1 and 4 are not (T-9)."""
    union = township_union(places.sanchang, county="320684")
    post(union, "主席", "chair", "parttime", party_role="deputy_secretary")
    post(union, "专职", "vice_chair", "fulltime")
    post(union, "干事", "officer", "fulltime")
    for number in range(vices):
        post(union, f"兼职{number}", "vice_chair", "parttime")
    found = answers("R-CAD-10", places.sanchang.key, county_code="320684")
    assert found == (expected, POST if expected == "violated" else None)
    # the pattern of another place is not looked at, neither here nor there
    assert verdict_of("R-CAD-14", places.sanchang.key) is None
    assert verdict_of("R-CAD-05", places.sanchang.key) is None


def test_jining_wants_two_or_three_officers(places, policies):
    """R-CAD-14: the range is of full-time officers, not of part-time vice-chairs."""
    make_division("370811", "任城区", "district")
    town = make_division("370811100", "长沟镇")
    union = township_union(town, county="370811")
    post(union, "主席", "chair", "parttime")
    post(union, "副主席", "vice_chair", "fulltime")
    seen = []
    for number in range(4):
        post(union, f"干事{number}", "officer", "fulltime")
        seen.append(answers("R-CAD-14", town.key, county_code="370811")[0])
    assert seen == ["violated", "satisfied", "satisfied", "violated"]


def test_tumd_wants_the_deputy_secretary(places, policies):
    """R-CAD-13: who serves as chair counts, and nobody recorded is unknown."""
    town = make_division("150221100", "萨拉齐镇")
    union = township_union(town, county="150221", form=UnionForm.COMMITTEE)
    where = {"county_code": "150221"}
    chair = post(union, "主席", "chair", "parttime")
    post(union, "副主席", "vice_chair", "fulltime")
    post(union, "干事", "officer", "fulltime")
    assert answers("R-CAD-13", town.key, **where) == ("unknown", MISSING)
    for role, expected in {"committee_member": "violated", "deputy_secretary": "satisfied"}.items():
        chair.party_role = role
        chair.save()
        assert answers("R-CAD-13", town.key, **where)[0] == expected


def test_shaoxing_wants_a_full_time_chair(places, policies):
    """R-CAD-05: part-time only from the party committee, and then with a full-time vice-chair."""
    union = township_union(places.keqiao_street, county="330603")
    where, key = {"county_code": "330603"}, places.keqiao_street.key
    chair = post(union, "主席", "chair", "parttime", party_role="none")
    vice = post(union, "副主席", "vice_chair", "fulltime")
    assert answers("R-CAD-05", key, **where) == ("violated", POST)
    chair.party_role = "committee_member"
    chair.save()
    assert answers("R-CAD-05", key, **where) == ("satisfied", None)
    vice.appointment_type = "parttime"
    vice.save()
    assert answers("R-CAD-05", key, **where) == ("violated", POST)
    chair.appointment_type = "fulltime"
    chair.save()
    assert answers("R-CAD-05", key, **where) == ("satisfied", None)


def test_units_of_200(places, policies):
    """T-4: 199 wants full-time staff, 200 a full-time chair or vice-chair; unknown asks for it."""
    where = {"county_code": "330603"}
    unit = make_employer("柯桥印染厂", places.keqiao_street, worker_count=199, **where)
    union = make_union("柯桥印染厂工会", township=places.keqiao_street, **where)
    cover(union, unit)
    assert answers("R-CAD-06", union.pk, **where) == ("satisfied", None)  # not large
    assert answers("R-CAD-07", union.pk, **where) == ("unknown", None)
    post(union, "主席", "chair", "parttime")
    assert answers("R-CAD-07", union.pk, **where) == ("violated", POST)
    post(union, "干事", "officer", "fulltime")
    assert answers("R-CAD-07", union.pk, **where) == ("satisfied", None)
    type(unit).objects.filter(pk=unit.pk).update(worker_count=200)
    assert answers("R-CAD-06", union.pk, **where) == ("violated", POST)
    post(union, "副主席", "vice_chair", "fulltime")
    assert answers("R-CAD-06", union.pk, **where) == ("satisfied", None)
    # 安阳 has no such rule
    assert verdict_of("R-CAD-06", make_union("林州厂工会", township=places.linqi).pk) is None


def test_more_social_workers_than_the_quota(places, policies):
    """R-SOC-02 is a ceiling: fewer are no finding, more are; without any register all is open."""
    key = places.linqi.key
    count(places.linqi, worker_count=5999)
    assert answers("R-SOC-02", key) == ("unknown", None)
    worker("张一", places.hejian)  # now the county keeps them here: none is none
    assert answers("R-SOC-02", key) == ("satisfied", None)
    worker("张二", places.linqi)
    assert answers("R-SOC-02", key) == ("satisfied", None)
    worker("张三", places.linqi, ended_on=datetime.date(2026, 5, 31))
    worker("张四", places.linqi)
    assert answers("R-SOC-02", key) == ("violated", OTHER)
    assert verdict_of("R-SOC-02", key).value == 1
    assert finding_of("R-SOC-01", key) is None  # one rule tells


def test_the_label_names_the_person(places, policies):
    """R-SOC-05 about a person who is there for the county itself."""
    who = worker(person("赵五"), started_on=datetime.date(2026, 1, 5))
    assert answers("R-SOC-05", who.pk) == ("violated", OTHER)
    assert finding_of("R-SOC-05", who.pk).subject_label == "赵五"
