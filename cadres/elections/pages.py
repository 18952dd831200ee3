"""What the pages of terms show, put together from the selectors."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils import timezone

from cadres.elections import words
from cadres.models import Appointment, Delegate, Meeting, OrganisationBody, Term
from cadres.selectors import terms as selectors
from cadres.selectors.terms import TABS, UNRECORDED, Choice
from cadres.term_documents import DOCUMENTS
from policies.engine import Book, Place
from policies.selectors import load_book
from policies.selectors.places import chains
from townships.choices import UnionKind
from townships.models import Union
from townships.selectors.places import names_of
from unionreg.county import CountyQuerySet
from unionreg.paging import CountedPaginator

RULE = "R-TRM-02"
ADD, CHANGE = "cadres.add_term", "cadres.change_term"
EXPORT = "townships.export_registry"
LENGTHS = (5, 3)  # years that are offered first; any other can be typed


@dataclass(frozen=True)
class Line:
    """An organisation as the list shows it, with its running term if one is recorded.

    `typed` and `errors` are what a refused line of the table "not recorded" held, and why.
    """

    union: Union
    place: str
    term: Term | None = None
    standing: words.Standing | None = None
    change: str = ""
    clause: str = ""
    may_record: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[str] = ()

    @property
    def url(self) -> str:
        """The page of its terms."""
        return reverse("union_terms", args=[self.union.pk])


@dataclass(frozen=True)
class Tab:
    """A tab with its number of rows."""

    key: str
    label: words.Label
    count: int
    tone: str = ""


Refusals = Mapping[int, tuple[Mapping[str, str], Sequence[str]]]


def term_list(user: Any, query: Any, refused: Refusals | None = None) -> dict[str, Any]:
    """The list of an address; `refused` are lines that could not be saved, by organisation."""
    choice, today = Choice.read(query), timezone.localdate()
    numbers = selectors.counts(user, choice, today)
    rows = selectors.of_tab(user, choice, today)
    page = CountedPaginator(rows, numbers[choice.tab]).get_page(query.get("page"))
    page.object_list = selectors.in_full(user, choice.tab, page.object_list)
    counties, townships = selectors.places(user, choice.county)
    direct, known = selectors.direct_elections(user, choice)
    return {
        "choice": choice,
        "tabs": [_tab(key, numbers[key]) for key in TABS],
        "page": page,
        "lines": lines(page.object_list, user, today, refused or {}),
        "counties": counties,
        "townships": townships,
        "kinds": UnionKind.choices,
        "lengths": LENGTHS,
        "today": today,
        "may_add": user.has_perm(ADD),
        "may_export": user.has_perm(EXPORT),
        "unrecorded": choice.tab == UNRECORDED,
        "direct": direct,
        "direct_known": known,
    }


def _tab(key: str, number: int) -> Tab:
    tones = {"overdue": "bad", "30": "warn", UNRECORDED: "unk"}
    return Tab(key, words.TAB_LABELS[key], number, tones.get(key, ""))


def lines(rows: Sequence[Any], user: Any, today: datetime.date, refused: Refusals) -> list[Line]:
    """Lines with the names of their places and the clause in force there; three queries."""
    scope = user.scope_for(selectors.VIEW)
    several = scope.nationwide or len(scope.counties | scope.township_counties) > 1
    unions = [row if isinstance(row, Union) else row.union for row in rows]
    keys = {_place_key(union) for union in unions}
    names = names_of(keys | ({union.county_code for union in unions}))
    clauses, adding = Clauses.of(keys, today), user.scope_for(ADD)
    return [
        _line(row, union, names, several, clauses, adding, today, refused)
        for row, union in zip(rows, unions, strict=True)
    ]


def _line(
    row: Any,
    union: Union,
    names: Mapping[str, str],
    several: bool,
    clauses: "Clauses",
    adding: Any,
    today: datetime.date,
    refused: Refusals,
) -> Line:
    place = _place_name(union, names, several)
    if isinstance(row, Union):
        typed, errors = refused.get(union.pk, ({}, ()))
        may = adding.covers(union.county_code, union.township_id)
        return Line(union, place, may_record=may, typed=typed, errors=errors)
    return Line(
        union,
        place,
        term=row,
        standing=words.standing(row, today),
        change=words.change_words(row),
        clause=clauses.at(_place_key(union)),
        may_record=adding.covers(union.county_code, union.township_id),
    )


def _place_key(union: Union) -> str:
    return union.township_id or union.county_code


def _place_name(union: Union, names: Mapping[str, str], several: bool) -> str:
    """County and township as far as the reader has to be told."""
    keys = [union.county_code] if several or not union.township_id else []
    keys += [union.township_id] if union.township_id else []
    return " ".join(names.get(key, key) for key in keys)


@dataclass(frozen=True)
class Clauses:
    """The clause of R-TRM-02 in force at places; nothing is cited where there is none."""

    book: Book
    places: Mapping[str, Place]
    on: datetime.date

    @classmethod
    def of(cls, keys: set[str], on: datetime.date) -> "Clauses":
        """Two queries, however many the places."""
        return cls(load_book(RULE), chains(keys), on)

    def at(self, key: str) -> str:
        """Documents and clauses, empty for none."""
        place = self.places.get(key)
        found = self.book.in_force(RULE, place, self.on) if place else ()
        return "、".join(f"{one.document} {one.clause}" for one in found)


def union_page(user: Any, union: Union) -> dict[str, Any]:
    """The terms of one organisation: the running one, its posts and delegates, those before."""
    today = timezone.localdate()
    rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
    found = list(rows.select_related("union", "assembly", "change_approved_by"))
    running = next((term for term in found if term.ended_on is None), None)
    clauses = Clauses.of({_place_key(union)}, today)
    return {
        "union": union,
        "term": running,
        "standing": words.standing(running, today) if running else None,
        "change": words.change_words(running) if running else "",
        "clause": clauses.at(_place_key(union)),
        "terms": [(term, words.standing(term, today)) for term in found],
        "officers": _officers(running) if running else [],
        "delegates": _delegates(running) if running else [],
        "meetings": _meetings(union),
        "bodies": _bodies(union),
        "documents": DOCUMENTS,
        "may_add": user.has_perm(ADD, union),
        "may_change": user.has_perm(CHANGE, union),
        "may_add_meeting": user.has_perm("cadres.add_meeting", union),
        "may_add_body": user.has_perm("cadres.add_organisationbody", union),
        "may_add_delegate": user.has_perm("cadres.add_delegate", union),
    }


def _officers(term: Term) -> list[tuple[Appointment, str]]:
    """The posts of a term with what they are called."""
    return [(seat, seat.title) for seat in selectors.officers_of(term)]


def _delegates(term: Term) -> list[Delegate]:
    rows = Delegate.objects.in_county(term.county_code).filter(term_id=term.pk)
    return list(rows.select_related("person", "represents", "replaces__person")[:200])


def _meetings(union: Union) -> list[Meeting]:
    rows = Meeting.objects.in_county(union.county_code).filter(union_id=union.pk)
    return list(rows[:10])


def _bodies(union: Union) -> CountyQuerySet[OrganisationBody]:
    rows = OrganisationBody.objects.in_county(union.county_code)
    return rows.filter(union_id=union.pk, closed_on__isnull=True)


__all__ = ["Line", "Page", "term_list", "union_page"]
