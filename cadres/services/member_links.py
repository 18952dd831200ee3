"""The link from a cadre to the membership record with the same ID number."""

from cadres.models import Person
from history.services import record, snapshot
from members.models import Member


def link_member(member: Member) -> None:
    """Link the cadre of the county who has the number of somebody who was enrolled."""
    rows = Person.objects.in_county(member.county_code).filter(id_hash=member.id_hash)
    for person in rows.exclude(member_id=member.pk).select_for_update(no_key=True):
        before = snapshot(person)
        person.member = member
        person.version += 1
        person.updated_by = member.updated_by
        person.save(update_fields=["member", "version", "updated_by", "updated_at"])
        record(instance=person, before=before, user=member.updated_by)
