"""Moving all members of a union at once, when it merges into another (工会法 art. 13, R-ORG-08)."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from history.services import record_many, snapshot
from members.choices import ChangeType
from members.models import Member, Membership
from members.services.periods import ONE_DAY, refuse_future
from members.services.rows import lock_unions
from members.services.summaries import refresh
from members.states import OPEN_STATES
from townships.models import Union

CHUNK = 1000


@transaction.atomic
def move_all(
    *, from_union: Union, to_union: Union, on: datetime.date, user: Any, reason: str = ""
) -> int:
    """Move every open membership to another union of the same county; how many people moved.

    Memberships end the day before `on` and begin again on it, kept ones stay kept. Who joined on
    that day or later has been a member of the other union from the beginning: his membership is
    corrected. Set-based: the number of statements grows with the chunks, not with the people.
    """
    if from_union.county_code != to_union.county_code or from_union.pk == to_union.pk:
        raise ValidationError({"to_union": _("Choose another union of the same county.")})
    refuse_future(on, "on")
    _left, union = lock_unions(from_union, to_union)
    if not union.is_open:
        raise ValidationError(
            {"to_union": _("%(union)s is closed. Choose another union.") % {"union": union}}
        )
    moved = 0
    while members := _next_chunk(from_union):
        _move(members, union, on, user, reason)
        moved += len(members)
    refresh(county_code=union.county_code, union_ids=[from_union.pk, union.pk])
    return moved


def _next_chunk(union: Union) -> list[Member]:
    """Members who are still in the old union, locked by id."""
    rows = Member.objects.in_county(union.county_code).select_for_update(no_key=True)
    inside = rows.filter(union_id=union.pk, state__in=OPEN_STATES).order_by("pk")
    return list(inside[:CHUNK])


def _move(members: list[Member], union: Union, on: datetime.date, user: Any, reason: str) -> None:
    """Move a chunk of locked members of one county."""
    open_rows = Membership.objects.in_county(union.county_code).filter(
        member_id__in=[member.pk for member in members], valid_to__isnull=True
    )
    later = Q(valid_from__gte=on)
    kept = dict(open_rows.values_list("member_id", "kept_from"))
    corrected = _correct(open_rows.filter(later), members, union, user, reason)
    _close_and_open(open_rows.exclude(later), members, kept, union, on, user, reason)
    _repeat_on_members(members, corrected, union, on, user, reason)


def _stamp(user: Any) -> dict[str, Any]:
    """What every set-based UPDATE of registry rows sets."""
    return {
        "version": F("version") + 1,
        "updated_at": timezone.now(),
        "updated_by": user if getattr(user, "pk", None) else None,
    }


def _loaded(rows: QuerySet[Membership], members: list[Member]) -> list[Membership]:
    """Memberships with their member and union at hand, so that naming them asks nothing more."""
    by_id = {member.pk: member for member in members}
    found = list(rows.select_related("union").order_by("pk"))
    for row in found:
        row.member = by_id[row.member_id]
    return found


def _correct(
    rows: QuerySet[Membership], members: list[Member], union: Union, user: Any, reason: str
) -> set[int]:
    """Who joined on the day or later is put into the other union; ids of these members."""
    found = _loaded(rows, members)
    before = [snapshot(row) for row in found]
    Membership.objects.in_county(union.county_code).filter(pk__in=[row.pk for row in found]).update(
        union_id=union.pk, **_stamp(user)
    )
    for row in found:
        row.union = union
    record_many(changes=zip(found, before, strict=True), user=user, reason=reason)
    return {row.member_id for row in found}


def _close_and_open(
    rows: QuerySet[Membership],
    members: list[Member],
    kept: dict[int, datetime.date | None],
    union: Union,
    on: datetime.date,
    user: Any,
    reason: str,
) -> None:
    """Close the memberships the day before and open new ones."""
    found = _loaded(rows, members)
    before = [snapshot(row) for row in found]
    last_day = on - ONE_DAY
    ids = [row.pk for row in found]
    here = Membership.objects.in_county(union.county_code)
    here.filter(pk__in=ids).update(
        valid_to=last_day, ended_by=ChangeType.TRANSFERRED_OUT, **_stamp(user)
    )
    # whose keeping began on the day or later was kept in the other union only
    here.filter(pk__in=ids, kept_from__gt=last_day).update(kept_from=None)
    opened = Membership.objects.bulk_create(
        Membership(
            county_code=union.county_code,
            member=row.member,
            union=union,
            valid_from=on,
            began_by=ChangeType.TRANSFERRED_IN,
            kept_from=kept[row.member_id],
            updated_by=user if getattr(user, "pk", None) else None,
        )
        for row in found
    )
    for row in found:
        row.valid_to, row.ended_by = last_day, ChangeType.TRANSFERRED_OUT
        if row.kept_from and row.kept_from > last_day:
            row.kept_from = None
    pairs = [*zip(found, before, strict=True), *((row, None) for row in opened)]
    record_many(changes=pairs, user=user, reason=reason)


def _repeat_on_members(
    members: list[Member],
    corrected: set[int],
    union: Union,
    on: datetime.date,
    user: Any,
    reason: str,
) -> None:
    """Repeat the new union on the members' own rows."""
    before = [snapshot(member) for member in members]
    place = {"union_id": union.pk, "township_id": union.township_id}
    change = {
        "joined_on": on,
        "change_type": ChangeType.TRANSFERRED_IN,
        "changed_on": on,
        "change_reason": "",
    }
    here = Member.objects.in_county(union.county_code)
    moved = {member.pk for member in members} - corrected
    here.filter(pk__in=moved).update(**place, **change, **_stamp(user))
    here.filter(pk__in=corrected).update(**place, **_stamp(user))
    for member in members:
        for name, value in {**place, **({} if member.pk in corrected else change)}.items():
            setattr(member, name, value)
    record_many(changes=zip(members, before, strict=True), user=user, reason=reason)


@transaction.atomic
def relocate(*, county_code: str, union_ids: list[int], township_key: str | None) -> None:
    """Let the members of unions that now lie in another township lie there too, and count again.

    They count as changed: a file that was checked before must not bring them back.
    """
    rows = Member.objects.in_county(county_code).filter(union_id__in=union_ids)
    list(rows.order_by("pk").select_for_update().values_list("pk"))
    rows.update(township_id=township_key, version=F("version") + 1)
    refresh(county_code=county_code, union_ids=union_ids)
