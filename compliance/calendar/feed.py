"""Deadlines as a calendar file (RFC 5545): all-day entries without times and without persons."""

import datetime
import uuid
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from compliance.deadlines import Deadline

PRODUCT = "-//unionreg//calendar//ZH"
ASK_AGAIN = datetime.timedelta(hours=12)
# A feed reaches so far back and ahead; of more entries than this those nearest to today remain.
SPAN = datetime.timedelta(days=366)
MOST_EVENTS = 2000


def as_calendar(
    found: Iterable[Deadline],
    *,
    namespace: str,
    title: str,
    today: datetime.date,
    absolute: Callable[[str], str],
) -> bytes:
    """The file. `namespace` makes the ids of one address its own, `absolute` completes a path."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", ASK_AGAIN)
    for deadline in nearest(found, today):
        calendar.add_component(_event(deadline, namespace, today, absolute))
    return bytes(calendar.to_ical())


def nearest(found: Iterable[Deadline], today: datetime.date) -> list[Deadline]:
    """Those nearest to today, by day."""
    near = sorted(found, key=lambda one: (abs(one.day - today), one.day < today))[:MOST_EVENTS]
    return sorted(near, key=lambda one: (one.day, one.key))


def _event(
    deadline: Deadline, namespace: str, today: datetime.date, absolute: Callable[[str], str]
) -> Event:
    event = Event()
    event.add("uid", uid(namespace, deadline.key))
    # The day on which it was told, and no more: the same answer all day long.
    event.add("dtstamp", datetime.datetime.combine(today, datetime.time.min, datetime.UTC))
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + datetime.timedelta(days=1))
    event.add("summary", f"{deadline.subject}{_(': ')}{deadline.title}")
    event.add("description", description(deadline))
    if deadline.place_name:
        event.add("location", deadline.place_name)
    event.add("url", absolute(deadline.url))
    event.add("transp", "TRANSPARENT")  # nobody is busy because of a deadline
    return event


def description(deadline: Deadline) -> str:
    """The clause behind the date, where there is one."""
    return _("Basis: %(basis)s") % {"basis": deadline.clause} if deadline.clause else ""


def uid(namespace: str, key: str) -> str:
    """The id of an entry: the same at every request of one address."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{namespace}:{key}"))
