"""What an election changes besides the term: posts, mandates, founding days of committees."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cadres.choices import Body, DelegateStatus, EndReason
from cadres.models import Appointment, Delegate, Term
from cadres.services.appointments import appoint, end_appointment
from cadres.services.people import save_person
from history.services import record_many, save_record, snapshot
from townships.problems import Problem
from townships.services.common import ONE_DAY

ELECTED_BODIES = (Body.COMMITTEE, Body.AUDIT, Body.WOMEN)
# The founding day of a committee on the union.
FOUNDED = {Body.AUDIT: "audit_committee_on", Body.WOMEN: "women_committee_on"}


def end_former(*, former: Term, on: datetime.date, user: Any) -> None:
    """End a term on the day of the next election, its posts and mandates on the day before.

    Posts that began on that day or later belong to the new term and stay.
    """
    former.ended_on = on
    save_record(instance=former, user=user)
    rows = Appointment.objects.in_county(former.county_code).filter(
        union_id=former.union_id,
        body__in=ELECTED_BODIES,
        valid_to__isnull=True,
        valid_from__lt=on,
    )
    for appointment in rows.select_related("union", "person", "term").order_by("pk"):
        end_appointment(
            appointment=appointment, last_day=on - ONE_DAY, reason=EndReason.TERM, user=user
        )
    _end_mandates(former, on - ONE_DAY, user)


def _end_mandates(former: Term, last_day: datetime.date, user: Any) -> None:
    """R-TRM-08: the mandate of a delegate lasts as long as the term."""
    rows = Delegate.objects.in_county(former.county_code).filter(
        term_id=former.pk, until__isnull=True
    )
    found = list(rows.select_related("person", "term__union"))
    before = {one.pk: snapshot(one) for one in found}
    for one in found:
        one.until, one.status = max(last_day, one.since), DelegateStatus.ENDED
        one.version += 1
    Delegate.objects.bulk_update(found, ["until", "status", "version"], batch_size=200)
    record_many(changes=[(one, before[one.pk]) for one in found], user=user)


def fill_posts(
    *, term: Term, officers: Iterable[Appointment], user: Any
) -> tuple[Problem, ...]:
    """Appoint everybody who was elected, from the day of the election."""
    notices: tuple[Problem, ...] = ()
    for seat in officers:
        person = seat.person
        if person.pk is None:
            person.county_code = term.county_code
            person.township_id = term.union.township_id
            seat.person = save_person(person=person, user=user).record
        seat.county_code, seat.union, seat.term = term.county_code, term.union, term
        seat.valid_from = seat.elected_on = term.started_on
        seat.elected_by = seat.elected_by or term.elected_by
        seat.election = term.assembly
        seat.approval_no = seat.approval_no or term.approval_no
        notices += appoint(appointment=seat, user=user).notices
    return notices


def note_committees(
    *, term: Term, officers: Iterable[Appointment], user: Any
) -> tuple[Problem, ...]:
    """Write the founding day of an audit or women's committee that is elected for the first time;
    tell which of the two was not elected."""
    union, bodies = term.union, {seat.body for seat in officers}
    union.refresh_from_db()
    missing = [name for body, name in FOUNDED.items() if body in bodies]
    new = [name for name in missing if getattr(union, name) is None]
    for name in new:
        setattr(union, name, term.started_on)
    if new:
        save_record(instance=union, user=user, reason=_("Election of %(day)s") % {
            "day": term.started_on.isoformat()
        })
    left = [body for body, name in FOUNDED.items() if getattr(union, name) and body not in bodies]
    text = _("%(body)s: nobody is named, so its former members have left with the old term.")
    return tuple(Problem("", text % {"body": Body(body).label}) for body in left)
