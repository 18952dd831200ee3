"""Terms, meetings, bodies, delegates and proposals of every sort of place."""

import datetime
from collections.abc import Callable
from typing import Any

from cadres.models import Delegate, Meeting, OrganisationBody, Person, Proposal, Term

DAY = datetime.date(2015, 3, 1)  # long ago, so that the term is overdue


def _term(world: Any, spot: Any) -> Term:
    return Term.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        number=1,
        started_on=DAY,
        years=5,
        due_on=DAY.replace(year=2020),
    )


def _meeting(world: Any, spot: Any) -> Meeting:
    return Meeting.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        kind="plenary",
        held_on=DAY,
        title=spot.mark,
    )


def _body(world: Any, spot: Any) -> OrganisationBody:
    return OrganisationBody.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        kind="mediation",
        founded_on=DAY,
    )


def _delegate(world: Any, spot: Any) -> Delegate:
    person = Person.objects.create(
        county_code=spot.county_code, name=spot.mark, township_id=spot.township
    )
    return Delegate.objects.create(
        county_code=spot.county_code,
        term=world.record("term", spot.name),
        person=person,
        since=DAY,
    )


def _proposal(world: Any, spot: Any) -> Proposal:
    return Proposal.objects.create(
        county_code=spot.county_code,
        delegate=world.record("delegate", spot.name),
        title=spot.mark,
        submitted_on=DAY,
    )


TERM_MAKERS: dict[str, Callable[[Any, Any], Any]] = {
    "term": _term,
    "meeting": _meeting,
    "body": _body,
    "delegate": _delegate,
    "proposal": _proposal,
}
