"""Terms: written down as they are, opened by an election, corrected with a reason."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cadres.choices import Body, ElectionBody, FormationMode, Post
from cadres.models import Appointment, Meeting, Term
from cadres.services.appointments import end_with_term
from cadres.services.elections import end_former, fill_posts, note_committees
from cadres.services.meetings import record_meeting
from cadres.term_cases import make_term_case
from cadres.term_rules import problems_of_election, problems_of_record
from history.services import save_record
from policies.engine import Book
from policies.engine.bounds import Years
from townships.choices import UnionForm
from townships.models import Union
from townships.problems import Problem, Saved, refuse
from townships.services.common import ONE_DAY, lock_stored, lock_unions
from townships.services.summaries import mark_due
from unionreg.refusals import Refused

LONGEST_TERM = 10  # years; more is a typing error
COUNTED_FROM = datetime.date(1950, 1, 1)  # no union of today was elected before


def due_day(started_on: datetime.date, years: int) -> datetime.date:
    """The last day on which the re-election is on time: the corresponding day (R-TRM-02).

    民法典 art. 202: what began on 02-29 ends on 02-28 where there is no 02-29.
    """
    return Years(years).after(started_on)


def open_term_of(union: Union) -> Term | None:
    """The term that runs; None when none is recorded."""
    rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
    return rows.filter(ended_on__isnull=True).select_related("union").first()


def next_number(union: Union) -> int:
    """The number of the term after the last one on record; 1 for the first."""
    rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
    last: int | None = rows.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def record_term(
    *,
    term: Term,
    user: Any,
    book: Book | None = None,
    mark: bool = True,
    batch_id: int | None = None,
) -> Saved[Term]:
    """Write down the term that an organisation is in, without the records of its election.

    For organisations that were elected before they came into the registry. `mark` False leaves it
    to the caller to have the township judged anew. Raises Refused when a term runs already (then a
    new one is opened by its election), for days to come or before the founding, and for a length
    that a document in force forbids (R-TRM-01); ValidationError.
    """
    union = _lock(term)
    if open_term_of(union) is not None:
        text = _("%(name)s has a term on record. Record the re-election to open the next one.")
        raise Refused(text % {"name": union.name})
    former = _last_term(union)
    prepare_term(term, union)
    notices = refuse(problems_of_record(make_term_case(term=term, former=former, book=book)))
    save_record(instance=term, user=user, batch_id=batch_id)
    if mark:
        mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return Saved(term, notices)


@transaction.atomic
def open_term(
    *,
    term: Term,
    officers: Sequence[Appointment],
    user: Any,
    meeting: Meeting | None = None,
    leaders_by: str = "",
    expected_version: int | None = None,
    book: Book | None = None,
) -> Saved[Term]:
    """Open a term by its election: committee, audit and women workers' committee at once.

    `officers` are new appointments to the bodies of the union, their people new or stored;
    `meeting` is the assembly if it is not recorded yet, `leaders_by` who elected chair and
    vice-chairs where that was not the assembly (R-COM-13). The term before ends on the day of the
    election, and its mandates and all seats of the three committees on the day before.
    `expected_version` is the version of the term before that the user saw.
    Raises Refused with all reasons by field: no assembly (R-COM-01, R-COM-02), the wrong electors
    (R-COM-01 to 03), rules passed too late (R-COM-06), early or late without approval (R-TRM-03), a
    length that is not allowed (R-TRM-01), records older than the term before, nobody named;
    ValidationError; Conflict. Tells when no chair was elected.
    """
    union = _lock(term)
    former = open_term_of(union)
    if former is not None:
        lock_stored(former, expected_version)
    prepare_term(term, union)
    if term.elected_by == ElectionBody.UNITED:
        term.formation_mode = term.formation_mode or FormationMode.UNITED
    if meeting is not None:
        meeting.union = union
        term.assembly = record_meeting(meeting=meeting, user=user).record
    seats = [seat for seat in officers if seat.body == Body.COMMITTEE]
    case = make_term_case(term=term, former=former or _last_term(union), seats=seats, book=book)
    notices = refuse([*problems_of_election(case), *_officers(officers)])
    if former is not None:
        end_former(former=former, on=term.started_on, user=user)
    else:
        end_with_term(union=union, last_day=term.started_on - ONE_DAY, user=user)
    term.committee_size = term.committee_size or len(seats) or None
    save_record(instance=term, user=user)
    notices += fill_posts(term=term, officers=officers, leaders_by=leaders_by, user=user)
    notices += note_committees(term=term, officers=officers, user=user)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return Saved(term, notices)


def _lock(term: Term) -> Union:
    """The organisation of a new term, locked; raises Refused for one that has no terms."""
    union = lock_unions(term.union.county_code, [term.union.pk])[term.union.pk]
    term.union, term.county_code = union, union.county_code
    refuse_without_terms(union)
    return union


def refuse_without_terms(union: Union) -> None:
    """Raises Refused for an organisation that is closed or that nobody elects."""
    if not union.is_open:
        raise Refused(_("This union is closed. Its record stays as it was."))
    if union.form == UnionForm.WORK_COMMITTEE:
        raise Refused(_("A dispatched work committee is appointed and not elected: no terms."))


def _last_term(union: Union) -> Term | None:
    rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
    return rows.order_by("-started_on").first()


def prepare_term(term: Term, union: Union) -> None:
    """Number and due day; raises Refused for days and lengths that cannot be."""
    if not term.number:
        term.number = next_number(union)
    if term.started_on < COUNTED_FROM:
        raise Refused({"started_on": _("This day lies too far back. Check the year.")})
    if not 1 <= term.years <= LONGEST_TERM:
        text = _("A term of %(years)s years: give 1 to %(longest)s, mostly 3 or 5.")
        raise Refused({"years": text % {"years": term.years, "longest": LONGEST_TERM}})
    term.due_on = due_day(term.started_on, term.years)


def _officers(officers: Iterable[Appointment]) -> list[Problem]:
    """An election has a committee, and nobody is on the list of a body twice.

    A post of chair that stays vacant is told: no document says how long it may be.
    """
    problems, seen = [], set()
    posts = [seat.post for seat in officers if seat.body == Body.COMMITTEE]
    if not posts:
        text = _("Nobody is named. Fill in at least the chair of the committee.")
        problems.append(Problem("", text, "officers", blocking=True))
    elif Post.CHAIR not in posts:
        text = _("No chair was elected: the post is vacant. Record the chair once elected.")
        problems.append(Problem("", text, "officers"))
    for seat in officers:
        who = (seat.body, seat.person.pk or id(seat.person))
        if who in seen:
            text = _("%(person)s is named twice for %(body)s. Leave one line out.")
            names = {"person": seat.person.name, "body": seat.get_body_display()}
            problems.append(Problem("", text % names, "officers", blocking=True))
        seen.add(who)
    return problems


@transaction.atomic
def correct_term(
    *, term: Term, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[Term]:
    """Correct what was written down wrongly about a term.

    The due day follows the corrected beginning and length; the term before ends on the corrected
    day. Raises Refused without a reason, for a day not between its neighbours, and for a length
    that a document in force forbids; ValidationError; Conflict.
    """
    union = lock_unions(term.county_code, [term.union_id])[term.union_id]
    stored = lock_stored(term, expected_version)
    if stored is None:
        raise Refused(_("Record a new term with its election."))
    if not reason.strip():
        raise Refused({"reason": _("Say why the term is corrected; the history shows it.")})
    term.union = union
    prepare_term(term, union)
    former, later = _neighbours(stored)
    _refuse_after(term, later)
    notices = refuse(problems_of_record(make_term_case(term=term, former=former)))
    save_record(instance=term, user=user, expected_version=expected_version, reason=reason)
    if former is not None and former.ended_on != term.started_on:
        former.ended_on = term.started_on
        save_record(instance=former, user=user, reason=reason)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return Saved(term, notices)


def _neighbours(stored: Term) -> tuple[Term | None, Term | None]:
    """The terms before and after, by their beginning as stored."""
    rows = Term.objects.in_county(stored.county_code).filter(union_id=stored.union_id)
    rows = rows.select_related("union")
    before = rows.filter(started_on__lt=stored.started_on).order_by("-started_on").first()
    after = rows.filter(started_on__gt=stored.started_on).order_by("started_on").first()
    return before, after


def _refuse_after(term: Term, later: Term | None) -> None:
    if later is None:
        return
    if term.started_on >= later.started_on:
        text = _("Term %(number)s began on %(day)s; this one begins before it.")
        names = {"number": later.number, "day": later.started_on.isoformat()}
        raise Refused({"started_on": text % names})
    if term.number >= later.number:
        text = _("The term after has the number %(number)s; this one needs a lower one.")
        raise Refused({"number": text % {"number": later.number}})
