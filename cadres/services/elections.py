"""What an election changes besides the term: posts, mandates, founding days of committees."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cadres.choices import LEADERS, Body, DelegateStatus
from cadres.models import Appointment, Delegate, Term
from cadres.services.appointments import appoint, end_with_term
from cadres.services.people import save_person
from history.services import record_many, save_record, snapshot
from policies.selectors import load_book
from townships.problems import Problem
from townships.services.common import ONE_DAY
from unionreg.refusals import Refused

ELECTED_BODIES = (Body.COMMITTEE, Body.AUDIT, Body.WOMEN)
# The founding day of a committee on the union.
FOUNDED = {Body.AUDIT: "audit_committee_on", Body.WOMEN: "women_committee_on"}


def end_former(*, former: Term, on: datetime.date, user: Any) -> None:
    """End a term on the day of the next election, its posts and mandates on the day before."""
    former.ended_on = on
    save_record(instance=former, user=user)
    end_with_term(union=former.union, last_day=on - ONE_DAY, user=user)
    end_mandates(former, on - ONE_DAY, user)


def end_mandates(former: Term, last_day: datetime.date, user: Any) -> None:
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
    *, term: Term, officers: Sequence[Appointment], leaders_by: str, user: Any
) -> tuple[Problem, ...]:
    """Appoint everybody who was elected, from the day of the election; returns the notices.

    `leaders_by` is who elected chair and vice-chairs, empty: who elected the committee. Raises
    Refused with what is to be said against each person, by name.
    """
    notices: list[Problem] = []
    refused: list[str] = []
    book = load_book()
    for seat in officers:
        _prepare(seat, term, leaders_by)
        try:
            if seat.person.pk is None:
                seat.person = save_person(person=seat.person, user=user).record
            notices += appoint(appointment=seat, user=user, book=book).notices
        except ValidationError as error:
            refused += [_about(seat, message) for message in error.messages]
    if refused:
        raise Refused({"officers": refused})
    return tuple(notices)


def _prepare(seat: Appointment, term: Term, leaders_by: str) -> None:
    """What the election says of every post."""
    seat.county_code, seat.union, seat.term = term.county_code, term.union, term
    seat.person.county_code = term.county_code
    if seat.person.pk is None:
        seat.person.township_id = term.union.township_id
    seat.valid_from = seat.elected_on = term.started_on
    leads = seat.body == Body.COMMITTEE and seat.post in LEADERS
    seat.elected_by = (leaders_by if leads else "") or term.elected_by
    seat.election = term.assembly
    seat.approval_no = seat.approval_no or term.approval_no


def _about(seat: Appointment, message: str) -> str:
    """A refusal with the person it is about."""
    if seat.person.name in message:
        return message
    return _("%(name)s: %(message)s") % {"name": seat.person.name, "message": message}


def note_committees(
    *, term: Term, officers: Iterable[Appointment], user: Any
) -> tuple[Problem, ...]:
    """Write the founding day of an audit or women's committee that is elected for the first time.

    Returns a notice about a committee that there is and for which nobody was elected.
    """
    union, bodies = term.union, {seat.body for seat in officers}
    union.refresh_from_db()
    new = [name for body, name in FOUNDED.items() if body in bodies and not getattr(union, name)]
    for name in new:
        setattr(union, name, term.started_on)
    if new:
        text = _("Election of %(day)s") % {"day": term.started_on.isoformat()}
        save_record(instance=union, user=user, reason=text)
    left = [body for body, name in FOUNDED.items() if getattr(union, name) and body not in bodies]
    text = _("%(body)s: nobody is named, so its former members have left with the old term.")
    return tuple(Problem("", text % {"body": Body(body).label}) for body in left)
