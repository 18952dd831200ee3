"""Checks of a member row: who it is, which union, and what happens to the membership."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from imports.choices import RowStatus
from imports.cleaning import unit_name_key
from imports.database import draw_ids
from imports.kinds import people
from imports.kinds.base import ImportKind
from imports.kinds.checker import released
from imports.kinds.identities import IdentityChecker, sealed
from imports.kinds.lines import Line
from imports.kinds.member_periods import (
    NOTHING,
    OPEN,
    Step,
    before_birth,
    needs_periods,
    new_period,
    next_step,
)
from imports.kinds.messages import RowIssueCode
from imports.kinds.places import Place, is_member_union, union_of_employers, unions_of
from imports.models import ImportBatch
from imports.reading import Layout
from members.choices import Sex
from members.models import Member, Membership
from members.names import name_pinyin
from members.states import OPEN_STATES

# Columns that a cell of the workbook fills directly.
DIRECT = (
    *("name", "sex", "birth_date", "ethnicity", "employment_status", "education", "skill_level"),
    *("phone", "household_type", "household_place", "political_status", "workplace"),
    *("native_place", "is_migrant", "group"),
)
# A person of whom nothing is told.
BLANK: dict[str, Any] = {
    **dict.fromkeys(DIRECT, ""),
    **dict.fromkeys(("birth_date", "is_migrant")),
    "sex": Sex.UNKNOWN.value,
}
# A line about somebody who is stored in this county.
Known = tuple[Line, people.Brief]


class MemberChecker(IdentityChecker):
    """One person one identity; who is in another union is not imported but listed."""

    duplicate = (RowIssueCode.DUPLICATE_PERSON, "id_number")

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.today = timezone.localdate()
        self.unions = unions_of(batch)
        self.member_unions: dict[str, list[Place]] = {}
        self.union_columns: dict[int, dict[str, Any]] = {}
        self.workplaces = union_of_employers(batch, self.unions)
        union = self.unions.get(batch.default_union_id)
        self.default_union = union if union is not None and is_member_union(union) else None

    def prepare(self, lines: list[Line]) -> None:
        """Identity and union of each line."""
        for line in lines:
            line.label = str(line.values.get("name", ""))
            self._identify(line)
            self._find_union(line)

    # --- who ----------------------------------------------------------------------------------

    def _identify(self, line: Line) -> None:
        """The ID number of the line is its key."""
        line.key = self.identify(line)

    # --- where --------------------------------------------------------------------------------

    def _find_union(self, line: Line) -> None:
        union = self._named_union(line)
        if union is not None:
            line.row = self._columns_of(union)
            line.township_key = union.township_id or ""

    def _columns_of(self, union: Place) -> dict[str, Any]:
        """The columns of a member of the union: the same object for all its people."""
        columns = {"union_id": union.id, "township_id": union.township_id}
        return self.union_columns.setdefault(union.id, columns)

    def _named_union(self, line: Line) -> Place | None:
        """The union that the row names, else the chosen one, else the one of the workplace."""
        text = line.values.get("union")
        if text:
            return self._union_by_name(line, str(text))
        if self.default_union is not None:
            return self.default_union
        place = self.workplaces.get(_workplace(line))
        if place is None:
            line.fail("union", RowIssueCode.UNION_MISSING)
        return place

    def _union_by_name(self, line: Line, text: str) -> Place | None:
        found = self.member_unions.get(text)
        if found is None:
            found = [place for place in self.unions.find(text) if is_member_union(place)]
            self.member_unions[text] = found
        if len(found) == 1:
            return found[0]
        code = RowIssueCode.UNION_AMBIGUOUS if found else RowIssueCode.UNION_UNKNOWN
        line.fail("union", code, value=text[:40])
        return None

    # --- what is stored -----------------------------------------------------------------------

    def settled(self, lines: list[Line]) -> Iterator[Line]:
        """Find each person; new, changed, unchanged, or in another union."""
        good = [line for line in lines if not line.failed]
        stored = people.load(self.batch.county_code, [line.key for line in good])
        known = [(line, row) for line in good if (row := stored.here.brief(line.key)) is not None]
        self._load_periods(known, stored)
        self._reserve(len(good) - len(known), known)
        return self._settled(lines, stored)

    def _reserve(self, new: int, known: list[Known]) -> None:
        """Ids for everybody who may be new here, and for every membership that may begin."""
        left = sum(row.state not in OPEN_STATES for _line, row in known)
        self.member_ids = iter(draw_ids(Member, new))
        self.membership_ids = iter(draw_ids(Membership, new + left))

    def _settled(self, lines: list[Line], stored: people.People) -> Iterator[Line]:
        for line in released(lines):
            if not line.failed:
                self._compare(line, stored)
                self._take_ids(line)
            yield line

    def _take_ids(self, line: Line) -> None:
        if line.status == RowStatus.NEW:
            line.target_id = next(self.member_ids)
        if line.extra.get("membership_step") == OPEN:
            line.extra["membership_id"] = next(self.membership_ids)

    def _load_periods(self, known: list[Known], stored: people.People) -> None:
        """Memberships of those people for whom the file says that something happened."""
        dated: list[int] = []
        undated = []
        for line, row in known:
            if not needs_periods(row.state, row.joined_on, line.values):
                continue
            dated.append(row.id)
            if row.joined_on is None:
                undated.append(line.key)
        stored.load_periods(self.batch.county_code, dated)
        # a first day that is put in must not lie before the end of a membership elsewhere
        stored.load_former(self.batch.county_code, undated)

    def _compare(self, line: Line, stored: people.People) -> None:
        here, away = stored.here.get(line.key), stored.elsewhere.get(line.key)
        if away is not None and people.is_open(away):
            self._needs_transfer(line, away, stored.keys[line.key].county_code)
        elif here is not None and people.is_open(here) and self._other_union(line, here):
            self._needs_transfer(line, here, self.batch.county_code)
        elif here is not None:
            self._update(line, here, stored)
        else:
            self._create(line, away, stored)

    def _other_union(self, line: Line, member: dict[str, Any]) -> bool:
        return bool(member["union_id"] != line.row["union_id"])

    def _needs_transfer(self, line: Line, member: dict[str, Any], county_code: str) -> None:
        """Keep which union it is; lists say so only to those who may see it."""
        line.status = RowStatus.TRANSFER
        line.target_id, line.masked = member["id"], member["id_masked"]
        line.detail = {"county": county_code, "union": member["union_id"]}

    # --- rows ---------------------------------------------------------------------------------

    def _create(self, line: Line, away: dict[str, Any] | None, stored: people.People) -> None:
        step = new_period(line.values, stored.last_day(away))
        if self._refused(line, step, line.values.get("birth_date")):
            return
        secrets = sealed(line.values["id_number"], line.key)
        row = {**BLANK, **line.values, **secrets, **line.row, **step.member}
        if away is not None:  # the first day stays what it is, not known included (R-MEM-03)
            row["first_joined_on"] = away["first_joined_on"]
            self._compare_names(line, away, row)
        self._finish(line, None, row, step)
        self._repoint(line, stored)

    def _update(self, line: Line, member: dict[str, Any], stored: people.People) -> None:
        step = next_step(member, line.values, stored.periods_of(line.key))
        if self._refused(line, step, line.values.get("birth_date") or member["birth_date"]):
            return
        told = {name: line.values[name] for name in DIRECT if name in line.values}
        row = member  # nothing new is told in most rows of a file that comes again
        if step is not NOTHING or not told.items() <= member.items():
            row = {**member, **told, **step.member, **(line.row if step.moves else {})}
        self._compare_names(line, member, row)
        for warning in step.warnings:
            line.warn(*warning)
        self._finish(line, member, row, step)
        if step.kind == OPEN:
            self._repoint(line, stored)
        elif step.kind:
            periods = stored.periods.get(member["id"], [])
            line.extra["membership_id"] = next(
                (period.id for period in periods if period.valid_to is None), None
            )

    def _refused(self, line: Line, step: Step, birth_date: date | None) -> bool:
        issue = step.issue
        if before_birth(step, birth_date):
            column = "joined_on" if line.values.get("joined_on") else "changed_on"
            issue = (column, RowIssueCode.BEFORE_BIRTH)
        if issue:
            line.fail(*issue)
        return issue is not None

    def _compare_names(self, line: Line, stored: dict[str, Any], row: dict[str, Any]) -> None:
        """Another name under the same number: a change of name, or a wrong number."""
        if stored["name"] != row["name"]:
            line.warn("name", RowIssueCode.NAME_DIFFERS)

    def _finish(
        self, line: Line, member: dict[str, Any] | None, row: dict[str, Any], step: Step
    ) -> None:
        if member is None or member["name"] != row["name"]:
            row["name_pinyin"], row["name_initials"] = _pinyin(row["name"])
        line.masked, line.label = row["id_masked"], row["name"]
        line.township_key = row["township_id"] or ""
        self.settle(line, member, row)
        line.extra = {"membership_step": step.kind, **step.period}

    def _repoint(self, line: Line, stored: people.People) -> None:
        """The person's key moves here from a county that the person has left."""
        key = stored.keys.get(line.key)
        if key is not None and key.county_code != self.batch.county_code:
            line.extra |= {"key_county": key.county_code, "key_member": key.member_id}


# Half of the people in a county share their name with somebody.
_pinyin = lru_cache(maxsize=20_000)(name_pinyin)


def _workplace(line: Line) -> str:
    return unit_name_key(str(line.values.get("workplace", "")))
