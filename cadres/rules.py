"""What the documents and plain sense ask of an appointment. Each function looks at one rule.

Whether a rule of a document holds at the place and refuses or warns, its provision says. What
follows from the meaning of the words alone (one chair at a time, no day before the one before it)
holds everywhere. What is not recorded is asked for, never taken as a no.
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.cases import PostCase
from cadres.choices import AppointmentType, Body, EndReason, Post
from cadres.committee_rules import committee_is_mixed, seat_of_a_lower_union, united_committee
from cadres.federation_rules import administrative_head, association_president, election_record
from cadres.models import Appointment, Term
from cadres.selectors.posts import ONE_DAY
from townships.problems import Problem
from townships.services.common import TOO_EARLY, first_day_of, too_early

# Bodies whose members are elected anew together (委员会、经审委、女职委).
OF_THE_TERM = (Body.COMMITTEE, Body.AUDIT, Body.WOMEN)


def problems_of(case: PostCase) -> list[Problem]:
    """Everything that is to be said against the appointment."""
    return [problem for look in LOOKS for problem in look(case)]


def days_run_forwards(case: PostCase) -> Iterator[Problem]:
    """No day to come, none before birth, election before office, office before its end."""
    post, today = case.post, timezone.localdate()
    born = post.person.birth_date
    for name in ("valid_from", "valid_to", "elected_on"):
        day = getattr(post, name)
        if day and day > today:
            yield _refusal(name, _("This day is still to come. Record the change on that day."))
        if too_early(day):
            yield _refusal(name, str(TOO_EARLY))
    if born and post.valid_from <= born:
        text = _("%(name)s was born on %(day)s. Correct one of the two days.")
        names = {"name": post.person.name, "day": born.isoformat()}
        yield _refusal("valid_from", text % names)
    if post.valid_to and post.valid_to < post.valid_from:
        text = _("In office from %(first)s, until %(last)s: the end lies before the beginning.")
        days = {"first": post.valid_from.isoformat(), "last": post.valid_to.isoformat()}
        yield _refusal("valid_to", text % days)
    if post.elected_on and post.elected_on > post.valid_from:
        text = _("Elected on %(elected)s, in office since %(first)s: who is elected comes after.")
        days = {"elected": post.elected_on.isoformat(), "first": post.valid_from.isoformat()}
        yield _refusal("elected_on", text % days)


def within_union(case: PostCase) -> Iterator[Problem]:
    """Posts are of unions that exist on these days."""
    post, union = case.post, case.post.union
    if not union.is_open and post.valid_to is None:
        text = _("%(union)s is closed. Choose another union, or give the day the post ended.")
        yield _refusal("union", text % {"union": union.name})
    if union.closed_on and (post.valid_to or post.valid_from) > union.closed_on:
        text = _("%(union)s was closed on %(day)s; the post ended then at the latest.")
        names = {"union": union.name, "day": union.closed_on.isoformat()}
        yield _refusal("valid_to", text % names)
    first = first_day_of(union)
    if first and post.valid_from < first and case.changed("valid_from"):
        text = _("%(union)s was founded on %(day)s, after the first day in office. Please check.")
        names = {"union": union.name, "day": first.isoformat()}
        yield Problem("", text % names, "valid_from")


def within_term(case: PostCase) -> Iterator[Problem]:
    """The term is one of the union and holds on the first day."""
    post, term = case.post, case.post.term
    if term is None or not case.changed("term_id", "valid_from", "valid_to"):
        return
    if term.union_id != post.union_id:
        text = _("This term is one of %(union)s. Choose a term of the same organisation.")
        yield _refusal("term", text % {"union": term.union.name})
    elif post.valid_from < term.started_on or (term.ended_on and post.valid_from > term.ended_on):
        text = _("The term lasts from %(first)s to %(last)s; the first day lies outside.")
        days = {"first": term.started_on.isoformat(), "last": last_day_of(term).isoformat()}
        yield _refusal("valid_from", text % days)


def meeting_of_election(case: PostCase) -> Iterator[Problem]:
    """The meeting that elected is one of the organisation, on the day of the election."""
    post, meeting = case.post, case.post.election
    if meeting is None:
        return
    if meeting.union_id != post.union_id:
        text = _("This meeting was held by %(union)s. Choose one of the same organisation.")
        yield _refusal("election", text % {"union": meeting.union.name})
    elif post.elected_on and meeting.held_on != post.elected_on:
        text = _("The meeting was held on %(held)s, the election was on %(elected)s.")
        days = {"held": meeting.held_on.isoformat(), "elected": post.elected_on.isoformat()}
        yield _refusal("elected_on", text % days)


def one_chair(case: PostCase) -> Iterator[Problem]:
    """Two chairs of one body at once."""
    post = case.post
    if post.post != Post.CHAIR:
        return
    chairs = [row for row in case.facts.beside(post) if row.post == Post.CHAIR]
    for other in [row for row in chairs if row.person_id != post.person_id][:1]:
        text = _("%(name)s is chair (%(days)s). End that post first, then appoint the new one.")
        yield _refusal("post", text % {"name": other.person.name, "days": _days(other)})


def one_post(case: PostCase) -> Iterator[Problem]:
    """Two posts of one person in one body at once."""
    post = case.post
    own = [row for row in case.facts.beside(post) if row.person_id == post.person_id]
    for other in own[:1]:
        text = _(
            "%(name)s is %(post)s here (%(days)s); the days overlap. End that post first, or "
            "choose a later day."
        )
        names = {"name": post.person.name, "post": other.title}
        yield _refusal("valid_from", text % {**names, "days": _days(other)})


def fulltime_once(case: PostCase) -> Iterator[Problem]:
    """Full-time in two organisations at once: told, because one of the two is a mistake."""
    post = case.post
    if post.appointment_type != AppointmentType.FULLTIME:
        return
    other = case.facts.fulltime_elsewhere(post)
    if other is not None:
        text = _("%(name)s is full-time in %(union)s as well. Please check which one is right.")
        names = {"name": post.person.name, "union": other.union.name}
        yield Problem("R-CAD-04", text % names, "appointment_type")


def ends_with_the_term(case: PostCase) -> Iterator[Problem]:
    """R-COM-15: chair and vice-chair of a federation serve as long as its committee."""
    post, term = case.post, case.post.term
    if not (case.of_federation and case.leads and term and post.valid_to):
        return
    if post.end_reason != EndReason.TERM:  # who left early is no question of the length of the term
        return
    ends = last_day_of(term)
    text = _("In office until %(last)s, but the term of the committee ends on %(end)s.")
    days = {"last": post.valid_to.isoformat(), "end": ends.isoformat()}
    values = {"officer_term_end": post.valid_to, "term_end": ends}
    yield from case.judge("R-COM-15", "valid_to", text % days, **values)


def last_day_of(term: Term) -> date:
    """The day before the election that ended the term, or the day on which it is due."""
    return term.ended_on - ONE_DAY if term.ended_on else term.new_due_on or term.due_on


def _days(post: Appointment) -> str:
    first = post.valid_from.isoformat()
    if post.valid_to is None:
        return _("%(first)s until now") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": post.valid_to.isoformat()}


def _refusal(field: str, text: str) -> Problem:
    return Problem("", text, field, blocking=True)


LOOKS: tuple[Callable[[PostCase], Iterator[Problem]], ...] = (
    days_run_forwards,
    within_union,
    within_term,
    meeting_of_election,
    one_chair,
    one_post,
    fulltime_once,
    seat_of_a_lower_union,
    united_committee,
    committee_is_mixed,
    administrative_head,
    association_president,
    election_record,
    ends_with_the_term,
)
