"""Who held which post on which day.

A union without a single appointment has *unknown* officers; where one is recorded, they count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, Value, When

from cadres.choices import SEATS, Body, Post
from cadres.models import Appointment
from townships.models import Union
from unionreg.county import CountyQuerySet

ONE_DAY = timedelta(days=1)
# An order of posts: the chair, the vice-chairs, the others as they are listed.
LEADING_FIRST = Case(
    *(When(post=post, then=Value(place)) for place, post in enumerate(SEATS)),
    default=Value(len(SEATS)),
    output_field=IntegerField(),
)


def on_day(on: date) -> Q:
    """The filter for rows with `valid_from` and `valid_to` (last day) that hold on the day."""
    return overlapping(on, on)


def overlapping(first: date, last: date | None) -> Q:
    """The filter for such rows that have a day in common with these (None: without end)."""
    begun = Q() if last is None else Q(valid_from__lte=last)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))


def in_office(county_code: str, on: date) -> CountyQuerySet[Appointment]:
    """Appointments of a county (registry key) that hold on the day, first and last included."""
    return Appointment.objects.in_county(county_code).filter(on_day(on))


def chair_on(union: Union, on: date) -> Appointment | None:
    """Who chaired the committee of the union on the day, with the person; None: nobody known."""
    rows = in_office(union.county_code, on).filter(
        union_id=union.pk, body=Body.COMMITTEE, post=Post.CHAIR
    )
    return rows.select_related("person").first()


def roster_recorded(county_code: str, union_ids: Collection[int] | None = None) -> set[int]:
    """Ids of the unions of a county (or of these) for which any appointment is recorded."""
    rows = Appointment.objects.in_county(county_code).order_by()
    if union_ids is not None:
        rows = rows.filter(union_id__in=union_ids)
    return set(rows.values_list("union_id", flat=True).distinct())


@dataclass(frozen=True)
class Spell:
    """Days under one chair; `chair` None: nobody is recorded. `last` None: until today."""

    chair: Appointment | None
    first: date
    last: date | None


def timeline(union: Union) -> list[Spell]:
    """The chairs of the union's committee in time order, with the days that nobody is recorded."""
    rows = Appointment.objects.in_county(union.county_code).filter(
        union_id=union.pk, body=Body.COMMITTEE, post=Post.CHAIR
    )
    found: list[Spell] = []
    for row in rows.select_related("person").order_by("valid_from", "pk"):
        found += _gap_before(found, row.valid_from)
        found.append(Spell(row, row.valid_from, row.valid_to))
    if found and found[-1].last is not None:
        found += _gap_before(found, None)
    return found


def _gap_before(found: list[Spell], next_first: date | None) -> list[Spell]:
    """The days between the last chair and the next one (None: today)."""
    last = found[-1].last if found else None
    if last is None or next_first == last + ONE_DAY:
        return []
    return [Spell(None, last + ONE_DAY, next_first and next_first - ONE_DAY)]
