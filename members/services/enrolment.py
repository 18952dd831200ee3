"""Joining, and coming back (总工发〔2016〕28号 一.5, R-MEM-01–03)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.choices import ChangeType, IdType
from members.identity import IdCheck
from members.models import Member, PersonKey
from members.sealing import identity_hash
from members.services.details import (
    apply_details,
    apply_identity,
    check_identity,
    refuse_impossible,
    set_identity,
    tidy_name,
)
from members.services.periods import (
    begin,
    refuse_before_birth,
    refuse_future,
    refuse_overlap,
)
from members.services.persons import claim, holder_of, last_day, point_to, refuse_open, rows_of
from members.services.rows import lock_open_union, require, snapshot
from members.services.summaries import refresh
from townships.models import Union


@dataclass(frozen=True)
class Saved:
    """A member as stored now, what the clerk should look at, and whether he was here before."""

    member: Member
    warnings: list[str]
    returned: bool = False


@transaction.atomic
def enrol(
    *,
    union: Union,
    id_number: str,
    details: Mapping[str, Any],
    joined_on: datetime.date | None,
    user: Any,
    id_type: str = IdType.RESIDENT_ID,
    began_by: str = "",
    first_joined_on: datetime.date | None = None,
    came_from: str = "",
    name_changed: bool = False,
    reason: str = "",
) -> Saved:
    """Enrol a person in a union: a new member, or one who has left and comes back (R-MEM-02, 03).

    `details` are the fields of `DETAIL_FIELDS`. `first_joined_on` is for people who joined outside
    the registry; whoever was in it keeps his first date. `name_changed` confirms that a returning
    person has another name than before. Raises AlreadyMember when the person has an open membership
    anywhere, ValidationError with the field for anything else, PermissionDenied outside the
    user's places.
    """
    require(user, "members.add_member", union)
    identity = _identify(id_type, id_number, details)
    refuse_future(joined_on, "joined_on")
    union = lock_open_union(union)
    key = claim(id_hash=identity_hash(id_type, identity.value), county_code=union.county_code)
    holder = holder_of(key)
    if holder is not None:
        _refuse_return(key, holder, union, details, joined_on, user, name_changed)
    member = row_here(key, holder, union)
    before = snapshot(member) if member.pk else None
    warnings = _describe(member, details, id_type, identity)
    how = began_by or _how(holder)
    _set_first_day(member, holder, first_joined_on, joined_on, how)
    begin(
        member=member,
        before=before,
        union=union,
        day=joined_on,
        began_by=how,
        user=user,
        reason=reason,
        came_from=came_from,
    )
    point_to(key, member)
    refresh(county_code=union.county_code, union_ids=[union.pk])
    return Saved(member, warnings, returned=holder is not None)


def _identify(id_type: str, id_number: str, details: Mapping[str, Any]) -> IdCheck:
    """The checked number, compared with sex and date of birth of the form."""
    return check_identity(
        id_type=id_type,
        raw=id_number,
        sex=details.get("sex", ""),
        birth_date=details.get("birth_date"),
    )


def _describe(
    member: Member, details: Mapping[str, Any], id_type: str, identity: IdCheck
) -> list[str]:
    """Write on the row who the person is; warnings in words."""
    apply_details(member, details)
    set_identity(member, id_type, identity.value)
    warnings = apply_identity(member, identity)
    refuse_impossible(member)
    return warnings


def _set_first_day(
    member: Member,
    holder: Member | None,
    first: datetime.date | None,
    joined_on: datetime.date | None,
    how: str,
) -> None:
    """The recorded first join date stays; where there is none, the given one is checked."""
    refuse_before_birth(member, joined_on, "joined_on")
    refuse_before_birth(member, first, "first_joined_on")
    known = holder.first_joined_on if holder is not None else None
    member.first_joined_on = known or _first_day(first, joined_on, holder, how)


def _refuse_return(
    key: PersonKey,
    holder: Member,
    union: Union,
    details: Mapping[str, Any],
    joined_on: datetime.date | None,
    user: Any,
    name_changed: bool,
) -> None:
    """Refuse somebody who has not left, who is called otherwise, or who left on that day."""
    refuse_open(holder, union, user)
    if not name_changed and tidy_name(details.get("name") or "") != holder.name:
        text = _(
            "The registry knows this ID number under another name. Compare both with the ID card; "
            "if the name has changed, confirm that."
        )
        raise ValidationError({"name": ValidationError(text, code="other_name")})
    refuse_overlap(last_day(rows_of(key)), joined_on, "joined_on")


def row_here(key: PersonKey, holder: Member | None, union: Union) -> Member:
    """The person's row in the county of the union, locked; a new one if there is none yet."""
    if holder is not None and holder.county_code == union.county_code:
        return holder
    if holder is not None:
        rows = Member.objects.in_county(union.county_code).select_for_update(no_key=True)
        older = rows.filter(id_hash=key.id_hash).first()
        if older is not None:
            return older
    return Member(county_code=union.county_code)


def _first_day(
    first: datetime.date | None, joined_on: datetime.date | None, holder: Member | None, how: str
) -> datetime.date | None:
    """The first join date of somebody for whom none is recorded (R-MEM-03).

    Only who joins now, for the first time, joins on this day; of those who come back or come from a
    union outside the registry it stays unknown unless it is given.
    """
    if first and joined_on and first > joined_on:
        raise ValidationError(
            {"first_joined_on": _("The first day cannot lie after the day of joining this union.")}
        )
    newcomer = holder is None and how == ChangeType.JOINED
    return first or (joined_on if newcomer else None)


def _how(holder: Member | None) -> str:
    """How the new membership began, when nobody says: joined, or transferred in."""
    moved = holder is not None and holder.change_type == ChangeType.TRANSFERRED_OUT
    return ChangeType.TRANSFERRED_IN if moved else ChangeType.JOINED
