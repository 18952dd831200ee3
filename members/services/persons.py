"""Which row is the current one of a person: claims on PersonKey.

A key is claimed by INSERT … ON CONFLICT DO NOTHING and then locked. Of two writers who enrol the
same person, the second waits and then sees the first one's row.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from members.errors import AlreadyMember
from members.models import Member, Membership, PersonKey
from members.states import OPEN_STATES
from townships.models import Division, Union
from unionreg.county import CountyQuerySet

# Called with the row that has become the current one of a person, in the transaction.
Handler = Callable[[Member], None]
_registered: list[Handler] = []
UNWRITTEN = 0  # member_id of a claim whose row follows in the same transaction


def register(handler: Handler) -> None:
    """Have `handler` called when a row becomes a person's current one. Once, when an app starts."""
    if handler not in _registered:
        _registered.append(handler)


def claim(*, id_hash: uuid.UUID, county_code: str) -> PersonKey:
    """The locked key of a person; a new one, made for this county, has member_id UNWRITTEN."""
    claimed = PersonKey(id_hash=id_hash, county_code=county_code, member_id=UNWRITTEN)
    while True:
        PersonKey.objects.bulk_create([claimed], ignore_conflicts=True)
        key = PersonKey.objects.select_for_update().filter(pk=id_hash).first()
        if key is not None:  # else: given up by its holder between the two statements
            return key


def lock_key(id_hash: uuid.UUID) -> PersonKey:
    """The key of a person who is in the registry, locked."""
    return PersonKey.objects.select_for_update().get(pk=id_hash)


def rows_of(key: PersonKey) -> list[Member]:
    """All rows of the person, the current one first; each county is asked by its name."""
    rows = list(_current(key))
    for county_code in reversed(key.former_counties.split()):
        rows += Member.objects.in_county(county_code).filter(id_hash=key.id_hash)
    return rows


def _current(key: PersonKey) -> CountyQuerySet[Member]:
    return Member.objects.in_county(key.county_code).filter(pk=key.member_id)


def holder_of(key: PersonKey) -> Member | None:
    """The current row of the person, locked; None for a new claim."""
    return _current(key).select_for_update(no_key=True).first()


def point_to(key: PersonKey, member: Member) -> None:
    """Make `member` the current row of the person and remember the county he came from."""
    former = [code for code in key.former_counties.split() if code != member.county_code]
    moved = key.member_id != UNWRITTEN and key.county_code != member.county_code
    key.former_counties = " ".join([*former, key.county_code] if moved else former)
    key.county_code = member.county_code
    key.member_id = member.pk
    key.save()
    for handler in _registered:
        handler(member)


def give_up(key: PersonKey) -> None:
    """Release a number that was a mistake: back to the row that had it before, or to nobody."""
    former = key.former_counties.split()
    if not former:
        key.delete()
        return
    key.county_code = former.pop()
    before = Member.objects.in_county(key.county_code).filter(id_hash=key.id_hash)
    key.member_id = before.values_list("pk", flat=True).get()
    key.former_counties = " ".join(former)
    key.save()


def last_day(rows: list[Member]) -> Any:
    """The last day of any membership of these rows; None when none has ended."""
    days = [
        Membership.objects.in_county(row.county_code)
        .filter(member_id=row.pk)
        .aggregate(day=Max("valid_to"))["day"]
        for row in rows
    ]
    return max((day for day in days if day), default=None)


def refuse_open(holder: Member, union: Union | None, user: Any) -> None:
    """Raise AlreadyMember when the person has an open membership (R-MEM-02).

    Where he is a member is told as far as the user may see it.
    """
    if holder.state not in OPEN_STATES:
        return
    seen = _sees(user, holder)
    raise AlreadyMember(_where(holder, union, user, seen), member=holder if seen else None)


def _sees(user: Any, member: Member) -> bool:
    return user is None or user.scope.covers(member.county_code, member.township_id)


def _where(holder: Member, union: Union | None, user: Any, seen: bool) -> str:
    if union is not None and (holder.county_code, holder.union_id) == (union.county_code, union.pk):
        return _("%(name)s is a member of this union already.") % {"name": holder.name}
    if seen:
        text = _("%(name)s is a member of %(union)s. Transfer the membership instead.")
        return text % {"name": holder.name, "union": holder.union.name}
    if holder.county_code in user.scope.counties | user.scope.township_counties:
        county = Division.objects.get(key=holder.county_code)
        text = _(
            "This person is a member of another union in %(county)s. "
            "Ask the county's union to transfer the membership."
        )
        return text % {"county": county.name}
    return _(
        "This person is a member of a union in another county. "
        "The membership must be transferred out there first."
    )
