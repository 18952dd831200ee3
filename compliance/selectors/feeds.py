"""Calendar addresses: whose they are."""

from compliance.models import CalendarFeed
from compliance.services.feeds import hash_of


def feed_of(secret: str) -> CalendarFeed | None:
    """The address in use that has this secret and whose user may still sign in."""
    rows = CalendarFeed.objects.filter(
        secret_hash=hash_of(secret), revoked_at__isnull=True, user__is_active=True
    )
    return rows.select_related("user").first()


def own_feed(user: object) -> CalendarFeed | None:
    """The address that the user has, without its secret, which nobody knows any more."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()  # type: ignore[misc]
