"""Dates that documents set: when they begin and end, and the last day of what is due by then.

A yearly duty is told once for each provision, not once for each union that has it.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.deadlines import Deadline, Window, provides
from policies.engine import NATION, Book, ProvisionFacts
from policies.models import PolicyDocument
from policies.selectors import load_book
from policies.topics import rule_name

# Rules that count what happens in a calendar year or half-year (policies/rules/yearly.py).
YEARLY = ("R-MTG-01", "R-MTG-02", "R-MTG-04", "R-MTG-06", "R-TRM-04")
HALF_YEARLY = ("R-MTG-03",)


@provides
def documents(window: Window) -> Iterator[Deadline]:
    """The first and the last day of documents that hold at the user's places."""
    span = (window.first, window.last)
    rows = PolicyDocument.objects.released().filter(
        Q(valid_from__range=span) | Q(valid_to__range=span)
    )
    for document in rows.select_related("jurisdiction"):
        if not _concerns(window, document.jurisdiction_id or NATION):
            continue
        for name, day, title in (
            ("from", document.valid_from, _("Document comes into force")),
            ("to", document.valid_to, _("Last day of a document")),
        ):
            if window.holds(day):
                yield Deadline(
                    key=f"document:{document.pk}:{name}",
                    day=day,
                    title=title,
                    subject=document.title,
                    place=document.jurisdiction_id or NATION,
                    url=reverse("admin:policies_policydocument_change", args=[document.pk]),
                    clause=document.number,
                )


def _concerns(window: Window, place: str) -> bool:
    """Whether what holds in a place holds in one of the user's."""
    if window.scope.nationwide or place == NATION:
        return True
    return any(place in chain for chain in window.places.values())


@provides
def last_days(window: Window) -> Iterator[Deadline]:
    """The last day of each year or half-year in which something has to happen."""
    book = load_book(*YEARLY, *HALF_YEARLY)
    for year in range(window.first.year, window.last.year + 1):
        for rules, day in (
            (HALF_YEARLY, date(year, 6, 30)),
            ((*YEARLY, *HALF_YEARLY), date(year, 12, 31)),
        ):
            if window.holds(day):
                yield from _due_on(window, book, rules, day)


def _due_on(window: Window, book: Book, rules: tuple[str, ...], day: date) -> Iterator[Deadline]:
    for rule_id in rules:
        name = rule_name(rule_id)
        for provision in _in_force(window, book, rule_id, day):
            yield Deadline(
                key=f"last-day:{provision.provision_id}:{day.isoformat()}",
                day=day,
                title=_("last day for “%(words)s”") % {"words": provision.key_phrase or name},
                subject=name,
                place=provision.place,
                url=reverse("admin:policies_provision_change", args=[provision.provision_id]),
                clause=f"{provision.document} {provision.clause}",
            )


def _in_force(window: Window, book: Book, rule_id: str, day: date) -> list[ProvisionFacts]:
    """The provisions of a rule that hold on the day at one of the user's places, each once."""
    if window.scope.nationwide:
        return list(book.everywhere(rule_id, day))
    found: dict[int | None, ProvisionFacts] = {}
    for place in window.places.values():
        for provision in book.in_force(rule_id, place, day):
            found.setdefault(provision.provision_id, provision)
    return list(found.values())
