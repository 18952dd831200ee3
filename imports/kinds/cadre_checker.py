"""Checks of a row about a cadre: who it is, which organisation, and the rules of a post."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.cases import PostCase
from cadres.choices import SEATS, Body
from cadres.models import Appointment, Person
from cadres.rules import OF_THE_TERM, problems_of
from imports.choices import RowStatus
from imports.cleaning import CellIssue
from imports.kinds.base import ImportKind
from imports.kinds.cadre_issues import CadreIssue
from imports.kinds.cadre_people import People, as_staged
from imports.kinds.cadre_roster import Roster
from imports.kinds.identities import IdentityChecker
from imports.kinds.lines import Line, to_json
from imports.kinds.messages import RowIssueCode
from imports.kinds.places import unions_of
from imports.kinds.records import blank_row, good
from imports.models import ImportBatch
from imports.models.staged import CADRE_COLUMNS
from imports.reading import Layout
from policies.selectors import load_book
from townships.models import Division
from townships.problems import Problem

# Columns that a cell of the workbook fills directly.
DIRECT = (
    *("post", "appointment_type", "valid_from", "category", "source", "rank", "party_role"),
    *("concurrent_post", "home_department", "on_establishment", "treatment", "managing_body"),
    *("elected_on", "elected_by", "approval_no"),
)
ENDING = ("valid_to", "end_reason")
# Fields of an appointment and the columns at which their problems are shown.
COLUMN_OF = {"person": "name", "term": "valid_from", "election": "elected_on"}


class CadreChecker(IdentityChecker):
    """One post of one person a row."""

    duplicate: tuple[str, str] = (RowIssueCode.DUPLICATE_RECORD, "name")

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.today = timezone.localdate()
        self.unions = unions_of(batch)
        self.people = People(batch)
        self.roster = Roster(batch.county_code)
        self.book = load_book()
        self.blank = blank_row(Appointment, CADRE_COLUMNS)
        self.columns = {column.key for column in kind.columns}
        self._places: dict[str, Division] = {}

    def prepare(self, lines: list[Line]) -> None:
        """Number, organisation and the union represented; together they are the key."""
        for line in lines:
            line.label = str(line.values.get("name", ""))
            line.values.setdefault("body", Body.COMMITTEE.value)
            id_hash = self.identify(line)
            if id_hash is not None:
                line.extra = {"person_hash": UUID(hex=id_hash)}
            self._find(line, "union")
            self._find(line, "represents")
            self._check_end(line)
            if not line.failed:
                who = id_hash or (line.label, line.values.get("workplace"))
                names = ("union_id", "body", "post", "valid_from")
                line.key = (who, *(line.values[name] for name in names))

    def _find(self, line: Line, column: str) -> None:
        """The organisation that a cell names, by name or code."""
        text = str(line.values.get(column) or "")
        if not text:
            return
        found = self.unions.find(text)
        if len(found) != 1:
            code = RowIssueCode.UNION_AMBIGUOUS if found else RowIssueCode.UNION_UNKNOWN
            line.fail(column, code, value=text[:40])
            return
        line.values[f"{column}_id"] = found[0].id
        if column == "union":
            line.township_key = found[0].township_id or ""

    def _check_end(self, line: Line) -> None:
        """Day and reason of the end stand together."""
        last, reason = (line.values.get(name) for name in ENDING)
        if last and not reason:
            line.fail("end_reason", CellIssue.REQUIRED)
        if reason and not last:
            line.fail("valid_to", CellIssue.REQUIRED)

    # --- what is stored -----------------------------------------------------------------------

    def compare(self, lines: list[Line]) -> None:
        """Find each person and the post, then ask the rules, in the order of the rows."""
        lines = good(lines)
        self.people.load(lines)
        holders = [(line, self._holder(line)) for line in lines]
        unions = {line.values["union_id"] for line in lines}
        unions |= {line.values["represents_id"] for line in lines if "represents_id" in line.values}
        people = {person.pk for _line, person in holders if person is not None}
        self.roster.load(union_ids=unions, person_ids=people)
        self.people.reserve(sum(person is None for _line, person in holders))
        for line in lines:
            if not line.failed:
                self._take(line)

    def _holder(self, line: Line) -> Person | None:
        """The recorded person whom a line means; None for a new one, or with a reason noted."""
        id_hash = line.extra.get("person_hash")
        if id_hash is None:
            found = self.people.namesakes(line.label, line.values.get("workplace", ""))
            if len(found) > 1:
                line.fail("name", CadreIssue.AMBIGUOUS)
            return found[0] if len(found) == 1 else None
        person = self.people.with_number(id_hash)
        if person is not None and not self.people.is_visible(person):
            line.fail("id_number", CadreIssue.ELSEWHERE)
        elif person is not None and person.name != line.label:
            line.fail("name", CadreIssue.OTHER_NAME)
        return person

    def _take(self, line: Line) -> None:
        """Judge the post of a line and settle what happens to it."""
        person = self._holder(line)  # once more: an earlier row may have brought the person
        if line.failed:
            return
        new = person is None
        holder = person or self.people.make(line, line.township_key or None)
        stored = None if new else self._stored(line, holder)
        post = self._post(line, holder, stored)
        self._judge(line, post, stored)
        if line.failed:
            return
        if new:
            self.people.keep(holder)
            line.extra = {**line.extra, "person": to_json(as_staged(holder))}
        self._settle(line, post, stored)

    def _stored(self, line: Line, person: Person) -> Appointment | None:
        """The same post of the same person since the same day."""
        names = ("union_id", "body", "post", "valid_from")
        wanted = [line.values[name] for name in names]
        for row in self.roster.of_person(person.pk):
            if [getattr(row, name) for name in names] == wanted and row.pk > 0:
                return row
        return None

    def _post(self, line: Line, person: Person, stored: Appointment | None) -> Appointment:
        """The appointment as it would be written; an empty cell leaves what is stored."""
        before = self._columns(stored) if stored else self.blank
        row = {name: before[name] for name in CADRE_COLUMNS}
        row |= {"union_id": line.values["union_id"], "person_id": person.pk}
        filled = (*DIRECT, "body", "represents_id", *ENDING)
        row |= {name: line.values[name] for name in filled if line.values.get(name) is not None}
        if stored is None:
            row["term_id"] = self._term_of(row)
        elif stored.valid_to is None and row["valid_to"] is not None:
            line.fail("valid_to", CadreIssue.LEAVES_HERE)
        post = Appointment(county_code=self.batch.county_code, **row)
        # a new post has no id yet; later rows meet it under the number of its row
        post.pk = stored.pk if stored else -line.number
        post.person, post.union = person, self.roster.unions[post.union_id]
        if post.represents_id:
            post.represents = self.roster.unions[post.represents_id]
        return post

    def _term_of(self, row: dict[str, Any]) -> int | None:
        if row["body"] not in OF_THE_TERM or row["post"] not in SEATS:
            return None
        term = self.roster.term_at(row["union_id"], row["valid_from"])
        return term.pk if term else None

    def _columns(self, post: Appointment) -> dict[str, Any]:
        return {name: getattr(post, name) for name in ("id", "version", *CADRE_COLUMNS)}

    # --- rules --------------------------------------------------------------------------------

    def _judge(self, line: Line, post: Appointment, stored: Appointment | None) -> None:
        case = PostCase(
            post=post,
            stored=stored,
            on=post.valid_from,
            place=self._place(post.union.township_id or self.batch.county_code),
            book=self.book,
            facts=self.roster,
        )
        if post.term_id:
            post.term = self.roster.term_at(post.union_id, post.valid_from)
        for problem in problems_of(case):
            self._say(line, problem)

    def _say(self, line: Line, problem: Problem) -> None:
        key = COLUMN_OF.get(problem.field, problem.field)
        key = key if key in self.columns else "name"
        if problem.blocking:
            remedy = _("Change the cell, or record it on the page of the post")
            line.fail(key, RowIssueCode.RULE, reason=problem.message, remedy=remedy)
        else:
            line.warn(key, RowIssueCode.RULE, reason=problem.message, remedy="")

    def _place(self, key: str) -> Division:
        if key not in self._places:
            self._places[key] = Division.objects.with_chain().get(pk=key)
        return self._places[key]

    def _settle(self, line: Line, post: Appointment, stored: Appointment | None) -> None:
        """What happens, and what the change log will say."""
        row = {name: getattr(post, name) for name in CADRE_COLUMNS}
        line.masked = post.person.id_masked
        self.settle(line, self._columns(stored) if stored else None, row)
        line.label = f"{post.person.name} · {post.title}"
        if line.status == RowStatus.NEW:
            self.roster.add(post)
            if not post.person.id_hash:
                line.warn("name", CadreIssue.NO_NUMBER)
