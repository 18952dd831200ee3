"""Checks of a union row, with the same rules as the form."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from imports.choices import RowStatus
from imports.cleaning import CellIssue, unit_name_key
from imports.kinds.base import ImportKind
from imports.kinds.lines import Line, to_json
from imports.kinds.messages import RowIssueCode
from imports.kinds.places import Place, employers_of, visible
from imports.kinds.records import RecordChecker, good
from imports.kinds.union_book import UnionBook
from imports.kinds.union_terms import TermCells, told
from imports.models import ImportBatch
from imports.models.staged import UNION_COLUMNS
from imports.reading import Layout
from townships.choices import GRASSROOTS_KINDS, UnionKind
from townships.credit_code import Holder
from townships.models import Union
from townships.pinyin import search_text
from townships.problems import Problem
from townships.rules import problems_of

DIRECT = (
    *("name", "short_name", "kind", "form", "subtype", "founded_on", "founding_mode"),
    *("approval_no", "approved_on", "approved_by", "form_approval_no", "form_approved_on"),
    *("form_approved_by", "is_legal_person", "credit_code", "certificate_no"),
    *("certificate_from", "certificate_to", "legal_representative", "account_mode"),
    *("audit_committee_on", "women_committee_on", "party_organisation"),
    *("chair_name", "phone", "address"),
)
SEVERAL = re.compile(r"[、，,;；\n]+")
# Which column shows a problem with a field that is no column itself.
COLUMN_OF = {"township_id": "township", "status": "name", "": "name", "__all__": "name"}


class UnionChecker(RecordChecker):
    """One union a row.  New ones are founded, registered ones get what is filled in.

    Kind, township and superior of a registered union do not change by import: moving and handing
    over have pages of their own, with dates and document numbers.
    """

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.today = timezone.localdate()
        self.employers = employers_of(batch)
        self.book = UnionBook(batch)
        self.terms = TermCells(batch, self.book)
        self.may_found_township = _may_found_township(batch)

    def prepare(self, lines: list[Line]) -> None:
        """Township, credit code, key."""
        for line in lines:
            line.label = str(line.values.get("name", ""))
            line.masked = str(line.values.get("code", ""))
            self.check_name(line)
            self.check_code(line, Holder.UNION)
            self._refuse_second_code(line)
            if line.values.get("township"):
                self.find_township(line, required=True)
            if line.label:
                line.key = unit_name_key(line.label)

    def _refuse_second_code(self, line: Line) -> None:
        """The second row with the same credit code, whatever it is called."""
        code = line.values.get("credit_code")
        first = self.seen.setdefault(("credit_code", code), line.number) if code else line.number
        if first != line.number:
            line.fail("credit_code", RowIssueCode.DUPLICATE_RECORD, row=first)

    def compare(self, lines: list[Line]) -> None:
        """Found or change each union, as far as the rules allow."""
        lines = good(lines)
        inside = set(visible(Union, self.batch).values_list("pk", flat=True))
        for line in lines:
            stored = self._stored(line, inside)
            before = self.book.row(stored) if stored else None
            if line.failed or self.same_record(line, before):
                continue
            employers = self._employers(line, stored)
            if stored is None or before is None:
                self._found(line, employers)
            else:
                self._change(line, stored, before, employers)

    # --- which union --------------------------------------------------------------------------

    def _stored(self, line: Line, inside: set[int]) -> Union | None:
        """The registered union by code, credit code or name; notes what is not right."""
        code, credit_code = line.values.get("code"), line.values.get("credit_code")
        union: Union | None = self.book.by_code.get(code) if code else None
        if code and (union is None or union.pk not in inside):
            line.fail("code", RowIssueCode.CODE_UNKNOWN, value=str(code))
            return None
        union = union or self.book.by_credit_code.get(credit_code or "")
        union = union or self.book.by_name.get(unit_name_key(line.label))
        if union is None:
            if credit_code and self.book.is_taken(credit_code):
                line.fail("credit_code", RowIssueCode.CODE_TAKEN)
            return None
        if union.pk not in inside or not self._may_write(union.kind):
            line.fail("name", RowIssueCode.NOT_ALLOWED)
        elif not union.is_open:
            line.fail("name", RowIssueCode.UNION_CLOSED)
        return union

    def _may_write(self, kind: str) -> bool:
        if kind == UnionKind.TOWNSHIP:
            return self.may_found_township
        return kind in GRASSROOTS_KINDS

    # --- employers ----------------------------------------------------------------------------

    def _employers(self, line: Line, stored: Union | None) -> list[Place]:
        """The employers that the row names; for an own union without any, the one in its name."""
        text = line.values.get("employers")
        if not text:
            return self._namesake(line) if stored is None else []
        names = [name.strip() for name in SEVERAL.split(str(text)) if name.strip()]
        found = [self._employer(line, name, stored) for name in names]
        return [place for place in found if place is not None]

    def _employer(self, line: Line, name: str, stored: Union | None) -> Place | None:
        places = self.employers.find(name)
        if len(places) != 1:
            code = RowIssueCode.EMPLOYER_AMBIGUOUS if places else RowIssueCode.EMPLOYER_UNKNOWN
            line.fail("employers", code, value=name[:40])
            return None
        holder = self.book.coverage.get(places[0].id)
        if holder and holder != (stored.pk if stored else -line.number):
            line.fail(
                "employers",
                RowIssueCode.EMPLOYER_COVERED,
                value=places[0].name,
                union=self.book.name_of(holder),
            )
        return places[0]

    def _namesake(self, line: Line) -> list[Place]:
        if line.values.get("kind") not in (UnionKind.OWN, UnionKind.OFFICE):
            return []
        name = re.sub(r"工会(委员会)?$", "", line.label)
        found = [p for p in self.employers.find(name) if p.id not in self.book.coverage]
        return found if len(found) == 1 else []

    # --- new and changed ----------------------------------------------------------------------

    def _found(self, line: Line, employers: list[Place]) -> None:
        kind = line.values.get("kind")
        if kind is None:
            line.fail("kind", CellIssue.REQUIRED)
            return
        if not self._may_write(kind):
            line.fail("kind", RowIssueCode.NOT_ALLOWED)
            return
        line.values.setdefault("township_id", self.batch.township_id)
        superior = self._superior(line)
        row = {name: self.blank[name] for name in UNION_COLUMNS}
        row |= self._filled(line) | {
            "township_id": line.values["township_id"],
            "superior_id": superior.pk if superior else None,
            "pinyin": search_text(line.label),
            "code": "",
        }
        union = self._as_it_would_be(None, row, superior)
        self._judge(line, None, union, {place.id for place in employers})
        self.terms.check(line, union)
        if not line.failed:
            self._finish(line, None, row, employers)
            self.book.remember(line, [place.id for place in employers])

    def _superior(self, line: Line) -> Union | None:
        """The named superior, else the township's union, else the county federation."""
        text = line.values.get("superior")
        if not text:
            return self.book.default_superior(line.values["kind"], line.values["township_id"])
        union = self.book.find_superior(str(text))
        if union is None:
            line.fail("superior", RowIssueCode.SUPERIOR_UNKNOWN, value=str(text)[:40])
        return union

    def _change(
        self, line: Line, stored: Union, before: dict[str, Any], employers: list[Place]
    ) -> None:
        self._refuse_moves(line, stored)
        row = {**before} | self._filled(line) | {"kind": stored.kind}
        row = {name: row[name] for name in UNION_COLUMNS}
        if row["name"] != stored.name:
            row["pinyin"] = search_text(row["name"])
        covered = self.book.covered_by(stored.pk)
        new = [place for place in employers if place.id not in covered]
        units = covered | {place.id for place in new} if new else None
        union = self._as_it_would_be(stored, row, stored.superior)
        if new or any(row[name] != before[name] for name in UNION_COLUMNS):
            self._judge(line, stored, union, units)
        self.terms.check(line, union)
        if not line.failed:
            self._finish(line, before, row, new)

    def _refuse_moves(self, line: Line, stored: Union) -> None:
        """Kind, township and superior that differ from what is registered."""
        kind, key = line.values.get("kind"), line.values.get("township_id")
        if kind and kind != stored.kind:
            shown = stored.get_kind_display()
            line.fail("kind", RowIssueCode.KIND_FIXED, value=shown)
        if key and key != stored.township_id:
            name = self.book.township_name(stored.township_id)
            line.fail("township", RowIssueCode.TOWNSHIP_FIXED, value=name)
        text = line.values.get("superior")
        if text and self.book.find_superior(str(text)) != stored.superior:
            name = stored.superior.name if stored.superior else "–"
            line.fail("superior", RowIssueCode.SUPERIOR_FIXED, value=name)

    def _filled(self, line: Line) -> dict[str, Any]:
        return {name: line.values[name] for name in DIRECT if line.values.get(name) is not None}

    def _finish(
        self,
        line: Line,
        before: dict[str, Any] | None,
        row: dict[str, Any],
        employers: list[Place],
    ) -> None:
        line.township_key = row["township_id"] or ""
        self.settle(line, before, row)
        if employers:
            line.extra = {**line.extra, "employer_ids": to_json([place.id for place in employers])}
            line.detail = {"employers": [place.name for place in employers]}
        if before is not None:
            self._note_more(line)

    def _note_more(self, line: Line) -> None:
        """What a registered union gets besides its columns is a change of it."""
        more = {}
        if line.detail.get("employers"):
            more["employers_added"] = [None, "、".join(line.detail["employers"])]
        if line.extra.get("term"):
            more["term_opened"] = [None, told(json.loads(line.extra["term"]))]
        if more:
            line.changes |= more
            line.status = RowStatus.CHANGED

    # --- rules --------------------------------------------------------------------------------

    def _as_it_would_be(
        self, stored: Union | None, row: dict[str, Any], superior: Union | None
    ) -> Union:
        union = Union(county_code=self.batch.county_code, pk=stored.pk if stored else None, **row)
        union.superior = superior
        if stored is not None:
            union.status = stored.status
        return union

    def _judge(
        self, line: Line, stored: Union | None, union: Union, units: set[int] | None
    ) -> None:
        """What the model and the policy engine say to the union as it would be."""
        try:
            union.clean()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                self._fail(line, field, " ".join(messages))
        case = self.book.case(union, stored, self.today, len(units) if units is not None else None)
        for problem in problems_of(case):
            self._tell(line, problem)

    def _tell(self, line: Line, problem: Problem) -> None:
        if problem.blocking:
            self._fail(line, problem.field, problem.message, approvable=bool(problem.decision))
        else:
            key = self._column(problem.field)
            line.warn(key, RowIssueCode.RULE, reason=problem.message, remedy="")

    def _fail(self, line: Line, field: str, message: str, *, approvable: bool = False) -> None:
        """`approvable`: an approval of the next higher union lifts the rule."""
        remedy = _("Change the cell, or record the approval first")
        if not approvable:
            remedy = _("Change the cell")
        line.fail(self._column(field), RowIssueCode.RULE, reason=message, remedy=remedy)

    def _column(self, field: str) -> str:
        key = COLUMN_OF.get(field, field)
        return key if key in {column.key for column in self.kind.columns} else "name"


def _may_found_township(batch: ImportBatch) -> bool:
    user = batch.created_by
    if user is None:
        return False
    scope = user.scope_for("townships.add_townshipunion")
    return bool(scope.covers(batch.county_code, batch.township_id))
