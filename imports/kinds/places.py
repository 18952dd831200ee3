"""Finding the union, employer or township that a row names, inside the user's scope.

Everything is loaded once per batch.  What lies outside the scope is not found, as if it did not
exist: an import must not tell what other places have.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from accounts.scope import NOWHERE, Scope
from imports.cleaning import unit_name_key
from imports.models import ImportBatch
from townships.choices import OPEN_STATUSES, EmployerStatus, UnionKind
from townships.models import Division, Employer, Union, UnionEmployer
from townships.selectors.divisions import townships_of

IMPORT = "imports.import_workbook"
_ENDINGS = ("工会委员会", "工会联合会", "工会")


@dataclass(frozen=True, slots=True)
class Place:
    """A union or employer as far as rows refer to it."""

    id: int
    name: str
    township_id: str | None
    kind: str = ""


class Names:
    """Places by name and code.  A name that two of them share finds neither."""

    def __init__(self) -> None:
        self._by_code: dict[str, Place] = {}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._places: dict[int, Place] = {}

    def add(self, place: Place, *names: str, code: str = "") -> None:
        """Make a place known under its code and names."""
        self._places[place.id] = place
        if code:
            self._by_code[code] = place
        for name in filter(None, names):
            self._by_name[unit_name_key(name)].add(place.id)

    def find(self, text: str) -> list[Place]:
        """The places with this code or name; more than one when the name is not enough."""
        by_code = self._by_code.get(text.upper())
        if by_code:
            return [by_code]
        return [self._places[number] for number in self._by_name.get(unit_name_key(text), ())]

    def get(self, number: int | None) -> Place | None:
        """A place by its id, if it is inside the scope."""
        return self._places.get(number or 0)


def user_scope(batch: ImportBatch) -> Scope:
    """Where the user of a batch may import; nowhere when the user is gone."""
    return batch.created_by.scope_for(IMPORT) if batch.created_by else NOWHERE


def visible(model: Any, batch: ImportBatch) -> Any:
    """Rows of the county inside the scope."""
    rows = model.objects.in_county(batch.county_code)
    return rows.visible_to(batch.created_by, IMPORT) if batch.created_by else rows.none()


def unions_of(batch: ImportBatch) -> Names:
    """The open unions of the county inside the scope."""
    names = Names()
    rows = visible(Union, batch).filter(status__in=OPEN_STATUSES)
    fields = ("id", "name", "township_id", "kind", "short_name", "code")
    for number, name, township, kind, short, code in rows.values_list(*fields):
        names.add(Place(number, name, township, kind), name, short, *_shorter(name), code=code)
    return names


def _shorter(name: str) -> list[str]:
    """A union's name as clerks write it: 某公司工会 for 某公司工会委员会."""
    return [name.removesuffix("委员会")] if name.endswith("工会委员会") else []


def employers_of(batch: ImportBatch) -> Names:
    """The open employers of the county inside the scope."""
    names = Names()
    rows = visible(Employer, batch).filter(status=EmployerStatus.OPEN)
    fields = ("id", "name", "township_id", "credit_code")
    for number, name, township, code in rows.values_list(*fields):
        names.add(Place(number, name, township), name, code=code)
    return names


def union_of_employers(batch: ImportBatch, unions: Names) -> dict[str, Place]:
    """Name of a covered employer -> the union that covers it; names that two share are left out."""
    rows = UnionEmployer.objects.in_county(batch.county_code).filter(valid_to__isnull=True)
    found: dict[str, set[int]] = defaultdict(set)
    for name, union_id in rows.values_list("employer__name", "union_id"):
        found[unit_name_key(name)].add(union_id)
    single = {key: unions.get(min(ids)) for key, ids in found.items() if len(ids) == 1}
    return {key: union for key, union in single.items() if union is not None}


class Townships:
    """The townships of the county inside the scope, by name and code."""

    def __init__(self, batch: ImportBatch) -> None:
        scope = user_scope(batch)
        self.county_code = batch.county_code
        self._found: dict[str, Division | None] = {}
        for division in townships_of(batch.county_code):
            if scope.covers(batch.county_code, division.key):
                self._add(division)

    def _add(self, division: Division) -> None:
        for key in {division.code, division.key, *_spellings(division.name)}:
            self._found[key] = None if key in self._found else division

    def find(self, text: str) -> Division | None:
        """The township with this name or code, `None` when unknown or not certain."""
        return self._found.get(text) or self._found.get(_spellings(text)[-1])


def _spellings(name: str) -> list[str]:
    """A township's name as it is, and without what people leave out."""
    short = name.removesuffix("办事处").removesuffix("人民政府")
    return [name, short.removesuffix("街道").removesuffix("镇").removesuffix("乡") or name]


def is_member_union(place: Place) -> bool:
    """Whether people can be members of it: any union but the county's federation."""
    return place.kind != UnionKind.COUNTY
