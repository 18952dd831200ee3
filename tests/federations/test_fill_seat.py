"""A seat opens when a covered union's head changes, and only a procedure gives it away."""

import pytest
from django.urls import reverse

from cadres.choices import EndReason, MeetingKind, Post, SeatCategory
from cadres.models import Appointment, Meeting
from cadres.services.annulment import annul_appointment
from cadres.services.appointments import appoint, end_appointment
from federations.models import Coverage, SeatToFill
from federations.selectors.committee import committee_of
from federations.services.coverage import cover_unions, end_coverage
from federations.services.seats import fill_seat, open_seat, seat_heads
from history.choices import Action
from history.models import Change
from tests.federations.conftest import COUNTY, day
from unionreg.county import Conflict
from unionreg.refusals import Refused


@pytest.fixture
def world(documents):
    """A federation whose committee holds the chairs of the first two of three covered unions."""
    world = documents
    world.federation = world.start()
    cover_unions(
        federation=world.federation,
        unions=world.unions[:3],
        on=day("2024-03-01"),
        user=world.clerk,
    )
    world.assembly = meeting(world, "2024-04-10", MeetingKind.MEMBER_ASSEMBLY)
    seat_heads(
        federation=world.federation,
        unions=world.unions[:2],
        meeting=world.assembly,
        on=day("2024-04-10"),
        user=world.clerk,
    )
    return world


def meeting(world, on, kind=MeetingKind.PLENARY, union=None):
    union = union or world.federation.union
    return Meeting.objects.create(county_code=COUNTY, union=union, kind=kind, held_on=day(on))


def new_head(world, number=0, on="2025-01-10", name="新主席"):
    """The chair of a covered union resigns, and somebody else is elected the day after."""
    old = Appointment.objects.get(union=world.unions[number], post=Post.CHAIR, valid_to=None)
    end_appointment(
        appointment=old, last_day=day(on), reason=EndReason.RESIGNATION, user=world.clerk
    )
    person = world.post(world.unions[3], name, Post.MEMBER).person
    new = Appointment(
        county_code=COUNTY,
        union=world.unions[number],
        person=person,
        post=Post.CHAIR,
        valid_from=day("2025-01-11"),
        elected_on=day("2025-01-11"),
    )
    return appoint(appointment=new, user=world.clerk).record


def test_chairs_take_their_seats_for_their_unions(world):
    seats = committee_of(world.federation, day("2024-04-10")).seats
    assert [seat.represents_id for seat in seats] == [u.pk for u in world.unions[:2]]
    assert {seat.category for seat in seats} == {SeatCategory.UNION_HEAD}


def test_a_seat_for_a_union_that_is_not_covered_is_refused(world):
    with pytest.raises(Refused, match="第4货运公司"):
        seat_heads(
            federation=world.federation,
            unions=[world.unions[3]],
            meeting=world.assembly,
            on=day("2024-04-10"),
            user=world.clerk,
        )


def test_a_change_of_head_opens_one_seat_and_a_procedure_fills_it(world):
    new_head(world)
    seat = SeatToFill.objects.get()
    assert (seat.covered, seat.closed_on) == (world.unions[0], None)
    plenary = meeting(world, "2025-02-01")
    fill_seat(seat=seat, meeting=plenary, on=day("2025-02-01"), user=world.clerk)
    seat.refresh_from_db()
    assert (seat.procedure, seat.filled_by.person.name) == (plenary, "新主席")
    former = seat.former
    former.refresh_from_db()
    assert former.valid_to == day("2025-01-31")
    committee = committee_of(world.federation, day("2025-02-01"))
    assert [one.person.name for one in committee.seats] == ["乙主席", "新主席"]
    assert committee.chairs_seated == 2


def test_the_head_of_a_union_without_a_seat_opens_none(world):
    new_head(world, number=2)
    assert not SeatToFill.objects.exists()


def test_until_then_the_former_head_counts_for_nobody(world):
    new_head(world)
    committee = committee_of(world.federation, day("2025-01-20"))
    assert (committee.chairs_seated, len(committee.seats)) == (1, 2)


@pytest.mark.parametrize(
    ("held", "on"), [(None, "2025-02-01"), ("2025-02-02", "2025-02-01"), ("2025-02-01", None)]
)
def test_without_a_procedure_or_before_it_nothing_is_filled(world, held, on):
    """On the day of the procedure it is in order, so the third case is filled by a foreign one."""
    new_head(world)
    seat = SeatToFill.objects.get()
    foreign = world.unions[1] if on is None else None
    procedure = meeting(world, held, union=foreign) if held else None
    with pytest.raises(Refused) as refusal:
        fill_seat(seat=seat, meeting=procedure, on=day(on or held), user=world.clerk)
    if on:
        assert "冀工办发〔2020〕43号 二.3" in str(refusal.value)
    assert SeatToFill.objects.get().closed_on is None


def test_nobody_takes_a_seat_as_long_as_no_new_head_is_on_record(world):
    old = Appointment.objects.get(union=world.unions[0], post=Post.CHAIR)
    end_appointment(
        appointment=old, last_day=day("2025-01-10"), reason=EndReason.RETIREMENT, user=world.clerk
    )
    plenary = meeting(world, "2025-02-01")
    with pytest.raises(Refused, match="第1货运公司"):
        fill_seat(
            seat=SeatToFill.objects.get(),
            meeting=plenary,
            on=day("2025-02-01"),
            user=world.clerk,
        )


