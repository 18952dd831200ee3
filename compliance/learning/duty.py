"""Every leader with the duty to be trained, and what the engine says today (R-TRN-01, R-TRN-04)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cadres.choices import OrganiserLevel, Post
from cadres.models import Appointment
from cadres.selectors.posts import on_day
from cadres.selectors.training import (
    LEVELS,
    Attended,
    Leader,
    attended,
    best,
    leaders,
    of_federations,
    of_township_unions,
    training_values,
)
from federations.models import Federation
from policies.engine import Book, Place, Status, Verdict
from policies.selectors import load_book
from policies.selectors.places import chains
from townships.choices import UnionKind, UnionStatus

OF_TOWNSHIPS, OF_FEDERATIONS = "R-TRN-01", "R-TRN-04"
VIEW = "cadres.view_appointment"


@dataclass(frozen=True)
class Duty:
    """A leader of whom a rule in force speaks, with the training that comes closest."""

    leader: Leader
    rule: str
    verdict: Verdict
    training: Attended | None

    @property
    def due_on(self) -> date | None:
        """The last day; None where the document sets none."""
        return self.verdict.value if isinstance(self.verdict.value, date) else None

    @property
    def done(self) -> bool:
        """Whether all conditions are met by a training, and not only the time is not over."""
        return self.verdict.met is True and self.training is not None

    @property
    def post(self) -> str:
        """Chair or vice-chair, in words."""
        return self.leader.title

    @property
    def basis(self) -> str:
        """Document and clause."""
        return f"{self.verdict.document} {self.verdict.clause}"


def visible_posts(user: Any) -> QuerySet[Appointment]:
    """Posts of active unions in the reader's places."""
    rows = Appointment.objects.visible_to(user, VIEW)
    return rows.filter(union__status=UnionStatus.ACTIVE)


def duties(posts: QuerySet[Appointment], on: date) -> Iterator[Duty]:
    """Who has to be or was trained; the number of queries does not depend on the rows."""
    concerned = posts.filter(of_township_unions() | (of_federations() & Q(post=Post.CHAIR)))
    found = leaders(concerned, on)
    if not found:
        return
    counties = sorted({one.county_code for one in found})
    people = concerned.filter(on_day(on)).order_by().values("person_id")
    there = attended(people, counties, on)
    places = chains({_place_key(one) for one in found})
    book, levels = load_book(OF_TOWNSHIPS, OF_FEDERATIONS), _levels(counties)
    for leader in found:
        place = places.get(_place_key(leader))
        level = levels.get(leader.union_id, OrganiserLevel.TOWNSHIP)
        training = best(there.get(leader.person_id, ()), leader.since, level)
        if place and (duty := _duty(book, place, on, leader, training, level)):
            yield duty


def _duty(
    book: Book, place: Place, on: date, leader: Leader, training: Attended | None, level: int
) -> Duty | None:
    """What the rule of the leader's kind says; None where it does not speak of him."""
    rule = OF_FEDERATIONS if leader.union_kind == UnionKind.FEDERATION else OF_TOWNSHIPS
    if not book.in_force(rule, place, on):
        return None
    wanted = {measure.name for measure in book.rules.get(rule).measures}
    every = training_values(leader, training, level)
    measures = {name: value for name, value in every.items() if name in wanted}
    verdict = book.evaluate(rule, place=place, on=on, measures=measures)
    if verdict.status is Status.NOT_APPLICABLE:
        return None
    return Duty(leader, rule, verdict, training)


def _place_key(leader: Leader) -> str:
    return leader.township_key or leader.county_code


def _levels(counties: list[str]) -> dict[int, int]:
    """Levels of the federations by id of the union."""
    rows = Federation.objects.filter(county_code__in=counties).values_list("union_id", "level")
    return {pk: LEVELS.get(level, OrganiserLevel.TOWNSHIP) for pk, level in rows}
