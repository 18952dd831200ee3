"""Correcting the day on which the open membership began (R-MEM-02, R-MEM-03)."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Member, Membership, PersonKey
from members.services.periods import (
    open_membership,
    refuse_before_birth,
    refuse_future,
    refuse_overlap,
)
from members.services.persons import last_day, rows_of
from members.services.rows import lock_member, require, snapshot, write
from members.services.summaries import refresh


@transaction.atomic
def correct_joining(
    *,
    member: Member,
    on: datetime.date,
    user: Any,
    reason: str,
    expected_version: int | None = None,
) -> Member:
    """Put right a wrong first day of the open membership; `on` is the right one.

    The first join date never changes, an unknown one stays unknown (R-MEM-03); the day cannot lie
    before it, nor inside an earlier membership anywhere (R-MEM-02). Raises Conflict,
    ValidationError with the field, PermissionDenied.
    """
    stored = lock_member(member.county_code, member.pk, expected_version)
    require(user, "members.change_member", stored)
    membership = open_membership(stored)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the day is corrected.")})
    refuse_future(on, "on")
    refuse_before_birth(stored, on, "on")
    # the key of somebody with an open membership stays where it is as long as the row is locked
    key = PersonKey.objects.get(pk=stored.id_hash)
    refuse_overlap(last_day(rows_of(key)), on, "on")
    _refuse_impossible(stored, membership, on)
    _write(stored, membership, on, user, reason)
    refresh(county_code=stored.county_code, union_ids=[stored.union_id])
    return stored


def _refuse_impossible(member: Member, membership: Membership, on: datetime.date) -> None:
    """Raise ValidationError for a day that the rest of the record contradicts, or says already."""
    if on == membership.valid_from:
        raise ValidationError({"on": _("This day is on record already.")})
    first = member.first_joined_on
    if first is not None and on < first:
        text = _(
            "The first join date of this person is %(first)s and never changes. "
            "Choose that day or a later one."
        )
        raise ValidationError({"on": text % {"first": first.isoformat()}})
    kept = _kept_from(membership)
    if kept is not None and on > kept:
        text = _("The membership is kept since %(day)s. Choose that day or an earlier one.")
        raise ValidationError({"on": text % {"day": kept.isoformat()}})


def _kept_from(membership: Membership) -> datetime.date | None:
    """Since when it is kept; None also when it was kept in another union before a merger."""
    kept, began = membership.kept_from, membership.valid_from
    return kept if kept is not None and (began is None or kept >= began) else None


def _write(
    member: Member, membership: Membership, on: datetime.date, user: Any, reason: str
) -> None:
    """The new day on the membership and wherever the member's row repeats it."""
    period, before = snapshot(membership), snapshot(member)
    last_change = (member.change_type, member.changed_on)
    if last_change == (membership.began_by, membership.valid_from):
        member.changed_on = on
    membership.valid_from = member.joined_on = on
    write(membership, before=period, user=user, reason=reason)
    write(member, before=before, user=user, reason=reason)