def test_of_two_who_fill_a_seat_the_second_is_told(world):
    new_head(world)
    seat, stale = SeatToFill.objects.get(), SeatToFill.objects.get()
    plenary = meeting(world, "2025-02-01")
    arguments = {"meeting": plenary, "on": day("2025-02-01"), "user": world.clerk}
    fill_seat(seat=seat, expected_version=1, **arguments)
    with pytest.raises((Conflict, Refused)):
        fill_seat(seat=stale, expected_version=1, **arguments)


def test_the_head_of_a_union_covered_later_may_be_added(world):
    seat = open_seat(
        federation=world.federation,
        covered=world.unions[2],
        former=None,
        on=day("2025-01-01"),
        user=world.clerk,
    )
    plenary = meeting(world, "2025-02-01")
    fill_seat(seat=seat, meeting=plenary, on=day("2025-02-01"), user=world.clerk)
    assert committee_of(world.federation, day("2025-02-01")).chairs_seated == 3


def test_a_re_election_offers_the_covered_unions_and_keeps_the_seats(world, as_user):
    """They are no unions below the federation; those no longer covered are left out."""
    row = Coverage.objects.get(union=world.unions[2])
    end_coverage(coverage=row, last_day=day("2024-06-30"), user=world.clerk)
    union = world.federation.union
    page = as_user(world.clerk).get(reverse("term_open", args=[union.pk]))
    form = page.context["seats"].forms[0]
    offered = {value for value, _ in form.fields["represents"].choices if value}
    assert offered == {str(one.pk) for one in world.unions[:2]}
    assert form["represents"].value() == str(world.unions[0].pk)


def test_a_seat_filled_in_error_is_to_be_filled_again(world):
    new_head(world)
    seat = SeatToFill.objects.get()
    plenary = meeting(world, "2025-02-01")
    fill_seat(seat=seat, meeting=plenary, on=day("2025-02-01"), user=world.clerk)
    annul_appointment(appointment=seat.filled_by, reason="录错人", user=world.clerk)
    seat.refresh_from_db()
    assert (seat.closed_on, seat.filled_by, seat.procedure) == (None, None, None)
    assert "新主席" not in [
        s.person.name for s in committee_of(world.federation, day("2025-02-01")).seats
    ]


def standing_for(world, on="2024-06-01"):
    """A seat held for a union that has no chair on record; the office records a wrong one."""
    seat = Appointment.objects.get(represents=world.unions[0], valid_to=None)
    chairs = Appointment.objects.filter(union=world.unions[0], post=Post.CHAIR)
    chairs.exclude(pk=seat.pk).delete()
    post = Appointment(
        county_code=COUNTY,
        union=world.unions[0],
        person=world.post(world.unions[3], "录错的人", Post.MEMBER).person,
        post=Post.CHAIR,
        valid_from=day(on),
    )
    return appoint(appointment=post, user=world.clerk).record


def test_a_seat_opened_by_an_entry_in_error_is_withdrawn_with_it(world):
    wrong = standing_for(world)
    assert SeatToFill.objects.get().opened_on == day("2024-06-01")
    annul_appointment(appointment=wrong, reason="录错人", user=world.clerk)
    assert not SeatToFill.objects.exists()
    assert Change.objects.filter(model="federations.seattofill", action=Action.REMOVED).exists()


def test_a_seat_that_a_true_change_opened_stays(world):
    """The chair resigned; only the successor was entered in error."""
    new_head(world)
    wrong = Appointment.objects.get(union=world.unions[0], post=Post.CHAIR, valid_to=None)
    annul_appointment(appointment=wrong, reason="录错人", user=world.clerk)
    assert SeatToFill.objects.get().closed_on is None


def test_a_seat_stays_when_somebody_else_heads_the_union_since(world):
    wrong = standing_for(world)
    new_head(world)
    annul_appointment(appointment=wrong, reason="录错人", user=world.clerk)
    assert SeatToFill.objects.get().closed_on is None


def uncovered(world):
    """The head of the first union changed, then its coverage ended by hand."""
    new_head(world)
    coverage = Coverage.objects.get(union=world.unions[0])
    end_coverage(coverage=coverage, last_day=day("2025-01-31"), user=world.clerk)
    return SeatToFill.objects.get()


def test_after_the_coverage_ended_the_head_of_another_union_takes_the_seat(world):
    seat = uncovered(world)
    arguments = {"meeting": meeting(world, "2025-02-01"), "user": world.clerk}
    with pytest.raises(Refused) as refusal:
        fill_seat(seat=seat, on=day("2025-02-01"), **arguments)
    assert list(refusal.value.message_dict) == ["successor"]
    fill_seat(seat=seat, on=day("2025-02-01"), successor=world.unions[2], **arguments)
    assert seat.filled_by.represents == world.unions[2]


def test_on_the_last_day_of_the_coverage_its_own_head_takes_it(world):
    seat = uncovered(world)
    plenary = meeting(world, "2025-01-31")
    fill_seat(seat=seat, meeting=plenary, on=day("2025-01-31"), user=world.clerk)
    assert seat.filled_by.person.name == "新主席"


def test_the_page_asks_for_a_successor_of_a_union_that_is_not_covered(world, as_user):
    seat = uncovered(world)
    client, pages = as_user(world.clerk), [world.federation.pk]
    shown = client.get(reverse("federation_committee", args=pages)).content.decode()
    assert f'id="fill_{seat.pk}_successor"' in shown
    sent = {"seat": seat.pk, "record_version": seat.version, "successor": world.unions[2].pk}
    sent |= {"held_on": "2025-02-01", "kind": MeetingKind.PLENARY, "on": "2025-02-01"}
    assert client.post(reverse("federation_fill", args=pages), sent).status_code == 302
    seat.refresh_from_db()
    assert seat.filled_by.represents == world.unions[2]
