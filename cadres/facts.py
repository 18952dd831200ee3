"""What the rules ask about other records: of the database here, of memory in an import."""

from datetime import date
from typing import Protocol

from django.db.models import Q
from django.utils import timezone

from cadres.choices import SEATS, AppointmentType, Body
from cadres.models import Appointment
from cadres.selectors.posts import chair_on, on_day, overlapping, roster_recorded
from townships.choices import UnionKind
from townships.models import Affiliation, Employer, Union


class Facts(Protocol):
    """Answers about the day of an appointment (`post`): its first day in office."""

    def beside(self, post: Appointment) -> list[Appointment]:
        """Other posts of the same body of the union that share a day with this one."""

    def fulltime_elsewhere(self, post: Appointment) -> Appointment | None:
        """A full-time post of the person in another union that shares a day with this one."""

    def seated(self, post: Appointment) -> list[Appointment]:
        """The other seats of the committee on the first day."""

    def covered(self, post: Appointment) -> set[int]:
        """Ids of the unions that the federation covers on the first day."""

    def led(self, post: Appointment, lower: Union) -> bool:
        """Whether the union is the superior of another one: today, or on the first day."""

    def chair(self, union: Union, on: date) -> Appointment | None:
        """Who chairs a union on a day."""

    def recorded(self, union: Union) -> bool:
        """Whether any post of a union is recorded."""

    def works_in(self, post: Appointment, union_ids: set[int]) -> bool:
        """Whether the person's place of work is an employer of one of the unions that day."""


class StoredFacts:
    """Asks the database."""

    def beside(self, post: Appointment) -> list[Appointment]:
        rows = Appointment.objects.in_county(post.county_code).filter(
            overlapping(post.valid_from, post.valid_to), union_id=post.union_id, body=post.body
        )
        others = rows.exclude(pk=post.pk).select_related("person")
        return list(others.order_by("valid_from"))

    def fulltime_elsewhere(self, post: Appointment) -> Appointment | None:
        rows = Appointment.objects.in_county(post.county_code).filter(
            overlapping(post.valid_from, post.valid_to),
            person_id=post.person_id,
            appointment_type=AppointmentType.FULLTIME,
        )
        return rows.exclude(union_id=post.union_id).select_related("union").first()

    def seated(self, post: Appointment) -> list[Appointment]:
        rows = Appointment.objects.in_county(post.county_code).filter(
            on_day(post.valid_from), union_id=post.union_id, body=Body.COMMITTEE, post__in=SEATS
        )
        return list(rows.exclude(pk=post.pk).select_related("person"))

    def covered(self, post: Appointment) -> set[int]:
        return covered_by(post.union, post.valid_from)

    def led(self, post: Appointment, lower: Union) -> bool:
        if leads_now(post.union, lower):
            return True
        rows = Affiliation.objects.in_county(post.county_code).filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=post.valid_from),
            Q(valid_to__isnull=True) | Q(valid_to__gte=post.valid_from),
            union_id=lower.pk,
            superior_id=post.union_id,
        )
        return bool(rows.exists())

    def chair(self, union: Union, on: date) -> Appointment | None:
        return chair_on(union, on)

    def recorded(self, union: Union) -> bool:
        return bool(roster_recorded(union.county_code, [union.pk]))

    def works_in(self, post: Appointment, union_ids: set[int]) -> bool:
        on = post.valid_from
        rows = Employer.objects.in_county(post.county_code).filter(
            Q(coverage__valid_from__isnull=True) | Q(coverage__valid_from__lte=on),
            Q(coverage__valid_to__isnull=True) | Q(coverage__valid_to__gte=on),
            coverage__union_id__in=union_ids,
            name=post.person.workplace,
        )
        return bool(rows.exists())


def covered_by(union: Union, on: date | None = None) -> set[int]:
    """Ids of the unions that a federation covers on a day (None: today); of others none."""
    # by the reverse relation: this app stands below the one that keeps coverage
    federation = union.federations.first()
    if federation is None:
        return set()
    rows = federation.coverage.filter(on_day(on or timezone.localdate()))
    return set(rows.values_list("union_id", flat=True))


def leads_now(union: Union, lower: Union) -> bool:
    """Whether the union is the superior today; the county's stands above all of its county."""
    if union.kind == UnionKind.COUNTY:
        return lower.pk != union.pk
    return lower.superior_id == union.pk
