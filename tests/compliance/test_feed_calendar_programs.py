"""The file for calendar programs, and the secret address that opens it."""

import datetime
import io
import logging

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from compliance.calendar.feed import MOST_EVENTS, nearest
from compliance.deadlines import Deadline
from compliance.models import CalendarFeed
from compliance.services.feeds import hash_of, make_address, note_use, revoke_address
from history.models import Change
from townships.models import Union
from unionreg.logs import HideSecrets

ADDRESS = "/calendar/address/"


def path_of(secret):
    """Where the file lies."""
    return f"/calendar/feed/{secret}.ics"


def fetch(secret):
    """The file, asked for by a program: no session, no cookies."""
    return Client().get(path_of(secret))


def events(response):
    """The entries of a file."""
    return Calendar.from_ical(response.content).walk("VEVENT")


@pytest.fixture
def due(unions):
    """A day in ten days on which certificates end in 临淇, 合涧 and 城关."""
    day = timezone.localdate() + datetime.timedelta(days=10)
    Union.objects.filter(kind="township").update(certificate_to=day, chair_name="张三丰")
    return day


def test_the_file_is_read_without_a_session(due, staff, django_assert_max_num_queries):
    secret = make_address(staff.chair)
    with django_assert_max_num_queries(21):
        response = fetch(secret)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    (event,) = [one for one in events(response) if one["dtstart"].dt == due]
    assert type(event["dtstart"].dt) is datetime.date  # all day
    assert event["dtend"].dt == due + datetime.timedelta(days=1)
    assert "临淇镇工会联合会" in event["summary"]
    assert event["url"].startswith("http://testserver/admin/townships/union/")


def test_lines_are_folded_and_ended_as_the_standard_says(due, staff):
    content = fetch(make_address(staff.county)).content
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_only_what_its_user_sees_and_no_person(due, staff):
    for user, places in (
        (staff.chair, {"临淇镇"}),
        (staff.chair_beside, {"合涧镇"}),
        (staff.county, {"临淇镇", "合涧镇"}),
        (staff.county2, {"城关镇"}),
    ):
        response = fetch(make_address(user))
        found = [one for one in events(response) if one["dtstart"].dt == due]
        assert {str(one["location"]) for one in found} == places
        assert "张三丰" not in response.content.decode()


def test_the_scope_is_that_of_the_request(due, staff):
    secret = make_address(staff.chair)
    staff.chair.assignments.all().delete()
    assert events(fetch(secret)) == []


def test_ids_stay_the_same_when_the_day_moves(due, staff):
    secret = make_address(staff.chair)
    first = {str(one["uid"]) for one in events(fetch(secret))}
    Union.objects.filter(kind="township").update(certificate_to=due + datetime.timedelta(days=3))
    second = events(fetch(secret))
    assert {str(one["uid"]) for one in second} == first
    assert len(first) == len(second)


def test_unknown_revoked_and_deactivated_look_the_same(due, staff):
    secret = make_address(staff.chair)
    answers = [fetch("unknown")]
    staff.chair.is_active = False
    staff.chair.save()
    answers.append(fetch(secret))
    staff.chair.is_active = True
    staff.chair.save()
    assert fetch(secret).status_code == 200
    assert revoke_address(staff.chair) is True
    answers.append(fetch(secret))
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert revoke_address(staff.chair) is False


def test_a_new_address_ends_the_old_one(staff):
    old, new = make_address(staff.county), make_address(staff.county)
    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)
    assert CalendarFeed.objects.filter(user=staff.county, revoked_at__isnull=True).count() == 1
    other = make_address(staff.chair)
    revoke_address(staff.county)
    assert fetch(other).status_code == 200


def test_the_address_is_shown_once_and_stored_as_a_hash(staff, as_user):
    client = as_user(staff.county)
    made = client.post(ADDRESS, {"action": "make", "month": "2026-05"})
    assert (made.status_code, made["Location"]) == (302, "/calendar/?month=2026-05")
    response = client.get(made["Location"])
    secret = response.context["address"].removesuffix(".ics").rpartition("/")[2]
    assert len(secret) >= 40
    assert "no-store" in response["Cache-Control"]
    assert fetch(secret).status_code == 200
    feed = CalendarFeed.objects.get()
    assert feed.secret_hash == hash_of(secret)
    # Loaded again, the page has forgotten it and makes no other one.
    assert secret not in client.get(made["Location"]).content.decode()
    assert CalendarFeed.objects.get() == feed
    assert fetch(secret).status_code == 200


def test_making_and_revoking_stand_in_the_history_without_the_secret(staff, as_user):
    client = as_user(staff.county)
    client.post(ADDRESS, {"action": "make"})
    feed = CalendarFeed.objects.get()
    assert client.post(ADDRESS, {"action": "revoke"}).status_code == 302
    changes = Change.objects.filter(model="compliance.calendarfeed").order_by("pk")
    assert [(change.user, change.county_code) for change in changes] == [
        (staff.county, "410581"),
        (staff.county, "410581"),
    ]
    assert all(feed.secret_hash not in str(change.fields) for change in changes)


def test_only_by_post_and_only_for_oneself(staff, as_user):
    make_address(staff.chair)
    client = as_user(staff.county)
    assert client.get(ADDRESS).status_code == 405
    assert client.post(ADDRESS, {"action": "x"}).status_code == 404
    client.post(ADDRESS, {"action": "revoke"})
    assert CalendarFeed.objects.get().revoked_at is None
    assert Client().post(ADDRESS, {"action": "make"}).status_code == 302
    assert CalendarFeed.objects.count() == 1
    csrf = Client(enforce_csrf_checks=True)
    csrf.force_login(staff.county, backend="accounts.backends.RoleBackend")
    assert csrf.post(ADDRESS, {"action": "make"}).status_code == 403


def test_use_is_noted_by_the_day(staff, django_assert_num_queries):
    secret = make_address(staff.county)
    fetch(secret)
    feed = CalendarFeed.objects.get()
    today = timezone.localdate()
    assert feed.last_used_on == today
    with django_assert_num_queries(0):
        note_use(feed, today)
    with django_assert_num_queries(1):
        note_use(feed, today + datetime.timedelta(days=1))


def test_of_too_many_those_nearest_to_today_remain():
    today = datetime.date(2026, 9, 15)
    days = [today + datetime.timedelta(days=n) for n in range(-MOST_EVENTS, MOST_EVENTS)]
    found = [Deadline(str(day), day, "t", "s", "", "/") for day in days]
    kept = nearest(found, today)
    assert len(kept) == MOST_EVENTS
    assert kept[0].day == today - datetime.timedelta(days=MOST_EVENTS // 2 - 1)
    assert [one.day for one in kept] == sorted(one.day for one in kept)


def test_no_log_line_has_the_secret(staff):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(HideSecrets())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        fetch("a-secret-that-was-revoked")
    finally:
        logger.removeHandler(handler)
    assert "/calendar/feed/" in stream.getvalue()
    assert "a-secret" not in stream.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Not Found: /admin/members/member/410581199411067406/change/", "member/…/change/"),
        ("41058119941106740X", "…"),
        ("130503670401001", "…"),
        ("batch 20261201000123, 12345678901234567890", "20261201000123, 12345678901234567890"),
    ],
)
def test_no_log_line_has_an_id_number(text, shown):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "%s", (text,), None)
    assert HideSecrets().filter(record)
    assert record.getMessage().endswith(shown)
