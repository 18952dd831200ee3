"""Provisions as the plain data that the engine works with."""

from collections.abc import Iterator
from typing import Any

from policies.choices import DocumentKind
from policies.engine import NATION, Kind, Modality, ProvisionFacts
from policies.models import Provision
from policies.models.document import document_label

# Values and not models: a page reads all provisions, and rows are several times as fast.
_COLUMNS = (
    *("pk", "rule_id", "clause", "modality", "kind", "parameters", "reading", "key_phrase"),
    *("valid_from", "valid_to", "jurisdiction_id", "jurisdiction__name", "document_id"),
    *("document__number", "document__issuer", "document__title", "document__valid_to"),
    *("document__kind", "note"),
)


def read_facts(**lookup: Any) -> Iterator[ProvisionFacts]:
    """The provisions that fit the lookup, in one query.

    Never a draft, and no record that only says that another one ended. What was superseded still
    judges the days before.
    """
    released = Provision.objects.released().filter(repeals=False)
    for row in released.filter(**lookup).values(*_COLUMNS):
        yield _facts(row)


def _facts(row: dict[str, Any]) -> ProvisionFacts:
    ends = [day for day in (row["valid_to"], row["document__valid_to"]) if day is not None]
    return ProvisionFacts(
        rule_id=row["rule_id"],
        document=document_label(
            row["document__number"], row["document__issuer"], row["document__title"]
        ),
        clause=row["clause"],
        modality=Modality(row["modality"]),
        kind=Kind(row["kind"]),
        valid_from=row["valid_from"],
        # A document that ends ends its provisions.
        valid_to=min(ends, default=None),
        place=row["jurisdiction_id"] or NATION,
        place_name=row["jurisdiction__name"] or "",
        parameters=row["parameters"],
        reading=row["reading"],
        key_phrase=row["key_phrase"],
        provision_id=row["pk"],
        document_id=row["document_id"],
        practice=row["document__kind"] == DocumentKind.PRACTICE,
        note=row["note"],
    )
