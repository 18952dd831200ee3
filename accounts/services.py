"""Writing users and the mark of the database."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from axes.utils import reset
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.choices import Role
from accounts.granting import Grant, check_grants, may_change
from accounts.models import Assignment, Installation, User
from accounts.trail import place_of
from accounts.wording import LOCKED, SET_ANEW, UNLOCKED, stored_roles
from history.services import differences, record, snapshot
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

    Bootstrap prints the password at each start, so it must be the one that works. An account that
    is there already keeps its roles: somebody may have changed them.
    """
    user, created = User.objects.get_or_create(
        username=username, defaults={"display_name": name, "is_staff": True, "is_demo": True}
    )
    if created or (user.is_demo and password and not user.check_password(password)):
        user.set_password(password)
        user.save()
    if created:
        Assignment.objects.create(user=user, role=role, division=division)
    return user


def is_demo_database() -> bool:
    """Whether the mark says that this database holds demo data."""
    return Installation.objects.filter(is_demo=True).exists()


@transaction.atomic
def save_account(*, user: User, grants: Sequence[Grant], actor: Any) -> User:
    """Save a new or changed account with its roles; both go into the change history.

    `grants` are all roles the account has afterwards, with their places. Raises ValidationError for
    roles that `actor` may not give, PermissionDenied for an account that he does not manage.
    """
    actor = _locked(actor, user)
    check_grants(actor, grants)
    before: dict[str, Any] | None = None
    if user.pk:
        if not may_change(actor, user):
            raise PermissionDenied
        before = _with_roles(User.objects.get(pk=user.pk))
    divisions = _divisions(user) if user.pk else []
    user.is_staff = True
    user.full_clean()
    user.save()
    _set_roles(user, grants)
    after = _with_roles(user)
    empty = {name: [None, value] for name, value in after.items() if value not in (None, "")}
    fields = empty if before is None else differences(before, after)
    if fields:
        places = [*divisions, *_divisions(user)]
        record(instance=user, before=before, user=actor, fields=fields, place=place_of(places))
    return user


def _locked(actor: Any, user: User) -> User:
    """The actor as stored, with both accounts locked: two people cannot close each other's."""
    keys = [key for key in (actor.pk, user.pk) if key]
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    stored = {row.pk: row for row in rows}
    if not stored[actor.pk].is_active:
        raise PermissionDenied
    return stored[actor.pk]


def _set_roles(user: User, grants: Sequence[Grant]) -> None:
    """Exactly these roles."""
    wanted = {(role, division.pk if division else None) for role, division in grants}
    kept = set()
    for assignment in user.assignments.all():
        pair = (assignment.role, assignment.division_id)
        if pair in wanted:
            kept.add(pair)
        else:
            assignment.delete()
    for role, key in sorted(wanted - kept, key=str):
        Assignment.objects.create(user=user, role=role, division_id=key)


def _with_roles(user: User) -> dict[str, Any]:
    """What the history keeps of an account: its fields and its roles in words."""
    roles = user.assignments.select_related("division").order_by("role", "division")
    kept = ("username", "display_name", "phone", "is_active")
    values = {name: value for name, value in snapshot(user).items() if name in kept}
    return values | {"assignments": stored_roles(roles)}


def fingerprint(user: User) -> str:
    """Changes with the account and its roles, so that a form knows whether it is out of date."""
    state = _with_roles(User.objects.get(pk=user.pk))
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def _divisions(user: User) -> list[Division | None]:
    """The places of an account as they are stored."""
    return [
        each.division for each in Assignment.objects.filter(user=user).select_related("division")
    ]


@transaction.atomic
def set_password(*, user: User, password: str, actor: Any) -> None:
    """Give an account a new password; its sessions end. Raises PermissionDenied."""
    if not may_change(actor, user):
        raise PermissionDenied
    user.set_password(password)
    user.save(update_fields=["password"])
    _note(user, actor, {"password": ["***", SET_ANEW]})


@transaction.atomic
def unlock(*, user: User, actor: Any) -> int:
    """Let an account that was locked by wrong passwords in again. Raises PermissionDenied."""
    if not may_change(actor, user):
        raise PermissionDenied
    number: int = reset(username=user.username)
    _note(user, actor, {"lock": [LOCKED, UNLOCKED]})
    return number


def _note(user: User, actor: Any, fields: dict[str, list[Any]]) -> None:
    """Keep in the history what is no field of the account."""
    place = place_of(_divisions(user))
    record(instance=user, before={}, user=actor, fields=fields, place=place)
