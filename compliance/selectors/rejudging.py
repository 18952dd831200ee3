"""A stored verdict told again in the language of the page, from its own parameters and inputs.

Nothing is judged anew: when the engine of today would answer otherwise than was stored, or cannot
read what was stored, the stored explanation is shown instead.
"""

from collections.abc import Mapping

from compliance.models import StoredVerdict
from policies.engine import (
    Kind,
    Modality,
    PolicyError,
    ProvisionFacts,
    Value,
    Verdict,
    measures,
    rules,
)
from policies.engine.judging import judge
from policies.engine.measure_types import Text
from policies.engine.measures import Measure


def retold(verdict: StoredVerdict) -> Verdict | None:
    """The same verdict with its conditions in words; None where that cannot be done."""
    try:
        rule = rules.get(verdict.rule_id)
        if rule.check is None:
            return None
        stored = inputs_of(verdict)
        inputs = {measure.name: stored.get(measure.name) for measure in rule.measures}
        found = judge(rule, rule.check, _facts(verdict), inputs, verdict.judged_on)
    except (PolicyError, ValueError, KeyError, TypeError):
        return None
    return found if found.met == verdict.met and found.status == verdict.status else None


def _facts(verdict: StoredVerdict) -> ProvisionFacts:
    provision = verdict.provision
    return ProvisionFacts(
        rule_id=verdict.rule_id,
        document=verdict.document,
        clause=verdict.clause,
        modality=Modality(verdict.modality),
        kind=Kind(verdict.kind),
        valid_from=provision.valid_from,
        valid_to=provision.valid_to,
        place=provision.jurisdiction_id or "",
        parameters=verdict.parameters,
        reading=verdict.reading,
        key_phrase=verdict.key_phrase,
        provision_id=provision.pk,
        document_id=provision.document_id,
    )


def inputs_of(verdict: StoredVerdict) -> Mapping[str, Value]:
    """The inputs as the engine had them. Raises `PolicyError` for what no measure can be."""
    return {name: restored(measures.get(name), v) for name, v in verdict.inputs.items()}


def restored(measure: Measure, stored: object) -> Value:
    """The value behind its JSON: days and amounts were stored as text, several days as a list."""
    if isinstance(stored, list):
        return measure.parse(",".join(map(str, stored)) or "never")
    if isinstance(stored, str) and not isinstance(measure, Text):
        return measure.parse(stored)
    return measure.accept(stored)
