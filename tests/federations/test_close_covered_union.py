"""A covered union that closes ends its coverage; the seat held for it is to be filled."""

import pytest
from django.urls import reverse

from cadres.choices import MeetingKind, Post
from cadres.models import Appointment, Meeting
from federations.models import Coverage, SeatToFill
from federations.services.coverage import cover_unions
from federations.services.seats import fill_seat, seat_heads
from tests.federations.conftest import COUNTY, day
from townships.choices import UnionKind
from townships.models import Union
from townships.services.closing import Approval, dissolve_union, merge_union
from unionreg.refusals import Refused

APPROVAL = Approval("莲工〔2025〕3号", "莲池区总工会", day("2025-03-31"), "企业注销")


@pytest.fixture
def world(documents):
    """A federation of three unions; the chair of the first sits on its committee."""
    world = documents
    world.federation = world.start()
    unions = world.unions[:3]
    on = day("2024-03-01")
    cover_unions(federation=world.federation, unions=unions, on=on, user=world.clerk)
    world.assembly = meeting(world, "2024-04-10", MeetingKind.MEMBER_ASSEMBLY)
    seat_heads(
        federation=world.federation,
        unions=unions[:1],
        meeting=world.assembly,
        on=day("2024-04-10"),
        user=world.clerk,
    )
    return world


def meeting(world, on, kind=MeetingKind.PLENARY):
    union = world.federation.union
    return Meeting.objects.create(county_code=COUNTY, union=union, kind=kind, held_on=day(on))


def dissolve(world, number=0, approval=APPROVAL):
    world.unions[number].refresh_from_db()
    dissolve_union(union=world.unions[number], approval=approval, user=world.clerk)


def test_coverage_ends_on_the_day_of_closing(world):
    dissolve(world, 1)
    days = dict(Coverage.objects.order_by("pk").values_list("union_id", "valid_to"))
    first, second, third = (union.pk for union in world.unions[:3])
    assert days == {first: None, second: day("2025-03-31"), third: None}
    assert not SeatToFill.objects.exists()


def test_the_seat_held_for_it_is_to_be_filled(world):
    dissolve(world)
    seat = SeatToFill.objects.get()
    assert (seat.covered, seat.opened_on) == (world.unions[0], day("2025-03-31"))
    assert seat.former == Appointment.objects.get(union=world.federation.union)


def test_the_seat_opens_where_no_chair_was_in_office_any_more(world):
    Appointment.objects.filter(union=world.unions[0], post=Post.CHAIR).delete()
    dissolve(world)
    assert SeatToFill.objects.get().covered == world.unions[0]


def test_a_union_does_not_close_before_its_coverage_began(world):
    early = Approval("莲工〔2024〕3号", "莲池区总工会", day("2024-02-29"), "企业注销")
    with pytest.raises(Refused, match="2024-03-01"):
        dissolve(world, 1, early)
    assert Coverage.objects.filter(valid_to=None).count() == 3


@pytest.mark.parametrize("named", [True, False])
def test_the_head_of_another_covered_union_takes_the_seat(world, named):
    dissolve(world)
    arguments = {"meeting": meeting(world, "2025-05-01"), "on": day("2025-05-01")}
    seat = SeatToFill.objects.get()
    successor = world.unions[1] if named else None
    if not named:
        with pytest.raises(Refused) as refusal:
            fill_seat(seat=seat, user=world.clerk, successor=successor, **arguments)
        assert "successor" in refusal.value.message_dict
        return
    fill_seat(seat=seat, user=world.clerk, successor=successor, **arguments)
    assert seat.filled_by.represents == world.unions[1]
    assert seat.former.valid_to == day("2025-04-30")


def test_after_a_merger_the_head_of_the_other_union_takes_it_on_the_page(world, as_user):
    Union.objects.filter(kind=UnionKind.OWN).update(kind=UnionKind.VILLAGE)
    first, second = Union.objects.filter(kind=UnionKind.VILLAGE).order_by("code")[:2]
    merge_union(union=first, target=second, approval=APPROVAL, user=world.clerk)
    assert Coverage.objects.get(union=first).valid_to == day("2025-03-31")
    client, pages = as_user(world.clerk), [world.federation.pk]
    shown = client.get(reverse("federation_committee", args=pages)).content.decode()
    assert f'<option value="{second.pk}" selected>' in shown
    seat = SeatToFill.objects.get()
    sent = {"held_on": "2025-05-01", "kind": str(MeetingKind.PLENARY), "on": "2025-05-01"}
    keys = {"seat": seat.pk, "record_version": seat.version, "successor": second.pk}
    sent |= {name: str(value) for name, value in keys.items()}
    assert client.post(reverse("federation_fill", args=pages), sent).status_code == 302
    seat.refresh_from_db()
    assert seat.filled_by.person.name == "乙主席"


def test_a_federation_that_closes_covers_nobody_any_more(world):
    union = world.federation.union
    union.refresh_from_db()
    dissolve_union(union=union, approval=APPROVAL, user=world.clerk)
    assert set(Coverage.objects.values_list("valid_to", flat=True)) == {day("2025-03-31")}
    assert not SeatToFill.objects.exists()
