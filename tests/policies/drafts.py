"""Two persons of one office, and the drafts that they write through the services."""

from typing import Any

from accounts.choices import Role
from accounts.models import User
from policies.models import PolicyDocument, Provision
from policies.services import release_provision, save_draft
from tests.places import make_user
from tests.policies.local import LOCAL_START
from townships.models import Division


def colleague_of(place: Division, role: Role = Role.COUNTY) -> User:
    """A second person of the office."""
    return make_user(f"colleague-{place.key}", role, place)


def write_document(user: User, place: Division, **fields: Any) -> PolicyDocument:
    """A draft of a document for a place."""
    known = {
        "number": "林工〔2026〕1号",
        "title": "示例办法",
        "issuer": "林州市总工会",
        "issued_on": LOCAL_START,
        "valid_from": LOCAL_START,
        "kind": "norm",
        "jurisdiction": place,
    }
    return save_draft(draft=PolicyDocument(**{**known, **fields}), user=user)


def provision(place: Division | None, document: PolicyDocument | None, **fields: Any) -> Provision:
    """An unsaved provision of R-ORG-02 with 60 firms."""
    known = {
        "rule_id": "R-ORG-02",
        "document": document,
        "clause": "二",
        "modality": "may",
        "kind": "HB",
        "parameters": {"firm_count": 60, "worker_count": 3000},
        "jurisdiction": place,
        "valid_from": LOCAL_START,
    }
    return Provision(**{**known, **fields})


def write(user: User, place: Division, **fields: Any) -> Provision:
    """A draft of a provision, with a draft of a document of its own unless one is given."""
    document = fields.pop("document", None) or write_document(user, place)
    return save_draft(draft=provision(place, document, **fields), user=user)


def write_and_release(author: User, releaser: User, place: Division, **fields: Any) -> Provision:
    """A provision that one person wrote and another released."""
    return release_provision(provision=write(author, place, **fields), user=releaser)
