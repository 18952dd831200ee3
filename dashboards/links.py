"""Addresses of the rows behind a number: lists of the admin with their filter set.

Every list shows only what lies inside the reader's places, so a link never shows more than the page
it stands on.
"""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from townships.choices import UnionStatus
from townships.models import Division

LEGAL_PERSONS: dict[str, object] = {"is_legal_person__exact": 1, "status__exact": "open"}


def rows(model: str, **filters: object) -> str:
    """The list of a model ("townships.employer"), narrowed by the given filters."""
    base = reverse(f"admin:{model.replace('.', '_')}_changelist")
    chosen = {name: value for name, value in filters.items() if value is not None}
    return f"{base}?{urlencode(chosen)}" if chosen else base


def record(model: str, pk: object) -> str:
    """The page of a record."""
    return reverse(f"admin:{model.replace('.', '_')}_change", args=[pk])


def new(model: str, **initial: object) -> str:
    """The form for a new record, with some fields filled in."""
    base = reverse(f"admin:{model.replace('.', '_')}_add")
    return f"{base}?{urlencode(initial)}" if initial else base


def month(page: str, what: str, day: datetime.date) -> str:
    """The memberships behind one kind of change in the month of `day`, on the page of a place."""
    return f"{page}?{urlencode({'what': what, 'month': f'{day:%Y-%m}'})}"


def between(page: str, what: str, first: datetime.date, last: datetime.date) -> str:
    """The same from one day to another of the same year, both included."""
    return f"{page}?{urlencode({'what': what, 'from': first, 'to': last})}"


def here(township: Division | str | None) -> dict[str, object]:
    """The filter for rows of one township; none for a whole county."""
    key = township.key if isinstance(township, Division) else township
    return {"township": key} if key else {}


def members(township: Division | str | None = None, **filters: object) -> str:
    """Members (of a township); the list of people names its filter in its own way."""
    key = here(township).get("township")
    return rows("members.member", township__key__exact=key, **filters)


def unions(township: Division | str | None = None, **filters: object) -> str:
    """Grassroots unions (of a township)."""
    return rows("townships.grassrootsunion", **here(township), **filters)


def active_unions(township: Any = None, **filters: Any) -> str:
    """Those that the numbers of the dashboards count: without the ones that are being prepared."""
    return unions(township, status=UnionStatus.ACTIVE, **filters)


def employers(township: Division | str | None = None, **filters: object) -> str:
    """Employers (of a township)."""
    return rows("townships.employer", **here(township), **filters)


def with_union(township: Division | str | None = None) -> str:
    """Legal-person units in business that an active union covers."""
    return employers(township, union="yes", **LEGAL_PERSONS)


def without_union(township: Division | str | None = None) -> str:
    """Legal-person units in business that no active union covers."""
    return employers(township, union="no", **LEGAL_PERSONS)


def statistics(township: Division | str | None = None) -> str:
    """Statistics of a township, the newest first."""
    return rows("townships.townshipstatistics", **here(township))


def township_unions(township: Division | str | None = None, **filters: object) -> str:
    """Unions of townships."""
    return rows("townships.townshipunion", **here(township), **filters)


def posts(union: object) -> str:
    """Who holds a post of a union today."""
    return rows("cadres.appointment", union__id__exact=union)


def in_force(rule: str, place: Division | None) -> str:
    """What of a rule is in force at a place, what gives way to it, and why."""
    query = {"q": rule, **({"place": place.key} if place else {})}
    return f"{reverse('in_force')}?{urlencode(query)}"
