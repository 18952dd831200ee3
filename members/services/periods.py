"""Opening and closing memberships, and repeating the open one on the member.

Days: `valid_from` is the first, `valid_to` the last day of a membership. Who leaves on a day can
join again on the next one at the earliest; a transfer on a day ends the old membership on the day
before (总工发〔2016〕28号 一.5, R-MEM-02, R-MEM-03).
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from members.choices import ChangeType
from members.models import Member, Membership
from members.services.rows import snapshot, write
from members.states import MemberState
from townships.models import Union

ONE_DAY = datetime.timedelta(days=1)


def refuse_future(day: datetime.date | None, field: str) -> None:
    """Raise ValidationError for a day that is still to come: the registry records what happened."""
    if day is not None and day > timezone.localdate():
        text = _("This day is still to come. Record the change on that day.")
        raise ValidationError({field: text})


def refuse_before_birth(member: Member, day: datetime.date | None, field: str) -> None:
    """Raise ValidationError when somebody would join before he was born."""
    if day and member.birth_date and day <= member.birth_date:
        raise ValidationError({field: _("The person was not born yet on this day.")})


def refuse_overlap(last: datetime.date | None, begin: datetime.date | None, field: str) -> None:
    """Raise ValidationError when a membership would begin before the last one has ended."""
    if last is None or (begin is not None and begin > last):
        return
    text = _(
        "The last membership lasted until %(last)s. "
        "A new one can begin on %(next)s at the earliest."
    )
    days = {"last": last.isoformat(), "next": (last + ONE_DAY).isoformat()}
    raise ValidationError({field: text % days})


def open_membership(member: Member) -> Membership:
    """The open membership of a locked member; raises ValidationError when there is none."""
    found = (
        Membership.objects.in_county(member.county_code)
        .filter(member_id=member.pk, valid_to__isnull=True)
        .select_related("union")
        .first()
    )
    if found is None:
        raise ValidationError(_("%(name)s is no longer a member.") % {"name": member.name})
    found.member = member
    return found


def begin(
    *,
    member: Member,
    before: dict[str, Any] | None,
    union: Union,
    day: datetime.date | None,
    began_by: str,
    user: Any,
    reason: str = "",
    came_from: str = "",
) -> Membership:
    """Save the member with a new open membership; `before` is his snapshot, None for a new one."""
    membership = Membership(
        county_code=member.county_code,
        union=union,
        valid_from=day,
        began_by=began_by,
        came_from=came_from,
    )
    repeat_on_member(member, membership)
    write(member, before=before, user=user, reason=reason)
    membership.member = member  # parents first: the key between them is checked at once
    return write(membership, before=None, user=user, reason=reason)


def repeat_on_member(member: Member, membership: Membership) -> None:
    """Set what lists and counts read from the member's own row."""
    member.union = membership.union
    member.township_id = membership.union.township_id
    member.state = MemberState.ACTIVE
    member.joined_on = membership.valid_from
    note_change(member, membership.began_by, membership.valid_from, "")


def note_change(member: Member, kind: str, day: datetime.date | None, reason_code: str) -> None:
    """The last change of membership (columns 14 to 16 of the provincial sheet)."""
    member.change_type = kind
    member.changed_on = day
    member.change_reason = reason_code


def finish(
    membership: Membership,
    *,
    last_day: datetime.date,
    ended_by: ChangeType,
    reason_code: str,
    user: Any,
    field: str,
    reason: str = "",
    went_to: str = "",
) -> None:
    """Close an open membership; `field` is where a wrong day is reported."""
    began = _("The membership began on %(first)s. The earliest possible day is %(next)s.")
    kept = _("The membership is kept since %(first)s. The earliest possible day is %(next)s.")
    _refuse_end_before(membership.kept_from, last_day, field, kept)
    _refuse_end_before(membership.valid_from, last_day, field, began)
    before = snapshot(membership)
    membership.valid_to = last_day
    membership.ended_by = ended_by
    membership.end_reason = reason_code
    membership.went_to = went_to
    write(membership, before=before, user=user, reason=reason)


def _refuse_end_before(
    first: datetime.date | None, last_day: datetime.date, field: str, text: str
) -> None:
    """Raise ValidationError for a last day before `first`; of a transfer the next day is typed."""
    if first is not None and last_day < first:
        earliest = first if field == "on" else first + ONE_DAY
        days = {"first": first.isoformat(), "next": earliest.isoformat()}
        raise ValidationError({field: text % days})
