"""The running term of a union in its row: from which day, for how many years or until when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Term
from cadres.services.terms import due_day, prepare_term, refuse_without_terms
from cadres.term_cases import TermCase
from cadres.term_rules import problems_of_record
from imports.cleaning import CellIssue
from imports.kinds.lines import Line, to_json
from imports.kinds.messages import RowIssueCode
from imports.kinds.union_book import UnionBook
from imports.messages import register
from imports.models import ImportBatch
from townships.models import Union
from townships.services.common import ONE_DAY

CELLS = ("term_started", "term_years", "term_due")
COLUMN_OF = {"started_on": "term_started", "number": "term_started", "years": "term_years"}


class TermIssue(StrEnum):
    """What can be the matter with the three cells of a term."""

    NOT_WHOLE = "union_term_not_whole"
    DIFFERS = "union_term_differs"
    RECORDED = "union_term_recorded"


register(
    TermIssue.NOT_WHOLE,
    gettext_lazy("This day is no whole number of years after the beginning of the term"),
    gettext_lazy("Compare the two dates, or fill in 任期年数 instead"),
)
register(
    TermIssue.DIFFERS,
    gettext_lazy("The end of the term and its length do not go together"),
    gettext_lazy("Correct one of the two cells, or leave one empty"),
)
register(
    TermIssue.RECORDED,
    gettext_lazy("Another term is recorded: it began on %(day)s and has %(years)s years"),
    gettext_lazy("Leave the cells empty; correct the term or record the re-election on its page"),
)


class TermCells:
    """Checks the terms of a file against those on record, by the rules of the form."""

    def __init__(self, batch: ImportBatch, book: UnionBook) -> None:
        self.batch, self.book = batch, book
        rows = Term.objects.in_county(batch.county_code).order_by("started_on")
        self.last: dict[int, Term] = {term.union_id: term for term in rows}

    def check(self, line: Line, union: Union) -> None:
        """Note the term that the row opens (`extra`), or what is wrong about its cells."""
        if not any(line.values.get(name) for name in CELLS):
            return
        started, years = line.values.get("term_started"), _years(line)
        if started is None:
            line.fail("term_started", CellIssue.REQUIRED)
        if started is None or years is None:
            return
        former = self.last.get(union.pk or 0)
        if former is not None and former.ended_on is None:
            _compare(line, former, started, years)
            return
        self._judge(line, _term(union, started, years, former), former)
        if not line.failed:
            self._open(line, union, started, years)

    def _judge(self, line: Line, term: Term, former: Term | None) -> None:
        """What the service would refuse or tell."""
        try:
            refuse_without_terms(term.union)
            prepare_term(term, term.union)
        except ValidationError as error:
            for field, messages in _by_field(error).items():
                _say(line, field, " ".join(messages))
            return
        place = self.book.place(term.union.township_id or self.batch.county_code)
        case = TermCase(
            on=term.started_on,
            place=place,
            book=self.book.policies,
            term=term,
            union=term.union,
            former=former,
        )
        for problem in problems_of_record(case):
            _say(line, problem.field, problem.message, blocking=problem.blocking)

    def _open(self, line: Line, union: Union, started: date, years: int) -> None:
        user = self.batch.created_by
        scope = user.scope_for("cadres.add_term") if user is not None else None
        if scope is None or not scope.covers(self.batch.county_code, union.township_id):
            line.fail("term_started", RowIssueCode.NOT_ALLOWED)
            return
        line.extra = {**line.extra, "term": to_json([started.isoformat(), years])}


def told(term: list[Any]) -> str:
    """A term that is opened, for the change log."""
    return _("from %(day)s for %(years)s years") % {"day": term[0], "years": term[1]}


def _years(line: Line) -> int | None:
    """The length in years; None, with an error, where the cells do not say one."""
    started, years = line.values.get("term_started"), line.values.get("term_years")
    due = line.values.get("term_due")
    if started is None:
        return None
    if due is None:
        if years is None:
            line.fail("term_years", CellIssue.REQUIRED)
        return years
    found = _between(started, due)
    if found is None or years not in (None, found):
        line.fail("term_due", TermIssue.NOT_WHOLE if years is None else TermIssue.DIFFERS)
        return None
    return found


def _between(started: date, due: date) -> int | None:
    """Whole years between two days; offices write the corresponding day or the one before."""
    for last in (due, due + ONE_DAY):
        years = last.year - started.year
        if years > 0 and due_day(started, years) == last:
            return years
    return None


def _compare(line: Line, former: Term, started: date, years: int) -> None:
    """The same term again changes nothing; another one needs its election."""
    if (former.started_on, former.years) != (started, years):
        words = {"day": former.started_on.isoformat(), "years": former.years}
        line.fail("term_started", TermIssue.RECORDED, **words)


def _term(union: Union, started: date, years: int, former: Term | None) -> Term:
    return Term(
        county_code=union.county_code,
        union=union,
        number=former.number + 1 if former else 1,
        started_on=started,
        years=years,
    )


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


def _say(line: Line, field: str, message: str, *, blocking: bool = True) -> None:
    key = COLUMN_OF.get(field, "term_started")
    if key == "term_years" and not line.values.get(key):
        key = "term_due"
    if blocking:
        remedy = _("Change the cell")
        line.fail(key, RowIssueCode.RULE, reason=message, remedy=remedy)
    else:
        line.warn(key, RowIssueCode.RULE, reason=message, remedy="")
