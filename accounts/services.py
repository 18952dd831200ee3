"""Writing users and the mark of the database."""

from django.db import transaction

from accounts.choices import Role
from accounts.models import Assignment, Installation, User
from townships.models import Division


class NotADemoDatabase(Exception):
    """Demo data were asked for in a database that holds real ones."""


@transaction.atomic
def mark_installation(*, demo: bool) -> Installation:
    """Say once whether this database holds demo data.

    Raises NotADemoDatabase when demo data are asked for where somebody works already.
    """
    found = Installation.objects.first()
    if found is None:
        if demo and User.objects.exists():
            raise NotADemoDatabase
        return Installation.objects.create(is_demo=demo)
    if demo and not found.is_demo:
        raise NotADemoDatabase
    return found


@transaction.atomic
def create_demo_user(
    *, username: str, name: str, role: Role, division: Division | None, password: str
) -> User:
    """A demo account with one assignment and this password; without one it keeps its own.

    Bootstrap prints the password at each start, so it must be the one that works.
    """
    user, created = User.objects.get_or_create(
        username=username, defaults={"display_name": name, "is_staff": True, "is_demo": True}
    )
    if created or (user.is_demo and password and not user.check_password(password)):
        user.set_password(password)
        user.save()
    Assignment.objects.get_or_create(user=user, role=role, division=division)
    return user


def is_demo_database() -> bool:
    """Whether the mark says that this database holds demo data."""
    return Installation.objects.filter(is_demo=True).exists()
