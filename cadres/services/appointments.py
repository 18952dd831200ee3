"""Coming into a post and leaving it. Nothing is deleted: a post that ends keeps its row."""

import datetime
from copy import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.cases import make_case
from cadres.choices import LEADERS, SEATS, Body, EndReason, MeetingKind, Post
from cadres.ending_rules import problems_of_ending
from cadres.models import Appointment, Meeting, Person, Term
from cadres.rules import OF_THE_TERM, problems_of
from cadres.services import heads
from cadres.services.chairs import write_chair_names
from history.services import record, save_record, snapshot
from members.services.rows import require
from policies.engine import Book
from townships.models import Union
from townships.problems import Saved, refuse
from townships.services.common import lock_stored, lock_unions, today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused

# Meetings that elect (R-COM-01, R-COM-02, R-COM-13).
ELECTING = (
    *(MeetingKind.MEMBER_ASSEMBLY, MeetingKind.WORKER_ASSEMBLY),
    *(MeetingKind.PLENARY, MeetingKind.COMMITTEE, MeetingKind.JOINT),
)


@transaction.atomic
def appoint(
    *,
    appointment: Appointment,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
    batch_id: int | None = None,
    book: Book | None = None,
) -> Saved[Appointment]:
    """Save a person's post: a new one, one of the past (with its end), or a corrected one.

    A new seat belongs to the open term unless it names another. Keeps the chair's name on the
    union and the person's township in step. Raises Refused with all reasons by field (two chairs,
    overlapping posts, backward days, seats for foreign unions, R-COM-02, R-COM-13, R-ELG-01,
    R-ELG-03), ValidationError, Conflict, PermissionDenied outside the user's places.
    """
    stored = lock_post(appointment, expected_version)
    verb = "change" if stored else "add"
    require(user, f"cadres.{verb}_appointment", stored or appointment)
    if stored is not None and stored.is_annulled:
        raise Refused(_("This post was annulled. Its record stays as it was."))
    if stored is not None and stored.union_id != appointment.union_id:
        raise Refused({"union": _("A post stays with its organisation. End it, appoint anew.")})
    _into_term(appointment, stored)
    _name_meeting(appointment)
    notices = refuse(problems_of(make_case(post=appointment, stored=stored, book=book)))
    save_record(instance=appointment, user=user, reason=reason, batch_id=batch_id)
    follow(appointment, stored, user)
    return Saved(appointment, notices)


@transaction.atomic
def end_appointment(
    *,
    appointment: Appointment,
    last_day: datetime.date,
    reason: str,
    user: Any,
    consent_committee_on: datetime.date | None = None,
    consent_upper_on: datetime.date | None = None,
    consent_upper_no: str = "",
    expected_version: int | None = None,
    book: Book | None = None,
) -> Saved[Appointment]:
    """End a post on its `last_day` (inclusive) for a `reason` of EndReason.

    Chair and vice-chair are moved before the end of the term only with the consent of the own
    committee and of the next higher union (R-TRM-07). Raises Refused by field, Conflict,
    PermissionDenied.
    """
    stored = lock_post(appointment, expected_version)
    if stored is None or stored.valid_to is not None:
        raise Refused(_("This post has ended already. Its record stays as it was."))
    require(user, "cadres.change_appointment", stored)
    today_or(last_day, "last_day")
    ended = appointment
    ended.valid_to, ended.end_reason = last_day, reason
    ended.consent_committee_on, ended.consent_upper_on = consent_committee_on, consent_upper_on
    ended.consent_upper_no = consent_upper_no.strip()
    notices = refuse(problems_of_ending(make_case(post=ended, stored=stored, book=book)))
    save_record(instance=ended, user=user)
    follow(ended, stored, user)
    return Saved(ended, notices)


@transaction.atomic
def end_with_term(
    *, union: Union, last_day: datetime.date, user: Any, reason: str = ""
) -> list[Appointment]:
    """End every seat of committee, audit and women's committee that is open, because the term is.

    Returns them. The change of head is told when the next chair is appointed. `reason` goes into
    the change log. Raises ValidationError, for example for a seat that began after `last_day`.
    """
    rows = Appointment.objects.in_county(union.county_code).filter(
        union_id=union.pk, body__in=OF_THE_TERM, post__in=SEATS, valid_to__isnull=True
    )
    ended = list(rows.filter(valid_from__lte=last_day).select_related("union").order_by("pk"))
    for row in ended:
        row.valid_to, row.end_reason = last_day, EndReason.TERM
        save_record(instance=row, user=user, reason=reason)
    write_chair_names(county_code=union.county_code, union_ids=[union.pk], user=user)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return ended


