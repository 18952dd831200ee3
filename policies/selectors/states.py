"""The state of a draft that a form started from, and its parameters in words."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from history.services import snapshot
from policies.engine import describe_parameters, measures, rules
from policies.models import Provision
from policies.models.release import Releasable


def stamp_of(record: Releasable) -> str:
    """What a page carries to tell later whether the record is still as its reader saw it.

    A provision goes with its document while that is a draft too: both are released together.
    """
    parts = [snapshot(record)]
    if isinstance(record, Provision) and record.document.is_draft:
        parts.append(snapshot(record.document))
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def parameters_in_words(rule_id: str, parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each parameter; nothing for a rule that an earlier release had."""
    if rule_id not in rules:
        return []
    return describe_parameters(rules.get(rule_id).parameters, parameters, measures)


def recorded(record: Releasable) -> dict[str, Any]:
    """What the change history keeps of the record: its fields, the parameters in words."""
    kept = snapshot(record)
    if isinstance(record, Provision):
        pairs = parameters_in_words(record.rule_id, record.parameters)
        kept["parameters"] = "；".join(f"{label} {value}" for label, value in pairs)
    return kept
