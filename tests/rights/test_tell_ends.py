"""Contracts that end: 90 and 30 days ahead in the calendar, by filters in the list."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from compliance.calendar.feed import as_calendar
from compliance.deadlines import Window, deadlines
from rights.models import CollectiveContract

DAY = datetime.date
END = DAY(2026, 9, 30)
ONE = datetime.timedelta(1)
pytestmark = pytest.mark.django_db


def contract(union, end=END, **values):
    known = {"scope": "enterprise", "title": "合同", "signed_on": DAY(2025, 1, 1)}
    known |= {"valid_from": DAY(2025, 1, 1), "valid_to": end, "county_code": union.county_code}
    return CollectiveContract.objects.create(union=union, **{**known, **values})


def days(user, first, last):
    found = deadlines(Window(user, first, last, DAY(2026, 1, 1)))
    return [one.day for one in found if one.key.startswith("collective-contract")]


def test_it_is_told_on_the_day_and_ahead(unions, staff):
    contract(unions.factory)
    ahead = [END - 90 * ONE, END - 30 * ONE, END]
    assert days(staff.chair, DAY(2026, 1, 1), DAY(2026, 12, 31)) == ahead
    for day in ahead:
        assert days(staff.chair, day, day) == [day]
        assert days(staff.chair, day + ONE, day + ONE) == []
    for user in (staff.chair_beside, staff.county2):
        assert days(user, DAY(2026, 1, 1), DAY(2026, 12, 31)) == []
    assert days(staff.auditor, END, END) == [END]


def test_a_reminder_names_the_last_day(unions, staff):
    """In the title, which the calendar, its list and the file for calendar programs all show."""
    contract(unions.factory, title="工资协议")
    window = Window(staff.chair, DAY(2026, 1, 1), DAY(2026, 12, 31), DAY(2026, 1, 1))
    told = [one for one in deadlines(window) if one.key.startswith("collective-contract")]
    for one, ahead in zip(told, ("90", "30"), strict=False):
        assert re.findall(r"\d+", one.title) == ["2026", "09", "30", ahead]
        assert "工资协议" in one.title
    feed = as_calendar(
        told, namespace="n", title="t", today=DAY(2026, 1, 1), absolute=lambda path: path
    )
    entries = Calendar.from_ical(feed).walk("VEVENT")
    assert all(
        str(entry["summary"]).endswith(one.title) for entry, one in zip(entries, told, strict=True)
    )
    assert [entry["dtstart"].dt for entry in entries] == [one.day for one in told]


def test_one_that_is_renewed_is_not_told(unions, staff):
    contract(unions.factory)
    contract(unions.factory, END + 365 * ONE, kind="wages", signed_on=DAY(2026, 1, 1))
    contract(unions.linqi, END + 365 * ONE, signed_on=DAY(2026, 1, 1))
    assert days(staff.chair, END, END) == [END]
    contract(unions.factory, END + ONE, signed_on=DAY(2026, 1, 1))
    assert days(staff.chair, END, END) == []


def test_its_questions_do_not_grow(unions, staff):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            days(staff.county, END, END)
        return len(captured)

    contract(unions.factory)
    asked()
    first = asked()
    for number in range(4):
        contract(unions.factory, title=f"合同{number}", kind="other", scope="regional")
    assert asked() == first


def test_the_list_is_narrowed_by_the_end(unions, staff, as_user):
    today = timezone.localdate()
    for title, end in {
        "昨天": today - ONE,
        "今天": today,
        "30天": today + 30 * ONE,
        "31天": today + 31 * ONE,
        "90天": today + 90 * ONE,
        "91天": today + 91 * ONE,
        "不详": None,
    }.items():
        contract(unions.factory, end, title=title)
    client, url = as_user(staff.chair), reverse("admin:rights_collectivecontract_changelist")
    for value, titles in {
        "30": {"今天", "30天"},
        "90": {"今天", "30天", "31天", "90天"},
        "ended": {"昨天"},
        "none": {"不详"},
        "in_force": {"今天", "30天", "31天", "90天", "91天", "不详"},
    }.items():
        rows = client.get(f"{url}?end={value}").context["cl"].result_list
        assert {row.title for row in rows} == titles, value
