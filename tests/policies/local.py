"""Documents and provisions that an office added, written without services."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from policies.choices import State
from policies.models import PolicyDocument, Provision
from townships.models import Division

LOCAL_START = datetime.date(2026, 1, 1)


def _somebody(name: str) -> User:
    return User.objects.get_or_create(username=name, defaults={"display_name": name})[0]


def released_by_two(owner: Division) -> dict[str, Any]:
    """The fields of a record that one person wrote and another released."""
    return {
        "state": State.RELEASED,
        "owner": owner,
        "author": _somebody("first"),
        "releaser": _somebody("second"),
        "released_at": timezone.now(),
    }


def local_document(place: Division, **fields: Any) -> PolicyDocument:
    """A released document of the office of a place."""
    known = {
        "number": "示例〔2026〕1号",
        "title": "示例办法",
        "issuer": "示例",
        "issued_on": LOCAL_START,
        "valid_from": LOCAL_START,
        "kind": "norm",
        "jurisdiction": place,
        **released_by_two(place),
    }
    return PolicyDocument.objects.create(**{**known, **fields})


def local_provision(place: Division, **fields: Any) -> Provision:
    """A released provision of R-ORG-02 with 90 firms for a place, by a document of its own."""
    document = fields.pop("document", None) or local_document(place)
    known = {
        "rule_id": "R-ORG-02",
        "document": document,
        "clause": "一",
        "topic": "general_union",
        "modality": "may",
        "kind": "HB",
        "parameters": {"firm_count": 90, "worker_count": 5000},
        "jurisdiction": place,
        "valid_from": document.valid_from,
        **released_by_two(place),
    }
    return Provision.objects.create(**{**known, **fields})
