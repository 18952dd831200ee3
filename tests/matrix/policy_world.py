"""Documents and provisions of every sort of place, released and in draft."""

from collections.abc import Callable
from typing import Any

from policies.models import PolicyDocument, Provision
from tests.policies.local import released_by_two
from townships.models import Division


def _office(spot: Any) -> Division:
    """The office that keeps the policy of a spot: a township's is its county."""
    return Division.objects.get(pk=spot.county_code if spot.township else spot.division)


def _document(world: Any, spot: Any) -> PolicyDocument:
    return PolicyDocument.objects.create(
        number=spot.mark,
        title=spot.mark,
        issuer="x",
        issued_text="x",
        valid_from="2020-01-01",
        kind="norm",
        jurisdiction_id=spot.division,
        **released_by_two(_office(spot)),
    )


def _provision(world: Any, spot: Any) -> Provision:
    return Provision.objects.create(
        rule_id="R-ORG-08",
        document=world.record("document", spot.name),
        clause="一",
        topic="dissolution",
        modality="must_not",
        kind="HB",
        key_phrase=spot.mark,
        jurisdiction_id=spot.division,
        valid_from="2020-01-01",
        **released_by_two(_office(spot)),
    )


def _as_draft(released: Any) -> Any:
    """The same record once more, as its office still writes it."""
    released.pk, released._state.adding = None, True
    released.state, released.releaser, released.released_at = "draft", None, None
    if isinstance(released, PolicyDocument):
        released.number = f"{released.number}-draft"
    released.save()
    return released


def _draft_document(world: Any, spot: Any) -> PolicyDocument:
    draft: PolicyDocument = _as_draft(PolicyDocument.objects.get(number=spot.mark))
    return draft


def _draft_provision(world: Any, spot: Any) -> Provision:
    draft: Provision = _as_draft(Provision.objects.get(key_phrase=spot.mark))
    return draft


# In this order: later kinds refer to earlier ones.
POLICY_MAKERS: dict[str, Callable[[Any, Any], Any]] = {
    "document": _document,
    "provision": _provision,
    "draft document": _draft_document,
    "draft provision": _draft_provision,
}
