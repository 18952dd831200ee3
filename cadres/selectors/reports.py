"""What the documents want to be watched: front-line members (R-COM-20), changes (R-TRM-06)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from cadres.choices import LEADERS, SEATS, Body, EndReason, SeatCategory
from cadres.models import Term
from townships.models import Union


@dataclass(frozen=True)
class FrontLine:
    """Seats on committees, those of front-line workers, and those of whom it is not recorded."""

    seats: int
    front_line: int
    unknown: int

    @property
    def known(self) -> int:
        """Seats of which it is recorded: the share is one of these."""
        return self.seats - self.unknown


def front_line_share(posts: QuerySet[Any]) -> FrontLine:
    """Front-line workers among the committee seats of these appointments (R-COM-20), one query."""
    seats = Q(body=Body.COMMITTEE, post__in=SEATS)
    front = Q(category=SeatCategory.FRONT_LINE) | Q(person__is_front_line=True)
    unknown = Q(person__is_front_line__isnull=True) & ~Q(category=SeatCategory.FRONT_LINE)
    found = posts.order_by().aggregate(
        seats=Count("pk", filter=seats),
        front_line=Count("pk", filter=seats & front),
        unknown=Count("pk", filter=seats & unknown),
    )
    return FrontLine(**found)


@dataclass(frozen=True)
class Changes:
    """How many chairs and vice-chairs left within a term, before it was over."""

    term: Term
    officers: int


def officer_changes(union: Union) -> list[Changes]:
    """Changes of chairs and vice-chairs by term of the union, the newest term first (R-TRM-06)."""
    early = Q(
        appointments__body=Body.COMMITTEE,
        appointments__post__in=LEADERS,
        appointments__valid_to__isnull=False,
    ) & ~Q(appointments__end_reason__in=(EndReason.TERM, EndReason.ANNULLED))
    rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
    counted = rows.annotate(officers=Count("appointments", filter=early)).order_by("-started_on")
    return [Changes(term, term.officers) for term in counted]
