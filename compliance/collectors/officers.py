"""People in posts (R-COM-15, R-ELG); their training stands in `training`."""

from collections.abc import Iterator

from django.db.models import QuerySet

from cadres.choices import LEADERS, SEATS, Body
from cadres.models import Appointment, Term
from cadres.selectors.posts import on_day
from cadres.selectors.training import of_federations
from compliance.choices import SubjectKind
from compliance.collectors import Case, Scope, collects, not_met
from compliance.collectors.training import posts_of
from compliance.collectors.unions import violated_only
from policies.engine import Value

OFFICER = SubjectKind.OFFICER


def _seats(scope: Scope) -> QuerySet[Appointment]:
    """Who sits on the committee of a federation today."""
    seats = posts_of(scope).filter(of_federations(), on_day(scope.on), body=Body.COMMITTEE)
    return seats.filter(post__in=SEATS).select_related("person", "union").order_by("pk")


def _case(scope: Scope, seat: Appointment, **values: Value) -> Case:
    label = f"{seat.person.name} · {seat.full_title}"
    return Case(str(seat.pk), label[:200], scope.lies_in(seat.union.township_id), values)


@collects("R-ELG-01", subject=OFFICER, finds=violated_only(), keeps_unknown=True)
def no_chief_executives(scope: Scope) -> Iterator[Case]:
    """Whether somebody on the committee of a federation heads a unit of it."""
    for seat in _seats(scope):
        yield _case(scope, seat, administrative_head=seat.person.is_administrative_head)


@collects("R-ELG-03", subject=OFFICER, finds=violated_only(), keeps_unknown=True)
def no_association_presidents(scope: Scope) -> Iterator[Case]:
    """Role of chairs and vice-chairs of federations in a trade association or chamber."""
    for seat in _seats(scope).filter(post__in=LEADERS):
        role = seat.person.association_role or None
        yield _case(scope, seat, post=seat.post, association_role=role)


@collects("R-COM-15", subject=OFFICER, finds=not_met())
def terms_end_together(scope: Scope) -> Iterator[Case]:
    """End of the term for which a chair or vice-chair was elected, and of the committee's."""
    ends = _ends(scope)
    for seat in _seats(scope).filter(post__in=LEADERS).select_related("term"):
        own = (seat.term.new_due_on or seat.term.due_on) if seat.term else None
        committee = ends.get(seat.union_id)
        if own and committee:  # a term that is not recorded is asked for with the organisation
            yield _case(scope, seat, officer_term_end=own, term_end=committee)


def _ends(scope: Scope) -> dict[int, Value]:
    """When the present term of each federation ends, by id of the union."""
    rows = Term.objects.in_county(scope.county_code).filter(ended_on__isnull=True)
    columns = ("union_id", "new_due_on", "due_on")
    return {pk: new or due for pk, new, due in rows.values_list(*columns)}