@transaction.atomic
def end_with_union(*, union: Union, last_day: datetime.date, user: Any) -> None:
    """End every post of a union that was closed on the day. Raises ValidationError."""
    rows = Appointment.objects.in_county(union.county_code).filter(
        union_id=union.pk, valid_to__isnull=True
    )
    for row in rows.select_related("person").order_by("pk"):
        stored = copy(row)
        row.union = union
        row.valid_to, row.end_reason = last_day, EndReason.CLOSED
        save_record(instance=row, user=user, reason=union.closing_reason)
        follow(row, stored, user)


def lock_post(appointment: Appointment, expected_version: int | None) -> Appointment | None:
    """The stored row, locked after its union: whoever appoints a second chair waits."""
    union = appointment.union
    appointment.county_code = union.county_code
    appointment.union = lock_unions(union.county_code, [union.pk])[union.pk]
    return lock_stored(appointment, expected_version)


def _into_term(appointment: Appointment, stored: Appointment | None) -> None:
    """A new seat that names no term belongs to the one in which it begins."""
    seated = appointment.body in OF_THE_TERM and appointment.post in SEATS
    if stored is not None or appointment.term_id is not None or not seated:
        return
    terms = Term.objects.in_county(appointment.county_code).filter(
        union_id=appointment.union_id, started_on__lte=appointment.valid_from
    )
    term = terms.order_by("-started_on").first()
    if term and (term.ended_on is None or term.ended_on >= appointment.valid_from):
        appointment.term = term


def _name_meeting(appointment: Appointment) -> None:
    """The meeting of that day that elected, when the organisation held exactly one."""
    if appointment.elected_on is None or appointment.election_id is not None:
        return
    held = Meeting.objects.in_county(appointment.county_code).filter(
        union_id=appointment.union_id, held_on=appointment.elected_on, kind__in=ELECTING
    )
    found = list(held[:2])
    if len(found) == 1:
        appointment.election = found[0]


def follow(post: Appointment, stored: Appointment | None, user: Any) -> None:
    """What repeats the appointment elsewhere, and who has to know of it."""
    if _chairs(post) or (stored is not None and _chairs(stored)):
        write_chair_names(county_code=post.county_code, union_ids=[post.union_id], user=user)
        _tell(post, stored, user)
    people = {post.person_id, stored.person_id if stored else post.person_id}
    settle_people(county_code=post.county_code, person_ids=people, user=user)
    mark_due(county_code=post.county_code, township_keys=[post.union.township_id])


def _chairs(post: Appointment) -> bool:
    return post.body == Body.COMMITTEE and post.post == Post.CHAIR


def _tell(post: Appointment, stored: Appointment | None, user: Any) -> None:
    """Tell that a chair began or ended; posts of the past change nothing."""
    was = stored is not None and _chairs(stored) and stored.valid_to is None
    is_now = _chairs(post) and post.valid_to is None
    if was and is_now and stored is not None and stored.person_id == post.person_id:
        return
    if is_now:
        former = stored if was else _before(post)
        heads.tell(union=post.union, former=former, current=post, on=post.valid_from, user=user)
    elif was:
        last = post.valid_to or post.valid_from
        heads.tell(union=post.union, former=post, on=last, user=user)


def _before(post: Appointment) -> Appointment | None:
    """The chair before this one."""
    rows = Appointment.objects.in_county(post.county_code).filter(
        union_id=post.union_id, body=Body.COMMITTEE, post=Post.CHAIR, valid_to__lt=post.valid_from
    )
    return rows.order_by("-valid_to").select_related("person").first()


def settle_people(*, county_code: str, person_ids: set[int], user: Any) -> None:
    """Let people lie where their post in office lies, the leading one of several.

    Who holds no post stays where he is.
    """
    places = _places(county_code, person_ids)
    people = Person.objects.in_county(county_code).filter(pk__in=places)
    for person in people.order_by("pk").select_for_update(no_key=True):
        if person.township_id != places[person.pk]:
            _move(person, places[person.pk], user)


def _places(county_code: str, person_ids: set[int]) -> dict[int, str | None]:
    rows = Appointment.objects.in_county(county_code).filter(
        person_id__in=person_ids, valid_to__isnull=True
    )
    found: dict[int, str | None] = {}
    leading: set[int] = set()
    columns = ("person_id", "post", "union__township_id")
    for person_id, post, township in rows.order_by("-valid_from", "-pk").values_list(*columns):
        if person_id not in found or (post in LEADERS and person_id not in leading):
            found[person_id] = township
        leading |= {person_id} if post in LEADERS else set()
    return found


def _move(person: Person, township_key: str | None, user: Any) -> None:
    before = snapshot(person)
    person.township_id = township_key
    person.version += 1
    person.updated_by = user if getattr(user, "pk", None) else None
    person.save(update_fields=["township", "version", "updated_by", "updated_at"])
    record(instance=person, before=before, user=user)
