"""What is stored about the people of a block of rows, in a constant number of statements."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import CharField
from django.db.models.expressions import RawSQL

from imports.database import among, among_hashes, fetch, hexadecimal
from imports.models.staged import MEMBER_COLUMNS
from imports.pipeline.sql import name_of
from members.models import Member, Membership, PersonKey
from members.states import OPEN_STATES


class Key(NamedTuple):
    """Who holds a person's key, and the counties where older rows of the person lie."""

    county_code: str
    member_id: int
    former_counties: tuple[str, ...] = ()


class Period(NamedTuple):
    """A membership as far as a new one could overlap with it."""

    id: int
    valid_from: date | None
    valid_to: date | None
    kept_from: date | None = None


# Every member has another value there; the other columns have the same few again and again.
OWN = ("id", "name", "name_pinyin", "id_cipher", "id_hash", "id_masked", "id_tail", "phone")
# Truth values and numbers stay apart: True equals 1 and would be kept in its place.
NUMBERS = ("version", "is_migrant", "union_id")
COMMON = tuple(name for name in MEMBER_COLUMNS if name not in (*OWN, *NUMBERS))
FIELDS = (*OWN, *NUMBERS, *COMMON)


class Members:
    """Stored members by blind index, as tuples: a file may name 200,000 of them.

    A blind index is its hexadecimal digits here: objects take longer to make, send and look up.
    """

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Any, ...]] = {}
        self._same: dict[Any, Any] = {}

    def add(self, row: Sequence[Any]) -> None:
        """Keep a row of `FIELDS`; equal values of common columns are kept once."""
        common = row[-len(COMMON) :]
        same = map(self._same.setdefault, common, common)
        self._rows[row[_HASH]] = (*row[: -len(COMMON)], *same)

    def get(self, value: str) -> dict[str, Any] | None:
        """The columns of a member, `None` for nobody."""
        row = self._rows.get(value)
        return None if row is None else dict(zip(FIELDS, row, strict=True))

    def brief(self, value: str) -> Brief | None:
        """What decides whether the memberships matter, `None` for nobody."""
        row = self._rows.get(value)
        return None if row is None else Brief(*_brief(row))


class Brief(NamedTuple):
    """Id, state and first day of a stored member."""

    id: int
    state: str
    joined_on: date | None


_HASH, _STATE, _JOINED = map(FIELDS.index, ("id_hash", "state", "joined_on"))
_brief = itemgetter(*map(FIELDS.index, Brief._fields))


@dataclass
class People:
    """Stored members of the county by blind index, keys, and members in other counties."""

    here: Members = field(default_factory=Members)
    keys: dict[str, Key] = field(default_factory=dict)
    elsewhere: dict[str, dict[str, Any]] = field(default_factory=dict)
    periods: dict[int, list[Period]] = field(default_factory=dict)
    former: dict[str, list[int]] = field(default_factory=dict)

    def load_periods(self, county_code: str, member_ids: list[int]) -> None:
        """Read all memberships of some members of a county."""
        if not member_ids:
            return
        condition, params = among("member_id", member_ids)
        rows = Membership.objects.in_county(county_code).extra(where=[condition], params=params)
        fields = ("member_id", "id", "valid_from", "valid_to", "kept_from")
        for member_id, *period in rows.order_by("id").values_list(*fields):
            self.periods.setdefault(member_id, []).append(Period(*period))

    def load_former(self, county_code: str, hashes: list[str]) -> None:
        """Read the memberships of some people in counties that they left before this one."""
        by_county: dict[str, list[str]] = defaultdict(list)
        for value in hashes:
            for code in self.keys[value].former_counties if value in self.keys else ():
                by_county[code].append(value)
        for code in sorted(by_county.keys() - {county_code}):
            rows = _members(code, by_county[code])
            self.load_periods(code, [row["id"] for row in rows.values()])
            for value, row in rows.items():
                self.former.setdefault(value, []).append(row["id"])

    def periods_of(self, value: str) -> list[Period]:
        """The memberships that were read, of the person with a blind index, in every county."""
        if not self.periods:
            return []
        here, away = self.here.brief(value), self.elsewhere.get(value)
        ids = [*([here.id] if here else ()), *([away["id"]] if away else ())]
        ids += self.former.get(value, ())
        return [period for number in ids for period in self.periods.get(number, ())]

    def last_day(self, member: dict[str, Any] | None) -> date | None:
        """The last day of membership of somebody who left, `None` when there was no such person."""
        if member is None:
            return None
        days = [period.valid_to for period in self.periods.get(member["id"], [])]
        return max((day for day in days if day), default=None)


def load(county_code: str, hashes: list[str]) -> People:
    """What is stored about people with these blind indexes.

    Keys are not asked for where they decide nothing: of members here whose first day is recorded.
    """
    people = People()
    if not hashes:
        return people
    settled: set[str] = set()  # who is a member here has the key here
    for row in _rows(county_code, hashes):
        people.here.add(row)
        if row[_STATE] in OPEN_STATES and row[_JOINED] is not None:
            settled.add(row[_HASH])
    people.keys = _keys([value for value in hashes if value not in settled])
    abroad = {key.county_code for key in people.keys.values()} - {county_code}
    for code in sorted(abroad):
        wanted = [value for value, key in people.keys.items() if key.county_code == code]
        found = _members(code, wanted)
        people.elsewhere |= found
        people.load_periods(code, [row["id"] for row in found.values() if not is_open(row)])
    return people


def _keys(hashes: list[str]) -> dict[str, Key]:
    if not hashes:
        return {}
    condition, params = among_hashes("id_hash", hashes)
    fields = f"{hexadecimal('id_hash')}, county_code, member_id, former_counties"
    rows = fetch(f"SELECT {fields} FROM {name_of(PersonKey)} WHERE {condition}", params)
    return {
        value: Key(sys.intern(county), member, tuple(former.split()))
        for value, county, member, former in rows
    }


def _members(county_code: str, hashes: list[str]) -> dict[str, dict[str, Any]]:
    """Members of a county with the columns that staging has, by blind index."""
    rows = _rows(county_code, hashes)
    return {row[_HASH]: dict(zip(FIELDS, row, strict=True)) for row in rows}


def _rows(county_code: str, hashes: list[str]) -> Iterator[tuple[Any, ...]]:
    condition, params = among_hashes("id_hash", hashes)
    rows = Member.objects.in_county(county_code).extra(where=[condition], params=params)
    digits = RawSQL(hexadecimal("id_hash"), (), CharField())  # noqa: S611 (no parameters)
    columns = (digits if name == "id_hash" else name for name in FIELDS)
    return rows.order_by().values_list(*columns).iterator(chunk_size=2_000)


def is_open(member: dict[str, Any]) -> bool:
    """Whether the person has an open membership."""
    return member["state"] in OPEN_STATES
