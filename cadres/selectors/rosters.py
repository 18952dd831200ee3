"""How unions are staffed on a day: who chairs, who serves full-time (R-CAD).

A union without any row has no roster: its staffing is unknown. One with rows is counted; where a
row does not say how the post is held, the counts that depend on it are unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cadres.choices import LEADERS, PARTY_COMMITTEE, AppointmentType, Body, PartyRole, Post
from cadres.models import Appointment

FULLTIME, PARTTIME = AppointmentType.FULLTIME, AppointmentType.PARTTIME


@dataclass(frozen=True)
class Held:
    """A post that is held on the day."""

    person_id: int
    body: str
    post: str
    kind: str
    party_role: str
    rank: str
    on_establishment: bool | None

    @property
    def leads(self) -> bool:
        """Chair or vice-chair of the committee."""
        return self.body == Body.COMMITTEE and self.post in LEADERS


@dataclass(frozen=True)
class Roster:
    """The posts of one union that are held on the day."""

    held: tuple[Held, ...]

    def _leaders(self, *posts: str) -> list[Held]:
        return [one for one in self.held if one.leads and one.post in posts]

    @property
    def chairs(self) -> int:
        """Chairs in office."""
        return len(self._leaders(Post.CHAIR))

    @property
    def chair(self) -> Held | None:
        """The chair in office."""
        return next(iter(self._leaders(Post.CHAIR)), None)

    @property
    def fulltime_leaders(self) -> int | None:
        """Chair and vice-chairs who serve full-time."""
        return _number(self._leaders(*LEADERS), FULLTIME)

    @property
    def fulltime_vices(self) -> int | None:
        """Vice-chairs who serve full-time."""
        return _number(self._leaders(Post.VICE_CHAIR), FULLTIME)

    @property
    def parttime_vices(self) -> int | None:
        """Vice-chairs who serve part-time."""
        return _number(self._leaders(Post.VICE_CHAIR), PARTTIME)

    @property
    def fulltime_officers(self) -> int | None:
        """Full-time officers (干事) who are neither chair nor vice-chair."""
        heads = self._heads
        officers = [one for one in self.held if one.post == Post.OFFICER]
        return _number([one for one in officers if one.person_id not in heads], FULLTIME)

    def fulltime_staff(self, others: Iterable[int] = ()) -> int | None:
        """Full-time people besides chair and vice-chairs, each once.

        `others`: ids of people who work full-time without a post (social union workers, a main
        source of full-time staff by 总工办发〔2019〕24号 六).
        """
        if self.fulltime_officers is None:
            return None
        people = {one.person_id for one in self.held if one.kind == FULLTIME}
        return len((people | set(others)) - self._heads)

    @property
    def chair_appointment(self) -> str | None:
        """How the chair serves; None without a chair or where it is not recorded."""
        return (self.chair.kind or None) if self.chair else None

    @property
    def chair_in_party_committee(self) -> bool | None:
        """Whether the chair sits on the party committee; None where it is not recorded."""
        role = self.chair.party_role if self.chair else ""
        return role in PARTY_COMMITTEE if role else None

    @property
    def chair_is_deputy_secretary(self) -> bool | None:
        """Whether the deputy party secretary is chair; None where it is not recorded."""
        role = self.chair.party_role if self.chair else ""
        return role == PartyRole.DEPUTY_SECRETARY if role else None

    @property
    def _heads(self) -> set[int]:
        return {one.person_id for one in self._leaders(*LEADERS)}


def _number(posts: list[Held], kind: str) -> int | None:
    """How many people hold a post in this way; None as long as one does not say how."""
    if any(not one.kind for one in posts):
        return None
    return len({one.person_id for one in posts if one.kind == kind})


def rosters(appointments: QuerySet[Appointment], on: date) -> dict[int, Roster]:
    """The rosters by id of the union, of those of which anything is recorded, in one query."""
    columns = ("person_id", "body", "post", "appointment_type", "party_role")
    more = ("rank", "on_establishment", "union_id", "valid_to")
    rows = appointments.filter(valid_from__lte=on).order_by("pk").values_list(*columns, *more)
    found: dict[int, list[Held]] = defaultdict(list)
    for row in rows.iterator(2000):
        union_id, valid_to = row[7], row[8]
        held = found[union_id]
        if valid_to is None or valid_to >= on:
            held.append(Held(*row[:7]))
    return {union_id: Roster(tuple(held)) for union_id, held in found.items()}


def composition(rosters_: Mapping[int, Roster]) -> Iterator[Held]:
    """Every post that is held, for counts of an area (R-CAD-02, 03, 16, 20)."""
    for roster in rosters_.values():
        yield from roster.held
