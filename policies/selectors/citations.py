"""Citations: which clause to name in a message about a rule that something else enforces."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from policies.engine import Book, Kind, Modality
from policies.selectors.book import load_book, place_of_division

if TYPE_CHECKING:
    from townships.models import Division

_BINDING = {Kind.HARD_BLOCK: 0, Kind.WARNING: 1}


@dataclass(frozen=True)
class Citation:
    """A provision in force at a place: document, clause and its own words."""

    rule: str
    document: str
    clause: str
    key_phrase: str
    modality: Modality
    kind: Kind

    def __str__(self) -> str:
        return f"{self.document} {self.clause}"


def citation(
    rule_id: str, *, division: "Division", on: date, book: Book | None = None
) -> Citation | None:
    """The provision of a rule in force at the place on the day; None when there is none.

    Of several the one that binds most, and of those the nearest: what one place merely reports
    takes nothing from a duty of the nation. Never cites a document that does not hold there.
    Raises `policies.engine.UnknownRule`.
    """
    place = place_of_division(division)
    found = (book or load_book(rule_id)).in_force(rule_id, place, on)
    if not found:
        return None
    first = min(found, key=lambda provision: _BINDING.get(provision.kind, len(_BINDING)))
    return Citation(
        rule_id, first.document, first.clause, first.key_phrase, first.modality, first.kind
    )
