"""Recording plans, trainings and who took part: owner, colleague, outsider."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cadres.models import Attendance, Training, TrainingPlan
from cadres.selectors.training import trained_per_year
from cadres.services.training import add_people, record_attendance, save_plan, save_training
from tests.cadres.crew import person, took_part, training
from townships.models import TownshipSummary
from unionreg.refusals import Refused

DAY = datetime.date


def new_training(**values):
    known = {"mode": "off_job", "organiser_level": 6, "organiser": "总工会", "title": "新任主席班"}
    days = {"started_on": DAY(2026, 3, 1), "completed_on": DAY(2026, 3, 5)}
    return Training(**{**known, **days, **values})


def test_the_county_of_a_training(places, staff):
    """Of the township, of the plan, of the only county; a city has to say which."""
    plan = TrainingPlan(year=2026, level=6, title="年度计划", planned_people=80)
    save_plan(plan=plan, user=staff.county)
    assert plan.county_code == "410581"
    for user, values in ((staff.county, {}), (staff.admin, {"plan": plan, "title": "第二班"})):
        saved = save_training(training=new_training(**values), user=user)
        assert saved.record.county_code == "410581"
    saved = save_training(training=new_training(township=places.chengguan), user=staff.county2)
    assert saved.record.county_code == "410523"
    with pytest.raises(Refused):
        save_training(training=new_training(), user=staff.admin)
    with pytest.raises(PermissionDenied):
        save_training(training=new_training(township=places.linqi), user=staff.chair)
    with pytest.raises(Refused):
        save_training(training=new_training(plan=plan, county_code="410523"), user=staff.county2)
    late = new_training(started_on=DAY(2026, 3, 6))
    with pytest.raises(ValidationError):
        save_training(training=late, user=staff.county)


def test_one_training_is_recorded_once(places, staff):
    """Sent twice it would be two of a name, and no attendance list could say which is meant."""
    known = {"township": places.linqi}
    first = save_training(training=new_training(**known), user=staff.county).record
    with pytest.raises(Refused) as refusal:
        save_training(training=new_training(**known), user=staff.county)
    assert list(refusal.value.message_dict) == ["title"]
    for other in ({"organiser": "安阳市总工会"}, {"completed_on": DAY(2026, 3, 6)}):
        save_training(training=new_training(**known, **other), user=staff.county)
    first.venue = "党校"
    save_training(training=first, user=staff.county)


def test_attendance(places, staff):
    course, who = training(), person("王一", township=places.linqi)
    saved = record_attendance(attendance=Attendance(training=course, person=who), user=staff.county)
    assert [notice.rule for notice in saved.notices] == ["R-TRN-01"]  # passed or not: unknown
    assert TownshipSummary.objects.get(township_key=places.linqi.key).check_due
    row = saved.record
    row.passed = True
    assert record_attendance(attendance=row, user=staff.county, expected_version=1).notices == ()
    row.attended = False
    with pytest.raises(ValidationError):
        record_attendance(attendance=row, user=staff.county)
    for user in (staff.chair, staff.county2):
        with pytest.raises(PermissionDenied):
            record_attendance(
                attendance=Attendance(training=course, person=person("乙")), user=user
            )
    foreign = Attendance(training=course, person=person("丙", "410523"))
    with pytest.raises(Refused):
        record_attendance(attendance=foreign, user=staff.county)


def test_nobody_took_part_in_what_is_not_over(places, staff):
    today = timezone.localdate()
    course = training(completed_on=today + datetime.timedelta(days=1), started_on=today)
    who = person("王一")
    with pytest.raises(Refused):
        add_people(training=course, people=[who], passed=None, user=staff.county)
    Training.objects.filter(pk=course.pk).update(completed_on=today)
    course.refresh_from_db()
    assert add_people(training=course, people=[who], passed=True, user=staff.county) == 1
    # whoever is on the list stays as recorded
    again = [who, person("李二")]
    assert add_people(training=course, people=again, passed=False, user=staff.county) == 1
    assert list(Attendance.objects.order_by("pk").values_list("passed", flat=True)) == [True, False]


def test_people_and_person_times_of_a_year(places):
    """R-TRN-06: 人次 counts everybody at each training, absent people at none."""
    first, second = training(), training(completed_on=DAY(2025, 12, 31))
    next_year = training(completed_on=DAY(2026, 1, 1))
    one, two = person("甲"), person("乙")
    for course in (first, second, next_year):
        took_part(one, course)
    took_part(two, first)
    absent = took_part(person("丙"), first, passed=None)
    absent.attended = False
    absent.save()
    found = trained_per_year(Attendance.objects.in_county("410581"))
    assert found == [(2026, 1, 1, 1), (2025, 2, 3, 2)]
