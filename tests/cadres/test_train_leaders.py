"""The duty of new leaders to be trained: all four conditions, and whom it concerns (T-5)."""

import datetime

import pytest

from cadres.models import Person
from cadres.selectors.training import Attended, best, organiser
from compliance.learning.duty import duties, visible_posts
from compliance.learning.pages import part_of
from tests.cadres.crew import post, took_part, township_union, training
from tests.compliance.checked import ON, answers, finding_of, verdict_of
from tests.places import load_policies

DAY = datetime.date
PAST, MISSING = "past_date", "missing_data"


@pytest.fixture
def chair(places):
    """Chair of 临淇镇 since 2024-03-01: to be trained by 2025-03-01."""
    load_policies()
    return post(township_union(places.linqi), "王一", "chair", "parttime")


@pytest.mark.parametrize(
    ("values", "passed", "expected"),
    [
        ({"completed_on": DAY(2025, 3, 1)}, True, ("satisfied", None)),
        ({"completed_on": DAY(2025, 3, 2)}, True, ("violated", PAST)),
        ({}, False, ("violated", PAST)),
        ({}, None, ("unknown", MISSING)),
        ({"mode": "online"}, True, ("violated", PAST)),
        ({"organiser_level": 9}, True, ("violated", PAST)),
        ({"organiser_level": 6}, True, ("satisfied", None)),
        ({"completed_on": DAY(2024, 2, 29)}, True, ("violated", PAST)),  # before taking office
        ({"completed_on": ON + datetime.timedelta(days=1)}, True, ("violated", PAST)),  # to come
    ],
)
def test_all_four_conditions(chair, values, passed, expected):
    took_part(chair.person, training(**values), passed)
    assert answers("R-TRN-01", chair.pk) == expected
    assert verdict_of("R-TRN-01", chair.pk).value == "2025-03-01"


def test_the_last_day_and_who_is_concerned(places, chair):
    """2024-02-29 and a year; part-time vice-chairs, old leaders and re-elected ones are not new."""
    union = chair.union
    leap = post(union, "乙", "vice_chair", "fulltime", valid_from=DAY(2024, 2, 29))
    part = post(union, "丙", "vice_chair", "parttime")
    old = post(union, "丁", "vice_chair", "fulltime", valid_from=DAY(2019, 12, 26))
    ended = {"valid_to": DAY(2024, 2, 29), "end_reason": "term"}
    post(union, "戊", "vice_chair", "fulltime", valid_from=DAY(2018, 1, 1), **ended)
    before = Person.objects.get(name="戊")
    again = post(union, before, "vice_chair", "fulltime")
    answers("R-TRN-01", leap.pk)
    assert verdict_of("R-TRN-01", leap.pk).value == "2025-02-28"
    assert [verdict_of("R-TRN-01", one.pk) for one in (part, old, again)] == [None, None, None]
    assert finding_of("R-TRN-01", leap.pk).due_on == DAY(2025, 2, 28)


def test_before_its_day_a_missing_training_is_in_order(chair):
    chair.valid_from = ON - datetime.timedelta(days=300)
    chair.save()
    assert answers("R-TRN-01", chair.pk) == ("satisfied", None)
    # one that does not do can be followed by another until the last day
    took_part(chair.person, training(mode="online", completed_on=ON))
    assert answers("R-TRN-01", chair.pk) == ("violated", None)


def test_of_several_the_closest_counts():
    """A passed off-job course of the city before an online one, whichever was earlier."""
    since = DAY(2024, 3, 1)
    online = Attended(DAY(2024, 4, 1), "online", 4, True, False, "网上")
    own = Attended(DAY(2024, 5, 1), "off_job", 9, True, False, "自办")
    failed = Attended(DAY(2024, 6, 1), "off_job", 4, False, False, "不合格")
    good = Attended(DAY(2025, 4, 1), "off_job", 6, True, False, "合格")
    assert best([online, own, failed, good], since, 9) is good
    assert best([online, own, failed], since, 9) is failed
    assert best([online], DAY(2024, 4, 2), 9) is None
    assert [organiser(level, 9) for level in (6, 9, 12)] == ["upper", "own", "other"]


def test_the_list_is_divided_by_days(places, staff, chair):
    """30 and 31, 90 and 91, 180 and 181 days; the day itself is not overdue."""
    today = DAY(2026, 6, 1)
    union, wanted = chair.union, {-1: "overdue", 0: "30", 30: "30", 31: "90", 90: "90"}
    wanted |= {91: "180", 180: "180", 181: "later"}
    for days in wanted:
        due = today + datetime.timedelta(days=days)
        since = due.replace(year=due.year - 1)
        post(union, f"副{days}", "vice_chair", "fulltime", valid_from=since)
    parts = {}
    for duty in duties(visible_posts(staff.county), today):
        parts[duty.leader.name] = part_of(duty, today)
    assert parts.pop("王一") == "overdue"
    assert parts == {f"副{days}": part for days, part in wanted.items()}
    assert list(duties(visible_posts(staff.county2), today)) == []
