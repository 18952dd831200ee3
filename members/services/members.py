"""Saving what is known about a person."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from history.services import differences
from members.models import Member, PersonKey
from members.sealing import identity_hash
from members.services.details import (
    apply_details,
    apply_identity,
    check_identity,
    compare_with_identity,
    refuse_impossible,
    set_identity,
)
from members.services.enrolment import Saved
from members.services.persons import claim, give_up, holder_of, lock_key, point_to, refuse_open
from members.services.rows import lock_member, require, snapshot, write
from members.services.summaries import refresh

_COUNTED = frozenset({"sex", "is_migrant"})


@transaction.atomic
def save_member(
    *,
    member: Member,
    details: Mapping[str, Any],
    user: Any,
    expected_version: int | None = None,
    id_number: str = "",
    id_type: str = "",
    reason: str = "",
) -> Saved:
    """Change what is written about a person; `details` are fields of `DETAIL_FIELDS`.

    A new `id_number` (with its `id_type`) needs a reason: the number is stored anew and claimed for
    this person, the old one is given up. Raises Conflict, ValidationError, AlreadyMember when the
    number belongs to somebody else, PermissionDenied.
    """
    keys = _lock_keys(member, id_number, id_type or member.id_type)
    stored = lock_member(member.county_code, member.pk, expected_version)
    require(user, "members.change_member", stored)
    if id_type not in ("", stored.id_type) and not id_number:
        text = _("Type the ID number as well: it is checked by the kind of ID.")
        raise ValidationError({"id_number": text})
    before = snapshot(stored)
    apply_details(stored, details)
    fields = None
    if keys:
        warnings = _renumber(stored, keys, id_number, id_type or stored.id_type, user, reason)
        # two numbers may look the same behind the mask
        shown = {"id_masked": [before["id_masked"], stored.id_masked]}
        fields = {**differences(before, snapshot(stored)), **shown}
    else:
        warnings = compare_with_identity(stored)
    refuse_impossible(stored)
    changed = fields or differences(before, snapshot(stored))
    if changed:
        write(stored, before=before, user=user, reason=reason, fields=fields)
    if _COUNTED & set(changed):
        refresh(county_code=stored.county_code, union_ids=[stored.union_id])
    return Saved(stored, warnings)


def _lock_keys(member: Member, id_number: str, id_type: str) -> dict[Any, PersonKey]:
    """The keys of old and new number, locked in the common order; none when nothing changes."""
    if not id_number:
        return {}
    new = identity_hash(id_type, check_identity(id_type=id_type, raw=id_number).value)
    stored = Member.objects.in_county(member.county_code).get(pk=member.pk)
    old = stored.id_hash
    if new == old:
        return {} if id_type == stored.id_type else {old: lock_key(old)}
    keys = {}
    for id_hash in sorted((new, old)):
        keys[id_hash] = claim(id_hash=id_hash, county_code=member.county_code)
    return keys


def _renumber(
    stored: Member,
    keys: dict[Any, PersonKey],
    id_number: str,
    id_type: str,
    user: Any,
    reason: str,
) -> list[str]:
    """Give the person another number; the keys are locked."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the ID number is changed.")})
    check = check_identity(
        id_type=id_type, raw=id_number, sex=stored.sex, birth_date=stored.birth_date
    )
    old, new = stored.id_hash, identity_hash(id_type, check.value)
    held = keys[old]
    if (held.county_code, held.member_id) != (stored.county_code, stored.pk):
        raise ValidationError(
            {"id_number": _("The person is registered in another county now. Correct it there.")}
        )
    if new != old:
        holder = holder_of(keys[new])
        if holder is not None:
            _refuse_taken(holder, user)
        give_up(held)
    set_identity(stored, id_type, check.value)
    point_to(keys[new], stored)
    return apply_identity(stored, check)


def _refuse_taken(holder: Member, user: Any) -> None:
    """Raise a refusal: the number is somebody else's, also when he has left."""
    refuse_open(holder, None, user)
    raise ValidationError({"id_number": _("A former member is registered with this ID number.")})
