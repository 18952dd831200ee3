"""Transfers: join once, move as the work moves (总工发〔2016〕28号 一.5, R-MEM-02, R-MEM-03).

Inside a county the same row gets a new membership. Into another county the row here is closed, a
row there is opened with the same first join date, and the key of the person is pointed to it: rows
and their history never leave their county.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.choices import ChangeReason, ChangeType
from members.models import Member
from members.services.details import DETAIL_FIELDS
from members.services.enrolment import row_here
from members.services.periods import (
    ONE_DAY,
    begin,
    finish,
    note_change,
    open_membership,
    refuse_future,
)
from members.services.persons import holder_of, lock_key, point_to
from members.services.rows import lock_member, lock_open_union, require, snapshot, write
from members.services.summaries import refresh
from members.states import MemberState
from townships.models import Union
from unionreg.county import Conflict

_COPIED = (
    *DETAIL_FIELDS,
    "name_pinyin",
    "name_initials",
    "id_type",
    "id_cipher",
    "id_hash",
    "id_masked",
    "id_tail",
    "first_joined_on",
)


@transaction.atomic
def transfer(
    *,
    member: Member,
    to_union: Union,
    effective_on: datetime.date,
    user: Any,
    reason_code: str = ChangeReason.EMPLOYMENT_CHANGED,
    expected_version: int | None = None,
    reason: str = "",
) -> Member:
    """Move the membership to another union from the day `effective_on` on.

    The old membership ends the day before. The user needs rights in both places; where he has them
    in one only, the old union transfers out (`end`) and the new one enrols. Returns the row that is
    current now. Raises Conflict, ValidationError, PermissionDenied.
    """
    require(user, "members.change_member", member)
    require(user, "members.add_member", to_union)
    refuse_future(effective_on, "effective_on")
    if reason_code and reason_code not in ChangeReason.values:
        raise ValidationError({"reason_code": _("Choose the reason.")})
    union = lock_open_union(to_union)
    move = _Move(union, effective_on, reason_code, user, reason)
    if union.county_code == member.county_code:
        return move.inside(lock_member(member.county_code, member.pk, expected_version))
    return move.across(member, expected_version)


class _Move:
    """One transfer in the making; `union` is locked."""

    def __init__(
        self, union: Union, day: datetime.date, reason_code: str, user: Any, reason: str
    ) -> None:
        self.union = union
        self.day = day
        self.reason_code = reason_code
        self.user = user
        self.reason = reason

    def inside(self, member: Member) -> Member:
        """Close and open on the same row; `member` is locked."""
        require(self.user, "members.change_member", member)
        left = member.union_id
        before = snapshot(member)
        self._close(member)
        self._open(member, before)
        refresh(county_code=member.county_code, union_ids=[left, self.union.pk])
        return member

    def across(self, member: Member, expected_version: int | None) -> Member:
        """Close the row here, open one there, repoint the key."""
        seen = Member.objects.in_county(member.county_code).get(pk=member.pk)
        key = lock_key(seen.id_hash)
        old = holder_of(key)
        if old is None or (old.county_code, old.pk) != (member.county_code, member.pk):
            raise ValidationError(_("%(name)s is no longer a member.") % {"name": seen.name})
        if expected_version is not None and old.version != expected_version:
            raise Conflict(old)
        require(self.user, "members.change_member", old)
        before = snapshot(old)
        self._close(old)
        old.state = MemberState.LEFT
        note_change(old, ChangeType.TRANSFERRED_OUT, self.day - ONE_DAY, self.reason_code)
        write(old, before=before, user=self.user, reason=self.reason)
        new = row_here(key, old, self.union)
        before_there = snapshot(new) if new.pk else None
        for name in _COPIED:
            setattr(new, name, getattr(old, name))
        self._open(new, before_there)
        point_to(key, new)
        for row in sorted((old, new), key=lambda row: row.county_code):
            refresh(county_code=row.county_code, union_ids=[row.union_id])
        return new

    def _close(self, member: Member) -> None:
        membership = open_membership(member)
        if (membership.county_code, membership.union_id) == (self.union.county_code, self.union.pk):
            text = _("%(name)s is a member of this union already.") % {"name": member.name}
            raise ValidationError({"to_union": text})
        finish(
            membership,
            last_day=self.day - ONE_DAY,
            ended_by=ChangeType.TRANSFERRED_OUT,
            reason_code=self.reason_code,
            user=self.user,
            field="effective_on",
            reason=self.reason,
        )

    def _open(self, member: Member, before: dict[str, Any] | None) -> None:
        begin(
            member=member,
            before=before,
            union=self.union,
            day=self.day,
            began_by=ChangeType.TRANSFERRED_IN,
            user=self.user,
            reason=self.reason,
        )
