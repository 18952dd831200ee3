"""Ending, keeping and resuming memberships (总工发〔2016〕28号 一.5, R-MEM-02)."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.choices import ChangeReason, ChangeType
from members.models import Member, Membership
from members.services.periods import finish, note_change, open_membership, refuse_future
from members.services.rows import lock_member, require, snapshot, write
from members.services.summaries import refresh
from members.states import MemberState

ENDINGS = (ChangeType.LEFT, ChangeType.STRUCK_OFF, ChangeType.TRANSFERRED_OUT)


def _lock(member: Member, user: Any, expected_version: int | None) -> tuple[Member, Membership]:
    """The stored member, locked, and the open membership."""
    stored = lock_member(member.county_code, member.pk, expected_version)
    require(user, "members.change_member", stored)
    return stored, open_membership(stored)


def _refuse_no_reason(reason_code: str) -> None:
    if reason_code not in ChangeReason.values:
        raise ValidationError({"reason_code": _("Choose the reason.")})


@transaction.atomic
def end(
    *,
    member: Member,
    ended_by: str,
    on: datetime.date,
    reason_code: str,
    user: Any,
    expected_version: int | None = None,
    went_to: str = "",
    reason: str = "",
) -> Member:
    """End the membership: left (退会), struck off (除名) or transferred out (转出).

    `on` is the last day of membership. Raises Conflict, ValidationError, PermissionDenied.
    """
    if ended_by not in ENDINGS:
        raise ValidationError({"ended_by": _("Choose how the membership ends.")})
    _refuse_no_reason(reason_code)
    refuse_future(on, "on")
    stored, membership = _lock(member, user, expected_version)
    before = snapshot(stored)
    finish(
        membership,
        last_day=on,
        ended_by=ChangeType(ended_by),
        reason_code=reason_code,
        user=user,
        field="on",
        reason=reason,
        went_to=went_to,
    )
    stored.state = MemberState.LEFT
    note_change(stored, ended_by, on, reason_code)
    write(stored, before=before, user=user, reason=reason)
    refresh(county_code=stored.county_code, union_ids=[stored.union_id])
    return stored


@transaction.atomic
def keep(
    *,
    member: Member,
    on: datetime.date,
    reason_code: str,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
) -> Member:
    """Keep the membership of somebody out of work (保留会籍): no dues, no vote, still a member."""
    _refuse_no_reason(reason_code)
    refuse_future(on, "on")
    stored, membership = _lock(member, user, expected_version)
    if stored.state == MemberState.KEPT:
        raise ValidationError(_("The membership of %(name)s is kept already.") % {"name": stored})
    if membership.valid_from and on < membership.valid_from:
        text = _("The membership began on %(first)s. Choose that day or a later one.")
        raise ValidationError({"on": text % {"first": membership.valid_from.isoformat()}})
    before = snapshot(stored)
    stored.state = MemberState.KEPT
    note_change(stored, ChangeType.KEPT, on, reason_code)
    return _write(stored, before, membership, on, user, reason)


@transaction.atomic
def resume(
    *, member: Member, user: Any, expected_version: int | None = None, reason: str = ""
) -> Member:
    """End the keeping of a membership: the person is back at work in the same union."""
    stored, membership = _lock(member, user, expected_version)
    if stored.state != MemberState.KEPT:
        raise ValidationError(_("The membership of %(name)s is not kept.") % {"name": stored})
    before = snapshot(stored)
    stored.state = MemberState.ACTIVE
    note_change(stored, membership.began_by, membership.valid_from, "")
    return _write(stored, before, membership, None, user, reason)


def _write(
    stored: Member,
    before: dict[str, Any],
    membership: Membership,
    kept_from: datetime.date | None,
    user: Any,
    reason: str,
) -> Member:
    """Save the changed state on the membership and on the member, and count again."""
    period = snapshot(membership)
    membership.kept_from = kept_from
    write(membership, before=period, user=user, reason=reason)
    write(stored, before=before, user=user, reason=reason)
    refresh(county_code=stored.county_code, union_ids=[stored.union_id])
    return stored
