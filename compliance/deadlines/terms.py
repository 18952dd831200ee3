"""Ends of terms: the day on which the re-election is due."""

from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Term
from compliance.choices import SubjectKind
from compliance.deadlines import Deadline, Window, provides
from compliance.deadlines.findings import key_of
from policies.engine import Book, Place
from policies.selectors import load_book
from policies.selectors.places import chains
from townships.choices import OPEN_STATUSES

RULE = "R-TRM-02"


@provides
def re_elections(window: Window) -> Iterator[Deadline]:
    """The last day of each running term, or the one that was approved instead.

    The clause is cited where one is in force; the date stands in any case.
    """
    rows = list(_ending(window))
    if not rows:
        return
    book, places = load_book(RULE), chains({row["place"] for row in rows})
    for row in rows:
        yield Deadline(
            key=key_of(RULE, SubjectKind.UNION, row["union_id"]),
            day=row["ends_on"],
            title=_("Re-election due"),
            subject=row["union__name"],
            place=row["place"],
            url=reverse("union_terms", args=[row["union_id"]]),
            clause=_clause(book, places.get(row["place"]), window),
        )


def _ending(window: Window) -> Iterator[dict[str, Any]]:
    rows = (
        Term.objects.visible_to(window.user, "cadres.view_term")
        .filter(ended_on__isnull=True, union__status__in=OPEN_STATUSES)
        .annotate(ends_on=Coalesce("new_due_on", "due_on"))
        .filter(ends_on__range=(window.first, window.last))
    )
    names = ("pk", "union_id", "union__name", "county_code", "union__township_id", "ends_on")
    for row in rows.values(*names):
        yield {**row, "place": row["union__township_id"] or row["county_code"]}


def _clause(book: Book, place: Place | None, window: Window) -> str:
    found = book.in_force(RULE, place, window.today) if place else ()
    return f"{found[0].document} {found[0].clause}" if found else ""
