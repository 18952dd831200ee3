"""What the pages of this app show, put together from the selectors."""

from datetime import date
from typing import Any

from policies.models import PolicyDocument
from policies.selectors import contradictions, load_book
from policies.selectors.offices import DRAFT
from policies.selectors.overview import Overview, clashes, overview
from policies.selectors.places import Viewpoint, below


def in_force(view: Viewpoint, on: date, *, user: Any, query: str) -> dict[str, Any]:
    """The page of what holds at a place on a day. The number of queries is always the same."""
    everything = overview(load_book(), view.place, on)
    found = clashes(contradictions(), _documents(), _holding(everything))
    shown = everything.searched(query)
    return {
        "view": view,
        "on": on,
        "query": query,
        "overview": shown,
        "count": everything.count,
        "found_count": shown.count,
        "children": below(view.division),
        "clashes_here": [clash for clash in found if clash.here],
        "clashes_elsewhere": [clash for clash in found if not clash.here],
        "may_draft": user.has_perm(DRAFT),
    }


def _documents() -> dict[str, tuple[int, str]]:
    """Id and label of the shipped documents by key."""
    rows = PolicyDocument.objects.exclude(key="")
    return {document.key: (document.pk, document.label) for document in rows}


def _holding(everything: Overview) -> set[int]:
    """The ids of the documents that say something in force at the place, overridden or not."""
    found: set[int] = set()
    for section in everything.sections:
        for line in (line for rule in section.rules for line in rule.lines):
            every = (line.facts, *line.overrides)
            found |= {facts.document_id for facts in every if facts.document_id is not None}
    return found
