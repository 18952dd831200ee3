"""Dates of federations: half-year reports, and what the year still asks for."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Meeting
from compliance.choices import SubjectKind
from compliance.deadlines import Deadline, Window, provides
from compliance.deadlines.findings import key_of
from federations.models import Federation
from federations.selectors.year import FIVE, PLENARY, REPORTS, counts_of, halves
from policies.engine import NATION, Book, Place, Verdict
from policies.selectors import load_book
from policies.selectors.places import chains
from policies.topics import rule_name
from townships.choices import UnionStatus

RULES = ("R-MTG-01", "R-MTG-02", "R-MTG-03", "R-MTG-04")
YEARLY: dict[str, dict[str, Any]] = {
    "R-MTG-04": FIVE,
    "R-MTG-01": {name: FIVE[name] for name in ("member_assemblies", "worker_assemblies")},
    "R-MTG-02": PLENARY,
}


@provides
def duties_of_the_year(window: Window) -> Iterator[Deadline]:
    """The last day of the year, for what has not happened in it; reports by half-year."""
    years = [
        year for year in range(window.first.year, window.last.year + 1) if _asked(window, year)
    ]
    if not years:
        return
    book = load_book(*RULES)
    rows = list(_federations(window))
    places = chains({_place_key(row) for row in rows})
    events = _events(window, rows, years)
    for row in rows:
        place = places.get(_place_key(row), (NATION,))
        for year in years:
            held = events.get((row.union_id, year), [])
            yield from _of_year(window, book, place, row, year, held)


def _asked(window: Window, year: int) -> bool:
    """Whether a half-year that is not over yet ends in the window."""
    return any(window.holds(half.last) and half.last >= window.today for half in halves(year))


def _federations(window: Window) -> Iterable[Federation]:
    rows = Federation.objects.visible_to(window.user, "federations.view_federation")
    active = rows.filter(union__status=UnionStatus.ACTIVE, union__founded_on__lte=window.last)
    return active.select_related("union").order_by("pk")


def _place_key(row: Federation) -> str:
    return row.union.township_id or row.county_code


def _events(
    window: Window, rows: list[Federation], years: list[int]
) -> dict[tuple[int, int], list[Meeting]]:
    """Events of the years by union and year: one statement, whatever the number of federations."""
    mine = Federation.objects.visible_to(window.user, "federations.view_federation")
    found: dict[tuple[int, int], list[Meeting]] = {}
    span = (date(years[0], 1, 1), date(years[-1], 12, 31))
    events = Meeting.objects.visible_to(window.user, "cadres.view_meeting").filter(
        held_on__range=span, union_id__in=mine.values("union_id")
    )
    for event in events:
        found.setdefault((event.union_id, event.held_on.year), []).append(event)
    return found


def _of_year(
    window: Window, book: Book, place: Place, row: Federation, year: int, held: list[Meeting]
) -> Iterator[Deadline]:
    yield from _reports(window, book, place, row, year, held)
    last = halves(year)[1].last
    if not window.holds(last) or last < window.today:
        return
    for rule, kinds in YEARLY.items():
        verdict = _verdict(book, rule, place, last, {**counts_of(held, kinds), "year": year})
        if verdict is not None and verdict.met is False:
            yield _deadline(rule, row, last, rule_name(rule), verdict, str(year))


def _reports(
    window: Window, book: Book, place: Place, row: Federation, year: int, held: list[Meeting]
) -> Iterator[Deadline]:
    """The end of each half-year in which a recipient has had no report yet."""
    for half in halves(year):
        if not window.holds(half.last) or half.last < window.today:
            continue
        for kind in REPORTS.values():
            if kind == REPORTS["party_reported_on"] and row.has_party_org is not True:
                continue
            done = any(e.kind == kind and half.first <= e.held_on <= half.last for e in held)
            found = book.in_force("R-MTG-03", place, half.last)
            if found and not done:
                basis = f"{found[0].document} {found[0].clause}"
                key = f"{key_of('R-MTG-03', SubjectKind.FEDERATION, row.pk)}:{kind}"
                yield Deadline(
                    key=f"{key}:{year}-{half.number}",
                    day=half.last,
                    title=_("Half-year: %(kind)s") % {"kind": kind.label},
                    subject=row.union.name,
                    place=_place_key(row),
                    url=f"{reverse('federation_year', args=[row.pk])}?year={year}",
                    clause=basis,
                )


def _verdict(
    book: Book, rule: str, place: Place, on: date, values: dict[str, Any]
) -> Verdict | None:
    """How the year stands were it over; None where the rule does not hold."""
    if not book.in_force(rule, place, on):
        return None
    return book.evaluate(rule, place=place, on=on, measures=values)


def _deadline(
    rule: str, row: Federation, day: date, title: str, verdict: Verdict, which: str
) -> Deadline:
    return Deadline(
        key=f"{key_of(rule, SubjectKind.FEDERATION, row.pk)}:{which}",
        day=day,
        title=title,
        subject=row.union.name,
        place=_place_key(row),
        url=f"{reverse('federation_year', args=[row.pk])}?year={which}",
        clause=f"{verdict.document} {verdict.clause}",
    )
