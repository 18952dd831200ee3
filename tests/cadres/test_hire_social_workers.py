"""Hiring a social union worker, changing and ending it: owner, colleague, outsider."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cadres.models import SocialWorker, WorkerAssignment
from cadres.services.social_workers import guide, save_worker
from history.models import Change
from tests.cadres.crew import person, took_part, training, worker
from tests.compliance.checked import count, make_union
from tests.places import load_policies
from townships.choices import UnionStatus
from townships.models import TownshipSummary
from unionreg.county import Conflict
from unionreg.refusals import Refused

DAY = datetime.date


def hire(user, place=None, **values):
    who = values.pop("person", None) or person("李四")
    known = {"hire_mode": "direct", "started_on": DAY(2024, 3, 1)}
    row = SocialWorker(person=who, township=place, **{**known, **values})
    return save_worker(worker=row, user=user)


def test_who_may_hire_where(places, staff):
    saved = hire(staff.county, places.linqi)
    assert saved.record.county_code == "410581"
    assert saved.record.person.township_id == places.linqi.key
    assert TownshipSummary.objects.get(township_key=places.linqi.key).check_due
    assert Change.objects.filter(model="cadres.socialworker", user=staff.county).count() == 1
    for user in (staff.chair, staff.county2, staff.city):
        with pytest.raises(PermissionDenied):
            hire(user, places.linqi, person=person("别人"))
    with pytest.raises(Refused) as caught:
        hire(staff.county, places.chengguan, person=person("再一个"))
    assert list(caught.value.message_dict) == ["township"]


def test_what_the_office_is_told(places, staff):
    """R-SOC-02 above the quota, R-SOC-05 without training; a day too late is no training before."""
    load_policies()
    count(places.linqi, on=DAY(2026, 6, 1), worker_count=5999)
    first, second = person("甲"), person("乙")
    took_part(first, training(before_post=True, completed_on=DAY(2024, 3, 1)))
    took_part(second, training(before_post=True, completed_on=DAY(2024, 3, 2)))
    assert hire(staff.county, places.linqi, person=first).notices == ()
    notices = hire(staff.county, places.linqi, person=second).notices
    assert [notice.rule for notice in notices] == ["R-SOC-02", "R-SOC-05"]
    third = person("丙")
    took_part(third, training(before_post=True, completed_on=DAY(2024, 2, 1)), passed=False)
    notices = hire(staff.county, person=third).notices  # for the county: no quota
    assert [notice.rule for notice in notices] == ["R-SOC-05"]
    assert "丙" in notices[0].message


def test_an_end_closes_the_guidance(places, staff):
    row = worker("王五", places.linqi)
    union = make_union("联合会", kind="federation")
    guide(worker=row, added=[union], removed=[], on=DAY(2025, 1, 1), user=staff.county)
    row.ended_on = DAY(2026, 3, 31)
    save_worker(worker=row, user=staff.county, expected_version=1)
    assert WorkerAssignment.objects.get().valid_to == DAY(2026, 3, 31)
    with pytest.raises(Conflict):
        save_worker(worker=row, user=staff.county, expected_version=1)
    # who was employed once can be again
    assert hire(staff.county, person=row.person, started_on=DAY(2026, 6, 1)).record.pk


def test_guidance_changes_from_a_day_on(places, staff):
    row, first = worker("王五", places.linqi), make_union("甲联合会", kind="federation")
    second = make_union("乙联合会", kind="federation")
    change = {"worker": row, "user": staff.county}
    guide(added=[first], removed=[], on=DAY(2025, 1, 1), **change)
    assert guide(added=[second, first], removed=[first.pk], on=DAY(2025, 7, 1), **change) == 2
    ended = WorkerAssignment.objects.get(union=first)
    assert (ended.valid_from, ended.valid_to) == (DAY(2025, 1, 1), DAY(2025, 6, 30))
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    closed = make_union("旧", status=UnionStatus.PREPARING)
    type(closed).objects.filter(pk=closed.pk).update(
        status=UnionStatus.DISSOLVED, closed_on=DAY(2025, 1, 1), closing_approval_no="1号"
    )
    closed.refresh_from_db()
    elsewhere = make_union("外", county_code="410523")
    for added, on, field in (
        ([first], DAY(2024, 2, 29), "guides_from"),  # a day before the employment
        ([first], tomorrow, "guides_from"),
        ([elsewhere], DAY(2025, 7, 1), "guides"),
        ([closed], DAY(2025, 7, 1), "guides"),
    ):
        with pytest.raises(Refused) as caught:
            guide(added=added, removed=[], on=on, **change)
        assert list(caught.value.message_dict) == [field]


def test_nobody_was_hired_before_there_were_unions(places, staff):
    with pytest.raises(Refused) as refusal:
        hire(staff.county, places.linqi, started_on=DAY(206, 5, 1))
    assert list(refusal.value.message_dict) == ["started_on"]


def test_no_contract_ends_in_a_mistyped_year(places, staff):
    with pytest.raises(Refused) as refusal:
        hire(staff.county, places.linqi, contract_to=DAY(2206, 5, 1))
    assert list(refusal.value.message_dict) == ["contract_to"]
