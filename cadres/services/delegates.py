"""Delegates with a standing mandate and their proposals (R-TRM-08, R-MTG-10)."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.choices import DelegateStatus, ProposalState
from cadres.models import Delegate, Person, Proposal, Term
from cadres.services.people import save_person
from history.services import save_record
from townships.problems import Saved
from townships.services.common import ONE_DAY, lock_stored, today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused

# What may become of a proposal next; an answered or rejected one is closed.
NEXT_STATES: dict[str, tuple[str, ...]] = {
    ProposalState.SUBMITTED: (ProposalState.ACCEPTED, ProposalState.REJECTED),
    ProposalState.ACCEPTED: (ProposalState.HANDLED, ProposalState.ANSWERED),
    ProposalState.HANDLED: (ProposalState.ANSWERED,),
    ProposalState.ANSWERED: (),
    ProposalState.REJECTED: (),
}


@transaction.atomic
def save_delegate(
    *,
    delegate: Delegate,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
) -> Saved[Delegate]:
    """Save a delegate of a term; a person who is not stored yet is saved first.

    Raises Refused for days to come or outside the term, and for a term that is over;
    ValidationError when the person is a delegate already; Conflict.
    """
    term = delegate.term
    delegate.county_code = term.county_code
    if delegate.pk is None and term.ended_on is not None:
        text = _("This term is over: nobody becomes a delegate of it any more.")
        raise Refused({"term": text})
    today_or(delegate.since, "since")
    if delegate.since < term.started_on:
        text = _("The term began on %(day)s; no mandate begins before it.")
        raise Refused({"since": text % {"day": term.started_on.isoformat()}})
    delegate.person = _stored(delegate.person, term, user)
    save_record(instance=delegate, user=user, expected_version=expected_version, reason=reason)
    mark_due(county_code=term.county_code, township_keys=[term.union.township_id])
    return Saved(delegate)


def _stored(person: Person, term: Term, user: Any) -> Person:
    """The person, saved first where he is only a name so far."""
    if person.pk is not None:
        return person
    person.county_code, person.township_id = term.county_code, term.union.township_id
    return save_person(person=person, user=user).record


@transaction.atomic
def replace_delegate(
    *,
    delegate: Delegate,
    person: Person | None,
    on: datetime.date,
    reason: str,
    user: Any,
    expected_version: int | None = None,
) -> Saved[Delegate]:
    """End a mandate before the term does; `person` takes it over from the day `on`.

    The old mandate ends on the day before. Without `person` it ends with nobody after it. Returns
    the new mandate, or the ended one. Raises Refused without a reason, for a mandate that is over,
    for a day to come or not after its first day; Conflict.
    """
    stored = lock_stored(delegate, expected_version)
    if stored is None or stored.until is not None:
        raise Refused(_("This mandate is over already."))
    today_or(on, "on")
    if not reason.strip():
        raise Refused({"reason": _("Say why the mandate ends.")})
    if on <= delegate.since:
        text = _("The mandate began on %(day)s; it ends later.")
        raise Refused({"on": text % {"day": delegate.since.isoformat()}})
    if person is not None and person.pk == delegate.person_id:
        raise Refused({"person": _("Nobody takes over from himself. Choose somebody else.")})
    delegate.until, delegate.reason = on - ONE_DAY, reason.strip()
    delegate.status = DelegateStatus.REPLACED if person else DelegateStatus.ENDED
    save_record(instance=delegate, user=user, expected_version=expected_version, reason=reason)
    mark_due(county_code=delegate.county_code, township_keys=[delegate.term.union.township_id])
    return Saved(_successor(delegate, person, on, user) if person else delegate)


def _successor(delegate: Delegate, person: Person, on: datetime.date, user: Any) -> Delegate:
    person = _stored(person, delegate.term, user)
    successor = Delegate(
        county_code=delegate.county_code,
        term=delegate.term,
        person=person,
        represents=delegate.represents,
        since=on,
        replaces=delegate,
    )
    return save_record(instance=successor, user=user)


@transaction.atomic
def save_proposal(
    *, proposal: Proposal, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[Proposal]:
    """Save a proposal of a delegate, new or a step further.

    Raises Refused for days to come or outside the mandate, for a step that does not follow, and
    for an answer without words or day; Conflict.
    """
    stored = lock_stored(proposal, expected_version)
    proposal.county_code = proposal.delegate.county_code
    today_or(proposal.submitted_on, "submitted_on")
    today_or(proposal.answered_on, "answered_on")
    _within_mandate(proposal)
    _follows(proposal, stored.state if stored else "")
    if proposal.state == ProposalState.ANSWERED and not (proposal.answer and proposal.answered_on):
        raise Refused({"answer": _("An answered proposal has its answer and the day of it.")})
    save_record(instance=proposal, user=user, expected_version=expected_version, reason=reason)
    return Saved(proposal)


def _within_mandate(proposal: Proposal) -> None:
    delegate, day = proposal.delegate, proposal.submitted_on
    if day < delegate.since or (delegate.until and day > delegate.until):
        text = _("%(name)s was no delegate on %(day)s. Correct the day or choose another delegate.")
        names = {"name": delegate.person.name, "day": day.isoformat()}
        raise Refused({"submitted_on": text % names})


def _follows(proposal: Proposal, before: str) -> None:
    """A new proposal begins with its handing in; every later state follows the one before."""
    if not before:
        return
    if proposal.state != before and proposal.state not in NEXT_STATES[before]:
        allowed = [str(ProposalState(one).label) for one in NEXT_STATES[before]]
        text = _("A proposal that is “%(before)s” can only become: %(next)s.")
        names = {
            "before": ProposalState(before).label,
            "next": _(", ").join(allowed) or _("nothing else, it is closed"),
        }
        raise Refused({"state": text % names})
