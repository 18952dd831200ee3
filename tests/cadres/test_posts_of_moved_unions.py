"""Posts end with their union; people in office follow it into another township."""

import datetime
from typing import Any

from cadres.choices import EndReason, Post
from cadres.models import Appointment, Person
from tests.places import Places, Staff, Unions
from townships.services.closing import Approval, dissolve_union
from townships.services.relocation import move_to_township

JULY = datetime.date(2026, 7, 1)


def test_posts_end_with_the_union(staff: Staff, unions: Unions, post: Any) -> None:
    post(unions.factory, "厂主席")
    post(unions.factory, "委员甲", Post.MEMBER)
    post(unions.linqi, "镇主席")
    approval = Approval("林工〔2026〕12号", "林州市总工会", JULY, "企业注销")
    dissolve_union(union=unions.factory, approval=approval, user=staff.county)
    ended = Appointment.objects.filter(union=unions.factory)
    assert {(row.valid_to, row.end_reason) for row in ended} == {(JULY, EndReason.CLOSED)}
    unions.factory.refresh_from_db()
    assert unions.factory.chair_name == ""
    assert Appointment.objects.get(union=unions.linqi).valid_to is None


def test_people_in_office_follow_the_union(
    staff: Staff, places: Places, unions: Unions, post: Any
) -> None:
    post(unions.factory, "厂主席")
    unions.factory.refresh_from_db()
    move_to_township(unions=[unions.factory], township_key=places.hejian.pk, user=staff.county)
    assert Person.objects.get().township_id == places.hejian.pk
