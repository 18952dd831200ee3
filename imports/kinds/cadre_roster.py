"""What is stored about posts, in memory, so that a workbook is judged without asking row by row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from cadres.choices import SEATS, AppointmentType, Body, Post
from cadres.facts import leads_now
from cadres.models import Appointment, Term
from imports.database import among
from townships.choices import UnionKind
from townships.models import Affiliation, Union, UnionEmployer

_UNION_COLUMNS = (
    *("id", "county_code", "code", "name", "kind", "form", "township_id", "superior_id"),
    *("status", "founded_on", "closed_on", "chair_name"),
)


class Roster:
    """Posts of the unions and people that rows name, and those of earlier rows (`add`).

    Answers as `cadres.facts.Facts`.
    """

    def __init__(self, county_code: str) -> None:
        self.county_code = county_code
        rows = Union.objects.in_county(county_code).only(*_UNION_COLUMNS)
        self.unions = {union.pk: union for union in rows}
        self._known: dict[int, Appointment] = {}
        self._of_union: dict[int, list[Appointment]] = defaultdict(list)
        self._of_person: dict[int, list[Appointment]] = defaultdict(list)

    def load(self, *, union_ids: set[int], person_ids: set[int]) -> None:
        """Read the posts in these unions and those of these people."""
        for column, ids in (("union_id", union_ids), ("person_id", person_ids)):
            condition, params = among(f"cadres_appointment.{column}", sorted(ids))
            rows = Appointment.objects.in_county(self.county_code).select_related("person")
            for row in rows.extra(where=[condition], params=params) if ids else ():
                self.add(row)

    def add(self, post: Appointment) -> None:
        """Let later rows meet this post."""
        if post.pk in self._known:
            return
        self._known[post.pk] = post
        post.union = self.unions[post.union_id]
        self._of_union[post.union_id].append(post)
        self._of_person[post.person_id].append(post)

    def of_person(self, person_id: int) -> list[Appointment]:
        """The posts of a person."""
        return self._of_person.get(person_id, [])

    def term_at(self, union_id: int, on: date) -> Term | None:
        """The term of a union in which a day lies."""
        for term in self._terms.get(union_id, ()):
            if term.started_on <= on and (term.ended_on is None or on <= term.ended_on):
                return term
        return None

    @cached_property
    def _terms(self) -> dict[int, list[Term]]:
        found: dict[int, list[Term]] = defaultdict(list)
        for term in Term.objects.in_county(self.county_code).order_by("-started_on"):
            term.union = self.unions[term.union_id]
            found[term.union_id].append(term)
        return found

    # --- answers of Facts -------------------------------------------------------------------

    def beside(self, post: Appointment) -> list[Appointment]:
        rows = (row for row in self._of_union.get(post.union_id, ()) if row.body == post.body)
        found = [row for row in rows if row.pk != post.pk and _share_a_day(row, post)]
        return sorted(found, key=lambda row: row.valid_from)

    def fulltime_elsewhere(self, post: Appointment) -> Appointment | None:
        for row in self.of_person(post.person_id):
            other = row.union_id != post.union_id and _share_a_day(row, post)
            if other and row.appointment_type == AppointmentType.FULLTIME:
                return row
        return None

    def seated(self, post: Appointment) -> list[Appointment]:
        rows = self._of_union.get(post.union_id, ())
        seats = (row for row in rows if row.body == Body.COMMITTEE and row.post in SEATS)
        return [row for row in seats if row.pk != post.pk and _holds(row, post.valid_from)]

    def covered(self, post: Appointment) -> set[int]:
        spans = self._coverage.get(post.union_id, ())
        return {union for union, first, last in spans if _within(post.valid_from, first, last)}

    @cached_property
    def _coverage(self) -> dict[int, list[tuple[int, date, date | None]]]:
        """Covered unions by federation, read by the reverse relation from the union."""
        path = "federations__coverage__"
        rows = Union.objects.in_county(self.county_code).filter(
            kind=UnionKind.FEDERATION, **{f"{path}isnull": False}
        )
        names = [f"{path}{name}" for name in ("union_id", "valid_from", "valid_to")]
        found: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
        for federation, *span in rows.values_list("pk", *names):
            found[federation].append((span[0], span[1], span[2]))
        return found

    def led(self, post: Appointment, lower: Union) -> bool:
        if leads_now(self.unions[post.union_id], self.unions.get(lower.pk, lower)):
            return True
        spans = self._affiliations.get((lower.pk, post.union_id), ())
        return any(_within(post.valid_from, first, last) for first, last in spans)

    @cached_property
    def _affiliations(self) -> dict[tuple[int, int], list[tuple[date | None, date | None]]]:
        found: dict[tuple[int, int], list[Any]] = defaultdict(list)
        rows = Affiliation.objects.in_county(self.county_code)
        columns = ("union_id", "superior_id", "valid_from", "valid_to")
        for lower, upper, first, last in rows.values_list(*columns):
            found[lower, upper].append((first, last))
        return found

    def chair(self, union: Union, on: date) -> Appointment | None:
        rows = self._of_union.get(union.pk, ())
        chairs = (row for row in rows if row.body == Body.COMMITTEE and row.post == Post.CHAIR)
        return next((row for row in chairs if _holds(row, on)), None)

    def recorded(self, union: Union) -> bool:
        return bool(self._of_union.get(union.pk))

    def works_in(self, post: Appointment, union_ids: set[int]) -> bool:
        spans = self._employers.get(post.person.workplace, ())
        return any(
            union in union_ids and _within(post.valid_from, first, last)
            for union, first, last in spans
        )

    @cached_property
    def _employers(self) -> dict[str, list[tuple[int, date | None, date | None]]]:
        found: dict[str, list[Any]] = defaultdict(list)
        rows = UnionEmployer.objects.in_county(self.county_code)
        columns = ("employer__name", "union_id", "valid_from", "valid_to")
        for name, union_id, first, last in rows.values_list(*columns):
            found[name].append((union_id, first, last))
        return found


def _within(on: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


def _holds(post: Appointment, on: date) -> bool:
    return _within(on, post.valid_from, post.valid_to)


def _share_a_day(one: Appointment, other: Appointment) -> bool:
    last, first = other.valid_to, other.valid_from
    return (last is None or one.valid_from <= last) and (
        one.valid_to is None or first <= one.valid_to
    )
