"""Who the person of a row is: somebody who is recorded, somebody of an earlier row, or new."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from cadres.models import Person
from imports.database import among, draw_ids
from imports.kinds.identities import sealed
from imports.kinds.lines import Line, plain
from imports.kinds.places import visible
from imports.models import ImportBatch
from members.choices import IdType
from members.models import Member
from members.names import name_pinyin

# Columns of a workbook that say something about the person, and are written for a new one only.
PERSON_COLUMNS = (
    *("name", "sex", "birth_date", "phone", "education", "political_status", "workplace"),
    *("is_front_line", "is_public_official", "is_administrative_head"),
)


class People:
    """The cadres of the county, and those that the workbook brings."""

    def __init__(self, batch: ImportBatch) -> None:
        self.county_code = batch.county_code
        rows = visible(Person, batch)
        self._visible = set(rows.values_list("pk", flat=True))
        self._by_hash: dict[uuid.UUID, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._members: dict[uuid.UUID, int] = {}
        self._new: set[int] = set()
        self._ids: list[int] = []

    def load(self, lines: list[Line]) -> None:
        """Read the people that these lines may be about, and the members with their numbers."""
        hashes = sorted({line.extra["person_hash"] for line in lines if line.extra})
        names = sorted({str(line.values["name"]) for line in lines if "name" in line.values})
        for column, values in (("id_hash", hashes), ("name", names)):
            for row in self._read(Person, column, values):
                self._remember(row)
        for pk, id_hash in self._read(Member, "id_hash", hashes).values_list("pk", "id_hash"):
            self._members[id_hash] = pk

    def _read(self, model: Any, column: str, values: list[Any]) -> Any:
        rows = model.objects.in_county(self.county_code)
        if not values:
            return rows.none()
        condition, params = among(column, values)
        return rows.extra(where=[condition], params=params)

    def _remember(self, person: Person) -> None:
        known = self._by_name[person.name]
        if all(person.pk != other.pk for other in known):
            known.append(person)
        if person.id_hash:
            self._by_hash.setdefault(person.id_hash, person)

    def with_number(self, id_hash: uuid.UUID) -> Person | None:
        """The person with an ID number."""
        return self._by_hash.get(id_hash)

    def namesakes(self, name: str, workplace: str) -> list[Person]:
        """People of a name who may be meant by a row without a number: first by place of work."""
        known = [one for one in self._by_name.get(name, ()) if self.is_visible(one)]
        same = [one for one in known if workplace and one.workplace == workplace]
        return same or known

    def is_visible(self, person: Person) -> bool:
        """Whether the user may see a recorded person, or the workbook brought him."""
        return person.pk in self._visible or person.pk in self._new

    def is_new(self, person: Person) -> bool:
        """Whether an earlier row brought the person."""
        return person.pk in self._new

    def make(self, line: Line, township_key: str | None) -> Person:
        """A new person from a line, with one of the reserved ids."""
        values = {name: line.values[name] for name in PERSON_COLUMNS if name in line.values}
        person = Person(county_code=self.county_code, township_id=township_key, **values)
        person.name_pinyin, person.name_initials = name_pinyin(person.name)
        id_hash = line.extra.get("person_hash")
        if id_hash:
            person.id_type = line.values.get("id_type") or IdType.RESIDENT_ID
            for name, value in sealed(line.values["id_number"], id_hash.hex).items():
                setattr(person, name, value)
            person.id_hash = id_hash
            person.member_id = self._members.get(id_hash)
        person.pk = self._ids.pop()
        return person

    def reserve(self, number: int) -> None:
        """Draw ids for so many new people."""
        self._ids = draw_ids(Person, number)

    def keep(self, person: Person) -> None:
        """Let later rows find a new person."""
        self._new.add(person.pk)
        self._remember(person)


def as_staged(person: Person) -> dict[str, Any]:
    """A new person for the staging table."""
    fields = (field.attname for field in Person._meta.concrete_fields)
    skipped = {"created_at", "updated_at", "updated_by_id", "version"}
    return {name: plain(getattr(person, name)) for name in fields if name not in skipped}
