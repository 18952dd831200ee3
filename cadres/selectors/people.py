"""People in posts: finding one by the ID number, and what one has done so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from cadres.choices import LEADERS
from cadres.models import Appointment, Attendance, Delegate, Person, SocialWorker
from members.selectors.search import possible_hashes
from townships.models import Union
from unionreg.county import CountyQuerySet


def find_by_id(user: Any, text: str) -> list[Person]:
    """Cadres with this ID number (18 or 15 digits, or another document's) that `user` may see."""
    rows = Person.objects.visible_to(user, "cadres.view_person")
    readings = (list(rows.filter(id_hash__in=hashes)) for hashes in possible_hashes(text) if hashes)
    return next((found for found in readings if found), [])


def holding(**lookup: Any) -> Exists:
    """Whether a person holds a post like this today; without a lookup, any post."""
    rows = Appointment.objects.filter(
        county_code=OuterRef("county_code"), person_id=OuterRef("pk"), valid_to__isnull=True
    )
    return Exists(rows.filter(**lookup))


def posts_in_office() -> Prefetch[Any, Any, Any]:
    """The posts in office of each person of a list as `in_office`, leading ones first."""
    rows = Appointment.objects.filter(valid_to__isnull=True).select_related("union")
    return Prefetch("appointments", queryset=rows.order_by("valid_from"), to_attr="in_office")


def leading_first(posts: list[Appointment]) -> list[Appointment]:
    """Chair and vice-chair before the others."""
    return sorted(posts, key=lambda post: post.post not in LEADERS)


@dataclass(frozen=True)
class Entry:
    """One line of a person's life in the union; `last` None: until today.

    `kind` is post, mandate, employment or training; `record` the row, `union` where it was.
    """

    kind: str
    first: date
    last: date | None
    record: Any
    union: Union | None = None


def timeline(person: Person) -> list[Entry]:
    """Posts, mandates, employments and trainings of a person in time order."""
    entries = [*_posts(person), *_mandates(person), *_employments(person), *_trainings(person)]
    return sorted(entries, key=lambda entry: (entry.first, entry.last or date.max))


def _of(person: Person, model: Any) -> CountyQuerySet[Any]:
    rows: CountyQuerySet[Any] = model.objects.in_county(person.county_code)
    return rows.filter(person_id=person.pk)


def _posts(person: Person) -> Iterator[Entry]:
    for row in _of(person, Appointment).select_related("union"):
        yield Entry("post", row.valid_from, row.valid_to, row, row.union)


def _mandates(person: Person) -> Iterator[Entry]:
    for row in _of(person, Delegate).select_related("term__union"):
        yield Entry("mandate", row.since, row.until, row, row.term.union)


def _employments(person: Person) -> Iterator[Entry]:
    rows = _of(person, SocialWorker).select_related("employer", "township")
    for row in rows:
        yield Entry("employment", row.started_on, row.ended_on, row, row.employer)


def _trainings(person: Person) -> Iterator[Entry]:
    rows = _of(person, Attendance).filter(attended=True)
    for row in rows.select_related("training"):
        training = row.training
        yield Entry("training", training.started_on, training.completed_on, row)


def accounts_of(person: Person) -> QuerySet[User]:
    """The accounts at work where the person is: of his township, else of his county.

    With the one that is linked already. None before the person is recorded.
    """
    here = Q(assignments__division_id=person.township_id or person.county_code, is_active=True)
    rows = User.objects.filter(here | Q(pk=person.account_id)) if person.pk else User.objects.none()
    return rows.distinct().order_by("display_name", "username")
