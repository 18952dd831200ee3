"""The unions of a county in memory, so that judging a thousand rows asks the database nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from imports.cleaning import unit_name_key
from imports.kinds.lines import Line
from imports.models import ImportBatch
from imports.models.staged import UNION_COLUMNS
from policies.selectors import load_book
from townships.choices import UnionKind
from townships.models import Division, Union, UnionEmployer, UnionKey
from townships.rules import UnionCase


class UnionBook:
    """Registered unions by code and name, who covers which employer, and the rule book."""

    def __init__(self, batch: ImportBatch) -> None:
        self.county_code = batch.county_code
        self.policies = load_book()
        self.by_id: dict[int, Union] = {union.pk: union for union in self._unions()}
        self._link()
        open_unions = [union for union in self.by_id.values() if union.is_open]
        self.by_code = {union.code: union for union in self.by_id.values()}
        self.by_credit_code = {u.credit_code: u for u in open_unions if u.credit_code}
        self.by_name = {unit_name_key(union.name): union for union in open_unions}
        rows = UnionEmployer.objects.in_county(self.county_code).filter(valid_to__isnull=True)
        self.coverage: dict[int, int] = dict(rows.values_list("employer_id", "union_id"))
        self._new: dict[int, str] = {}
        self._places: dict[str, Division] = {}

    def _unions(self) -> Any:
        return Union.objects.in_county(self.county_code).order_by("pk")

    def _link(self) -> None:
        """Let every union know its superior without a query."""
        for union in self.by_id.values():
            union.superior = self.by_id.get(union.superior_id or 0)

    def row(self, union: Union) -> dict[str, Any]:
        """A stored union as columns."""
        names = ("id", "version", *UNION_COLUMNS)
        return {name: getattr(union, name) for name in names}

    def is_taken(self, credit_code: str) -> bool:
        """Whether anybody in the country has this code."""
        return UnionKey.objects.filter(value=credit_code).exists()

    def covered_by(self, union_id: int) -> set[int]:
        """Employers that a union covers today."""
        return {employer for employer, union in self.coverage.items() if union == union_id}

    def name_of(self, holder: int) -> str:
        """Name of the union that covers an employer, registered or further up in the file."""
        union = self.by_id.get(holder)
        return union.name if union else self._new.get(holder, "")

    def remember(self, line: Line, employer_ids: list[int]) -> None:
        """A new union of this file covers these employers; its number stands for its id."""
        self._new[-line.number] = line.label
        self.coverage |= dict.fromkeys(employer_ids, -line.number)

    def find_superior(self, text: str) -> Union | None:
        """An open union by name or code."""
        union = self.by_code.get(text) or self.by_name.get(unit_name_key(text))
        return union if union is not None and union.is_open else None

    def default_superior(self, kind: str, township_key: str | None) -> Union | None:
        """The union above a new one that names none."""
        open_unions = [union for union in self.by_id.values() if union.is_open]
        if kind != UnionKind.TOWNSHIP and township_key:
            for union in open_unions:
                if union.leads_township and union.township_id == township_key:
                    return union
        return next((u for u in open_unions if u.kind == UnionKind.COUNTY), None)

    def place(self, key: str) -> Division:
        """A division with everything above it."""
        if key not in self._places:
            rows = Division.objects.with_chain()
            self._places[key] = rows.get(pk=key)
        return self._places[key]

    def township_name(self, key: str | None) -> str:
        """Name of a township, a dash for none."""
        return self.place(key).name if key else "–"

    def case(self, union: Union, stored: Union | None, on: date, units: int | None) -> UnionCase:
        """What the rules judge."""
        place = self.place(union.township_id or self.county_code)
        kinds = (UnionKind.OWN, UnionKind.OFFICE, UnionKind.JOINT)
        number = units if union.kind in kinds else None
        return UnionCase(
            union=union, stored=stored, on=on, place=place, book=self.policies, units=number
        )
