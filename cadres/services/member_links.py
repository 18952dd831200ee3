"""The link from a cadre to the membership record with the same ID number."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cadres.models import Person
from history.services import record_many, snapshot
from members.models import Member

FIELDS = ("member", "version", "updated_by", "updated_at")


def link_member(member: Member) -> None:
    """Link the cadre of the county who has the number of somebody who was enrolled."""
    people = Person.objects.in_county(member.county_code).filter(id_hash=member.id_hash)
    _link(people, [member], member.updated_by)


def link_members(
    *, county_code: str, members: QuerySet[Any], user: Any, batch_id: int | None = None
) -> None:
    """Link the cadres of a county to those of `members` who have their numbers.

    `members` are membership records of the county; the number of statements is the same however
    many there are. The changes are noted under the import `batch_id`.
    """
    people = Person.objects.in_county(county_code).filter(id_hash__in=members.values("id_hash"))
    numbers = people.values("id_hash")
    found = Member.objects.in_county(county_code).filter(id_hash__in=numbers)
    _link(people, found, user, batch_id)


def unlink_members(
    *, county_code: str, members: QuerySet[Any], user: Any, batch_id: int | None = None
) -> None:
    """Take the links to membership records away that are about to be removed."""
    people = Person.objects.in_county(county_code).filter(member_id__in=members.values("pk"))
    _write(people.select_for_update(no_key=True), {}, user, batch_id)


def _link(
    people: QuerySet[Person], members: Iterable[Member], user: Any, batch_id: int | None = None
) -> None:
    found = list(people.select_for_update(no_key=True))
    if found:
        _write(found, {member.id_hash: member for member in members}, user, batch_id)


def _write(
    people: Iterable[Person], by_number: dict[Any, Member], user: Any, batch_id: int | None
) -> None:
    """Link each to the record with his number, to none where there is none."""
    changed = []
    for person in people:
        member = by_number.get(person.id_hash)
        if person.member_id == (member.pk if member else None):
            continue
        before = snapshot(person)
        person.member, person.updated_by = member, user
        person.version += 1
        person.updated_at = timezone.now()
        changed.append((person, before))
    if changed:
        county = Person.objects.in_county(changed[0][0].county_code)
        county.bulk_update([person for person, _before in changed], FIELDS)
        record_many(changes=changed, user=user, batch_id=batch_id)
