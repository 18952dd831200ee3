"""What is in force at a place on a day, and what there gives way to something nearer."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from policies.engine import Book, ProvisionFacts
from policies.selectors.book import load_book, place_of_division

if TYPE_CHECKING:
    from townships.models import Division


@dataclass(frozen=True)
class Standing:
    """A provision at a place; `overridden_by` is the nearer one that holds in its stead."""

    provision: ProvisionFacts
    overridden_by: ProvisionFacts | None = None

    def as_json(self) -> dict[str, object]:
        """Plain data for scripts; place None is the whole country."""
        found, nearer = self.provision, self.overridden_by
        return {
            "rule": found.rule_id,
            "document": found.document,
            "clause": found.clause,
            "modality": str(found.modality),
            "kind": str(found.kind),
            "place": found.place or None,
            "place_name": found.place_name or None,
            "practice": found.practice,
            "parameters": dict(found.parameters),
            "valid_from": found.valid_from.isoformat(),
            "valid_to": found.valid_to.isoformat() if found.valid_to else None,
            "key_phrase": found.key_phrase,
            "reading": found.reading,
            "overridden_by": f"{nearer.document} {nearer.clause}" if nearer else None,
        }


def standing_provisions(
    division: "Division", on: date, *, book: Book | None = None
) -> list[Standing]:
    """Every provision in force in the division on the day, by rule, nearest place first.

    After those of a threshold or formula follow the provisions that they override.
    """
    rulebook, place = book or load_book(), place_of_division(division)
    found: list[Standing] = []
    for rule_id in sorted(rule.rule_id for rule in rulebook.rules):
        in_force = rulebook.in_force(rule_id, place, on)
        found += [Standing(provision) for provision in in_force]
        overridden = rulebook.overridden(rule_id, place, on)
        found += [Standing(provision, in_force[0]) for provision in overridden]
    return found
