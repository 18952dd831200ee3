"""Ends of collective contracts, told 90 and 30 days ahead and on the day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.deadlines import Deadline, Window, provides
from policies.engine import Book, Place
from policies.selectors import load_book
from policies.selectors.places import chains
from rights.models import CollectiveContract
from rights.selectors.contracts import AHEAD, renewed

RULE = "R-RGT-04"
DAYS = (0, *AHEAD)


@provides
def collective_contracts(window: Window) -> Iterator[Deadline]:
    """Each day on which a contract that is not renewed ends, or is to be told about.

    The clause is cited where one is in force; that an end is told is an addition of ours.
    """
    rows = list(_ending(window))
    if not rows:
        return
    book, places = load_book(RULE), chains({row["place"] for row in rows})
    for row in rows:
        clause = _clause(book, places.get(row["place"]), window.today)
        for ahead in DAYS:
            day = row["valid_to"] - timedelta(days=ahead)
            if window.holds(day):
                yield _deadline(row, day, ahead, clause)


def _ending(window: Window) -> Iterator[dict[str, Any]]:
    near = Q()
    for ahead in DAYS:
        off = timedelta(days=ahead)
        near |= Q(valid_to__range=(window.first + off, window.last + off))
    rows = CollectiveContract.objects.visible_to(window.user, "rights.view_collectivecontract")
    names = ("pk", "title", "union__name", "county_code", "union__township_id", "valid_to")
    for row in rows.filter(near, ~renewed()).order_by("pk").values(*names):
        yield {**row, "place": row["union__township_id"] or row["county_code"]}


def _deadline(row: dict[str, Any], day: date, ahead: int, clause: str) -> Deadline:
    values = {"n": ahead, "title": row["title"], "day": date_format(row["valid_to"])}
    return Deadline(
        key=f"collective-contract:{row['pk']}:{ahead}",
        day=day,
        title=_title(ahead) % values,
        subject=row["union__name"],
        place=row["place"],
        url=reverse("admin:rights_collectivecontract_change", args=[row["pk"]]),
        clause=clause,
    )


def _title(ahead: int) -> str:
    """A reminder stands at its own day, so it names the last day of the contract."""
    if ahead:
        return _("Contract ends on %(day)s, in %(n)s days: %(title)s")
    return _("Contract ends: %(title)s")


def _clause(book: Book, place: Place | None, on: date) -> str:
    found = book.in_force(RULE, place, on) if place else ()
    return f"{found[0].document} {found[0].clause}" if found else ""
