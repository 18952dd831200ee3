"""Secret calendar addresses: made, revoked, used."""

import datetime
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.trail import place_of
from compliance.models import CalendarFeed
from history.services import record

SECRET_BYTES = 32


def hash_of(secret: str) -> str:
    """What is stored of a secret. It is random and long, so that no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_address(user: User) -> str:
    """Make a new address for the user and return its secret; the one he had ends with it.

    The secret is returned this once and stored nowhere.
    """
    revoke_address(user)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(user=user, secret_hash=hash_of(secret))
    record(instance=feed, before=None, user=user, place=_place(user))
    return secret


@transaction.atomic
def revoke_address(user: User) -> bool:
    """End the user's address; False when he has none."""
    # Two requests at once wait here for each other: a user has one address at most.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    feed = CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()
    if feed is None:
        return False
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    fields = {"revoked_at": [None, timezone.localdate().isoformat()]}
    record(instance=feed, before={}, user=user, fields=fields, place=_place(user))
    return True


def note_use(feed: CalendarFeed, today: datetime.date) -> None:
    """Remember the day of the last use; programs ask every hour, one write a day is enough."""
    if feed.last_used_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=today)


def _place(user: Any) -> tuple[str, str]:
    """Where the history of the account is kept."""
    return place_of(assignment.division for assignment in user.active_assignments)
