"""Who sits on the committees of federations, and for whom (R-COM-07, R-COM-11)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from cadres.choices import SEATS, Body, FormationMode, Post, SeatCategory
from cadres.models import Appointment, Term
from federations.models import Coverage, Federation, SeatToFill
from federations.selectors.coverage import holding
from townships.choices import UnionStatus
from townships.models import Union


@dataclass
class Committee:
    """A committee on a day: its seats, the covered unions, and their chairs by union."""

    seats: list[Appointment] = field(default_factory=list)
    covered: list[Union] = field(default_factory=list)
    chairs: dict[int, Appointment] = field(default_factory=dict)
    to_fill: dict[int, SeatToFill] = field(default_factory=dict)
    by_delegates: bool = False

    @property
    def people(self) -> dict[int, Appointment]:
        """Seats by person."""
        return {seat.person_id: seat for seat in self.seats}

    def seat_of(self, union: Union) -> Appointment | None:
        """The seat of a covered union: its chair's, or one that stands for its head."""
        chair = self.chairs.get(union.pk)
        if chair is not None and chair.person_id in self.people:
            return self.people[chair.person_id]
        heads = (SeatCategory.UNION_HEAD, SeatCategory.DELEGATE)
        standing = (s for s in self.seats if s.represents_id == union.pk and s.category in heads)
        return next(standing, None)

    @property
    def sits_for_all(self) -> bool:
        """Whether somebody recorded for whom every seat is held."""
        return bool(self.seats) and all(seat.category for seat in self.seats)

    @property
    def chairs_seated(self) -> int | None:
        """Covered unions whose chair sits; None as long as nobody recorded who sits for whom."""
        if not self.sits_for_all:
            return None
        return sum(self._chair_sits(union) for union in self.covered)

    def _chair_sits(self, union: Union) -> bool:
        """A seat whose holder stopped heading his union counts for nobody."""
        chair, seat = self.chairs.get(union.pk), self.seat_of(union)
        if seat is None:
            return False
        if chair is not None:
            return seat.person_id == chair.person_id
        return union.pk not in self.to_fill

    def categories(self) -> list[tuple[str, list[Appointment]]]:
        """Who sits for whom, in the order of the code list; "" for not recorded."""
        found: dict[str, list[Appointment]] = {}
        for seat in self.seats:
            found.setdefault(seat.category, []).append(seat)
        order = [*SeatCategory.values, ""]
        return [(value, found[value]) for value in order if value in found]


def committees_of(county_code: str, union_ids: Collection[int], on: date) -> dict[int, Committee]:
    """By id of a federation's union its committee on a day: five statements for any number."""
    found = {key: Committee() for key in union_ids}
    for seat in seats_in(county_code, union_ids, on):
        found[seat.union_id].seats.append(seat)
    for row in _coverage(county_code, union_ids, on):
        found[row.federation.union_id].covered.append(row.union)
    covered = {union.pk for one in found.values() for union in one.covered}
    chairs = chairs_of(county_code, covered, on)
    for seat_to_fill in _to_fill(county_code, union_ids):
        found[seat_to_fill.federation.union_id].to_fill[seat_to_fill.covered_id] = seat_to_fill
    delegated = _delegated(county_code, union_ids)
    for key, one in found.items():
        one.chairs = {u.pk: chairs[u.pk] for u in one.covered if u.pk in chairs}
        one.by_delegates = key in delegated or any(
            seat.category == SeatCategory.DELEGATE for seat in one.seats
        )
    return found


def committee_of(federation: Federation, on: date) -> Committee:
    """The committee of one federation on a day."""
    key = federation.union_id
    return committees_of(federation.county_code, [key], on)[key]


def seats_in(county_code: str, union_ids: Iterable[int], on: date) -> list[Appointment]:
    """Seats of committees on a day, the chair first."""
    rows = (
        Appointment.objects.in_county(county_code)
        .filter(holding(on), union_id__in=list(union_ids), body=Body.COMMITTEE, post__in=SEATS)
        .select_related("person", "represents", "union")
    )
    order = {post: place for place, post in enumerate(SEATS)}
    return sorted(rows, key=lambda seat: (order[Post(seat.post)], seat.valid_from, seat.pk))


def beside_committee(federation: Federation, on: date) -> list[Appointment]:
    """Who holds another post of the federation on a day: other bodies, organisers, officers."""
    rows = Appointment.objects.in_county(federation.county_code).filter(
        holding(on), ~Q(body=Body.COMMITTEE, post__in=SEATS), union_id=federation.union_id
    )
    bodies = {body: place for place, body in enumerate(Body.values)}
    posts = {post: place for place, post in enumerate(Post.values)}
    found = rows.select_related("person", "union").order_by("valid_from", "pk")
    return sorted(found, key=lambda row: (bodies[row.body], posts[row.post]))


def chairs_of(county_code: str, union_ids: Iterable[int], on: date) -> dict[int, Appointment]:
    """By union the chair in office on a day, of the unions that have one on record."""
    rows = Appointment.objects.in_county(county_code).filter(
        holding(on), union_id__in=list(union_ids), body=Body.COMMITTEE, post=Post.CHAIR
    )
    return {row.union_id: row for row in rows.select_related("person").order_by("valid_from")}


def _coverage(county_code: str, union_ids: Collection[int], on: date) -> Iterable[Coverage]:
    rows = Coverage.objects.in_county(county_code).filter(
        holding(on), federation__union_id__in=list(union_ids), union__status=UnionStatus.ACTIVE
    )
    return rows.select_related("union", "federation").order_by("union__pinyin", "union__name", "pk")


def _to_fill(county_code: str, union_ids: Collection[int]) -> Iterable[SeatToFill]:
    rows = SeatToFill.objects.in_county(county_code).filter(
        federation__union_id__in=list(union_ids), closed_on__isnull=True
    )
    return rows.select_related("federation", "covered", "former__person").order_by("pk")


def _delegated(county_code: str, union_ids: Collection[int]) -> set[int]:
    """Federations whose heads have elected delegates among themselves."""
    rows = Term.objects.in_county(county_code).filter(
        union_id__in=list(union_ids),
        ended_on__isnull=True,
        formation_mode=FormationMode.DELEGATED,
    )
    return set(rows.values_list("union_id", flat=True))


def filled_seats(federation: Federation) -> list[SeatToFill]:
    """Seats that were filled, the latest first, with the procedure behind each."""
    rows = SeatToFill.objects.in_county(federation.county_code).filter(
        federation_id=federation.pk, closed_on__isnull=False
    )
    related = rows.select_related("covered", "former__person", "filled_by__person", "procedure")
    return list(related.order_by("-closed_on", "-pk")[:50])
