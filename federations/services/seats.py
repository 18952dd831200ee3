"""Seats of a federation's committee: taken by heads of covered unions, vacated, filled again."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cadres.choices import LEADERS, Body, ElectionBody, EndReason, MeetingKind, Post, SeatCategory
from cadres.models import Appointment, Meeting, Term
from cadres.services.appointments import appoint, end_appointment
from federations.case import make_case
from federations.models import Coverage, Federation, SeatToFill
from federations.selectors.committee import Committee, chairs_of, committee_of
from federations.selectors.coverage import holding
from federations.services.records import keep_due
from history.choices import Action
from history.services import record, save_record, snapshot
from policies.engine import Value
from townships.choices import OPEN_STATUSES
from townships.models import Union
from townships.services.common import lock_stored, lock_unions, today_or
from unionreg.refusals import Refused

# Meetings that can give a seat (经履行民主程序), and who elects there.
PROCEDURES = {
    MeetingKind.MEMBER_ASSEMBLY: ElectionBody.JOINT,
    MeetingKind.PLENARY: ElectionBody.COMMITTEE,
    MeetingKind.COMMITTEE: ElectionBody.COMMITTEE,
}
ONE_DAY = timedelta(days=1)


class HeadsOfCoveredUnions:
    """R-COM-10: a member who stops heading his union leaves a seat to be filled."""

    def head_changed(
        self,
        *,
        union: Union,
        former: Appointment | None,
        current: Appointment | None,
        on: date,
        user: Any,
    ) -> None:
        """Open a seat in every federation that covers the union and in which its head sat."""
        rows = Coverage.objects.in_county(union.county_code).filter(
            holding(on), union_id=union.pk, federation__union__status__in=OPEN_STATUSES
        )
        for row in rows.select_related("federation__union"):
            keep_due(row.federation.union)
            seat = _seat_left(row.federation, union, former, current, on)
            if seat is not None:
                open_seat(federation=row.federation, covered=union, former=seat, on=on, user=user)


def _seat_left(
    federation: Federation,
    union: Union,
    former: Appointment | None,
    current: Appointment | None,
    on: date,
) -> Appointment | None:
    """The seat that somebody holds who heads the union no longer; None when there is none."""
    committee = committee_of(federation, on)
    left = committee.people.get(former.person_id) if former is not None else None
    standing = (s for s in committee.seats if s.represents_id == union.pk)
    seat = left or next(standing, None)
    stays = seat and current and seat.person_id == current.person_id
    return None if stays else seat


@transaction.atomic
def open_seat(
    *, federation: Federation, covered: Union, former: Appointment | None, on: date, user: Any
) -> SeatToFill:
    """A seat to be filled, the open one where there is one already.

    Without `former` the head of a union that was covered later is to be added (R-COM-12). Raises
    Refused for a union that the federation does not cover.
    """
    rows = SeatToFill.objects.in_county(federation.county_code)
    present = rows.filter(federation=federation, covered=covered, closed_on__isnull=True).first()
    if present is not None:
        return present
    _refuse_uncovered(federation, covered, on)
    seat = SeatToFill(
        county_code=federation.county_code,
        federation=federation,
        covered=covered,
        former=former,
        opened_on=on,
    )
    save_record(instance=seat, user=user)
    keep_due(federation.union)
    return seat


def reopen_seats(appointment: Appointment, user: Any) -> None:
    """A post was annulled: the seats that it filled are to be filled again."""
    rows = SeatToFill.objects.in_county(appointment.county_code)
    for seat in rows.filter(filled_by=appointment).select_related("federation__union"):
        waiting = rows.filter(
            federation_id=seat.federation_id, covered_id=seat.covered_id, closed_on__isnull=True
        )
        if waiting.exists():
            continue
        seat.procedure = seat.procedure_on = seat.filled_by = seat.closed_on = None
        save_record(instance=seat, user=user)
        keep_due(seat.federation.union)


def withdraw_seats(appointment: Appointment, user: Any) -> None:
    """A chair was annulled: a seat that only this entry opened is no longer to be filled."""
    if appointment.body != Body.COMMITTEE or appointment.post != Post.CHAIR:
        return
    days = [day for day in (appointment.valid_from, appointment.valid_to) if day]
    rows = SeatToFill.objects.in_county(appointment.county_code).filter(
        covered_id=appointment.union_id,
        covered__status__in=OPEN_STATUSES,
        former__valid_to__isnull=True,
        former__isnull=False,
        closed_on__isnull=True,
        opened_on__in=days,
    )
    for seat in rows.select_related("federation__union", "former"):
        if not _head_changed(seat):
            _withdraw(seat, user)


def _head_changed(seat: SeatToFill) -> bool:
    """Whether, by what is left on record, somebody else heads the union or its head left."""
    chairs = Appointment.objects.in_county(seat.county_code).filter(
        union_id=seat.covered_id, body=Body.COMMITTEE, post=Post.CHAIR
    )
    counted = chairs.exclude(end_reason=EndReason.ANNULLED)
    somebody_else = Q(valid_to__isnull=True) & ~Q(person_id=seat.former.person_id)
    return bool(counted.filter(Q(valid_to__gte=seat.opened_on) | somebody_else).exists())


def _withdraw(seat: SeatToFill, user: Any) -> None:
    reason = _("The chair was entered in error, so nobody left this seat.")
    before = snapshot(seat)
    record(instance=seat, before=before, user=user, reason=reason, action=Action.REMOVED)
    federation = seat.federation
    seat.delete()
    keep_due(federation.union)


def open_seat_of_closed(*, federation: Federation, covered: Union, on: date, user: Any) -> None:
    """A covered union was closed on the day: the seat that was held for it is to be filled."""
    if not federation.union.is_open:
        return
    seats = committee_of(federation, on).seats
    former = next((seat for seat in seats if seat.represents_id == covered.pk), None)
    if former is not None:
        open_seat(federation=federation, covered=covered, former=former, on=on, user=user)


def _covers(federation: Federation, union: Union, on: date) -> bool:
    rows = Coverage.objects.in_county(federation.county_code).filter(
        holding(on), federation_id=federation.pk, union_id=union.pk
    )
    return bool(rows.exists())


def _refuse_uncovered(federation: Federation, union: Union, on: date) -> None:
    if not _covers(federation, union, on):
        text = _("%(federation)s does not cover %(name)s on %(day)s, so it has no seat for it.")
        names = {"federation": federation, "name": union.name, "day": on.isoformat()}
        raise Refused(text % names)


@transaction.atomic
def seat_heads(
    *, federation: Federation, unions: Collection[Union], meeting: Meeting, on: date, user: Any
) -> list[Appointment]:
    """Let the chairs of covered unions sit on the committee from a day on (R-COM-07).

    `meeting` is the one that elected them. Raises Refused: a union that is not covered, without a
    chair on record, with its seat already; and whatever `appoint` refuses (R-ELG-01).
    """
    lock_unions(federation.county_code, {federation.union_id})
    committee = committee_of(federation, on)
    made = []
    for union in unions:
        _refuse_uncovered(federation, union, on)
        if committee.seat_of(union) is not None:
            text = _("%(name)s has its seat on the committee already.")
            raise Refused({"unions": text % {"name": union.name}})
        made.append(_seat_head(federation, union, meeting, on, user))
    keep_due(federation.union)
    return made


def _seat_head(
    federation: Federation, union: Union, meeting: Meeting, on: date, user: Any
) -> Appointment:
    chair = chairs_of(federation.county_code, [union.pk], on).get(union.pk)
    if chair is None:
        text = _("No chair of %(name)s is on record for %(day)s. Record the chair first.")
        raise Refused(text % {"name": union.name, "day": on.isoformat()})
    refuse_late_procedure(federation, meeting, on)
    seat = Appointment(
        county_code=federation.county_code,
        union=federation.union,
        person=chair.person,
        body=Body.COMMITTEE,
        post=Post.MEMBER,
        term=_open_term(federation),
        valid_from=on,
        category=SeatCategory.UNION_HEAD,
        represents=union,
        elected_on=meeting.held_on,
        elected_by=PROCEDURES[MeetingKind(meeting.kind)],
        election=meeting,
    )
    return appoint(appointment=seat, user=user).record


def _open_term(federation: Federation) -> Term | None:
    rows = Term.objects.in_county(federation.county_code)
    return rows.filter(union_id=federation.union_id, ended_on__isnull=True).first()


def refuse_late_procedure(federation: Federation, meeting: Meeting, on: date) -> None:
    """R-COM-10, R-COM-12: nobody sits before the democratic procedure. Raises Refused."""
    if meeting.union_id != federation.union_id or meeting.kind not in PROCEDURES:
        text = _("A seat is given by an assembly or a meeting of the federation's committee.")
        raise Refused({"meeting": text})
    case = make_case(federation, federation.union, on)
    remedy = _("Choose the day of the meeting or a later one")
    days: dict[str, Value] = {"procedure_on": meeting.held_on, "replaced_on": on}
    text = _("The seat cannot be taken on %(on)s, before the procedure of %(held)s")
    said = text % {"on": on.isoformat(), "held": meeting.held_on.isoformat()}
    found = list(case.failures("R-COM-10", "on", remedy, text=said, values=days))
    if found or meeting.held_on > on:
        basis = case.basis("R-COM-10")
        whole = f"{said}（{basis}）" if basis else said
        raise Refused({"on": _("%(text)s. %(remedy)s.") % {"text": whole, "remedy": remedy}})


@transaction.atomic
def fill_seat(
    *,
    seat: SeatToFill,
    meeting: Meeting | None,
    on: date,
    user: Any,
    expected_version: int | None = None,
    successor: Union | None = None,
) -> SeatToFill:
    """Give a seat to the present head of its union, by a recorded procedure (R-COM-10, 12).

    The former member's seat ends on the day before. Where the union of the seat was closed or
    is covered no longer, the head of `successor` takes it, of the union into which it was merged
    unless another is named.
    Raises Refused without a procedure, before it, without a chair of the union on record, while a
    chair or vice-chair of the federation holds the seat; Conflict when somebody else saved.
    """
    today_or(on, "on")
    federation = seat.federation
    lock_unions(federation.county_code, {federation.union_id})
    lock_stored(seat, expected_version)
    if seat.closed_on is not None:
        raise Refused(_("This seat is filled already."))
    if meeting is None:
        case = make_case(federation, federation.union, on)
        text = _("A seat is filled only after a democratic procedure. Record the meeting first.")
        basis = case.basis("R-COM-10")
        raise Refused({"meeting": f"{text}（{basis}）" if basis else text})
    heir = _heir(seat, successor, on)
    _vacate(seat, on, user)
    seat.filled_by = _taken_by(committee_of(federation, on), seat, heir, meeting, on, user)
    seat.procedure, seat.procedure_on, seat.closed_on = meeting, meeting.held_on, on
    save_record(instance=seat, user=user)
    keep_due(federation.union)
    return seat


def _heir(seat: SeatToFill, successor: Union | None, on: date) -> Union:
    """The union whose head takes the seat: its own as long as it is covered, else another one."""
    own: Union = seat.covered
    if own.is_open and _covers(seat.federation, own, on):
        return own
    heir: Union | None = successor or own.merged_into
    if heir is None:
        raise Refused({"successor": _why_another(seat, on)})
    _refuse_uncovered(seat.federation, heir, on)
    return heir


def _why_another(seat: SeatToFill, on: date) -> str:
    if seat.covered.is_open:
        text = _(
            "%(name)s is not covered on %(day)s any more. Choose the covered union whose head "
            "takes the seat."
        )
    else:
        text = _("%(name)s was closed. Choose the covered union whose head takes the seat.")
    return text % {"name": seat.covered.name, "day": on.isoformat()}


def _taken_by(
    committee: Committee, seat: SeatToFill, heir: Union, meeting: Meeting, on: date, user: Any
) -> Appointment:
    """The new member's seat; whoever sits already for another reason keeps that seat."""
    chair = chairs_of(seat.county_code, [heir.pk], on).get(heir.pk)
    present = committee.people.get(chair.person_id) if chair is not None else None
    if present is not None:
        refuse_late_procedure(seat.federation, meeting, on)
        return present
    return _seat_head(seat.federation, heir, meeting, on, user)


def _vacate(seat: SeatToFill, on: date, user: Any) -> None:
    former = seat.former
    if former is None or former.valid_to is not None:
        return
    if former.post in LEADERS:
        text = _(
            "%(name)s is %(post)s of the federation. End that post first, with the consents that "
            "it needs; then fill the seat."
        )
        names = {"name": former.person.name, "post": former.title}
        raise Refused(text % names)
    last = max(on - ONE_DAY, former.valid_from)
    end_appointment(appointment=former, last_day=last, reason=EndReason.TRANSFER, user=user)
