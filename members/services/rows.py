"""Locking and writing single rows together with their history."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from history.services import record, snapshot
from members.models import Member
from townships.models import Union
from unionreg.county import Conflict, CountyRow, RegistryRow

Row = TypeVar("Row", bound=RegistryRow)


def require(user: Any, permission: str, row: CountyRow) -> None:
    """Raise PermissionDenied unless `user` holds `permission` where `row` lies.

    None stands for the system itself (commands, imports that have checked before).
    """
    if user is not None and not user.has_perm(permission, row):
        raise PermissionDenied


def lock_unions(*unions: Union) -> list[Union]:
    """The stored rows, locked in the common order and returned in the given one."""
    locked = {}
    for union in sorted(unions, key=lambda row: (row.county_code, row.pk)):
        rows = Union.objects.in_county(union.county_code).select_for_update(no_key=True)
        locked[union.county_code, union.pk] = rows.get(pk=union.pk)
    return [locked[union.county_code, union.pk] for union in unions]


def lock_open_union(union: Union) -> Union:
    """The stored row, locked; raises ValidationError for a union that is closed."""
    stored = lock_unions(union)[0]
    if not stored.is_open:
        raise ValidationError(
            {"union": _("%(union)s is closed. Choose another union.") % {"union": stored}}
        )
    return stored


def lock_member(county_code: str, pk: int, expected_version: int | None = None) -> Member:
    """The stored row of a member, locked; raises Conflict when it is not at `expected_version`."""
    # no join here: PostgreSQL finds nothing when the union changed while it waited for the lock
    rows = Member.objects.in_county(county_code).select_for_update(no_key=True)
    member = rows.get(pk=pk)
    if expected_version is not None and member.version != expected_version:
        raise Conflict(member)
    return member


def write(
    row: Row,
    *,
    before: dict[str, Any] | None,
    user: Any,
    reason: str = "",
    fields: dict[str, list[Any]] | None = None,
) -> Row:
    """Validate and save a row that is new (`before` None) or locked, with its change.

    `fields` replaces the recorded differences. Raises ValidationError.
    """
    if before is not None:
        row.version += 1
    row.full_clean()
    row.updated_by = user if getattr(user, "pk", None) else None
    row.save()
    record(instance=row, before=before, user=user, reason=reason, fields=fields)
    return row


__all__ = [
    "lock_member",
    "lock_open_union",
    "lock_unions",
    "require",
    "snapshot",
    "write",
]
