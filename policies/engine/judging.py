"""One provision, and what it says about one set of values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .conditions import open_number, unrecorded
from .errors import NotConcerned, NotGiven, Unrecorded
from .kinds import Kind, Modality, Status
from .logic import Met, all_met
from .measures import Value, Values
from .parameters import read_parameters
from .registry import Check, Rule
from .verdicts import Outcome, Verdict
from .wording import explanation

NATION = ""


@dataclass(frozen=True)
class ProvisionFacts:
    """One provision, as plain data. `valid_to` is its last day; None = no end.

    `practice`: reported of its place by somebody, and no norm. `note`: what is missing, unclear or
    contradicts another document.
    """

    rule_id: str
    document: str
    clause: str
    modality: Modality
    kind: Kind
    valid_from: date
    valid_to: date | None = None
    place: str = NATION
    place_name: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    reading: str = ""
    key_phrase: str = ""
    provision_id: int | None = None
    document_id: int | None = None
    practice: bool = False
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the date lies in the validity, first and last day included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


STATUS_OF: dict[Met, Status] = {
    True: Status.SATISFIED,
    False: Status.VIOLATED,
    None: Status.UNKNOWN,
}


def judge(
    rule: Rule[Any],
    check: Check[Any],
    provision: ProvisionFacts,
    inputs: dict[str, Value],
    on: date,
) -> Verdict:
    """The verdict of one provision on the day `on`. Raises `BadParameters`."""
    try:
        values = Values(inputs, on, provision.valid_from)
        outcome = work_out(rule, check, provision.parameters, values)
    except NotConcerned as error:
        return Verdict(
            rule=rule.rule_id,
            status=Status.NOT_APPLICABLE,
            met=None,
            inputs=inputs,
            explanation=error.reason,
            kind=provision.kind,
            computes=rule.result is not None,
        )
    met = all_met(condition.met for condition in outcome.conditions)
    return Verdict(
        rule=rule.rule_id,
        status=STATUS_OF[met],
        met=met,
        inputs=inputs,
        explanation=_explained(rule, provision, outcome, met),
        kind=outcome.kind or provision.kind,
        modality=provision.modality,
        document=provision.document,
        clause=provision.clause,
        key_phrase=provision.key_phrase,
        reading=provision.reading,
        parameters=dict(provision.parameters),
        conditions=outcome.conditions,
        place_key=provision.place,
        place_name=provision.place_name,
        valid_from=provision.valid_from,
        valid_to=provision.valid_to,
        provision_id=provision.provision_id,
        document_id=provision.document_id,
        computes=rule.result is not None,
        value=outcome.value,
    )


def work_out(
    rule: Rule[Any], check: Check[Any], raw: Mapping[str, object], values: Values
) -> Outcome:
    """What the rule answers; a number that nobody recorded or that no document gives is unknown.

    `raw` are the parameters as a provision stores them. Raises `BadParameters`, and `NotConcerned`
    for a subject of which the rule does not speak.
    """
    parameters = read_parameters(rule.parameters, raw)
    try:
        found = check(parameters, values)
    except NotGiven as error:
        return Outcome((open_number(error.label),))
    except Unrecorded:
        missing = [m for m in rule.measures if values.get(m.name) is None]
        needed = [m for m in missing if m not in rule.optional] or missing
        return Outcome(tuple(unrecorded(measure) for measure in needed))
    return found if isinstance(found, Outcome) else Outcome(found)


def _explained(rule: Rule[Any], provision: ProvisionFacts, outcome: Outcome, met: Met) -> str:
    missing = {name for condition in outcome.conditions for name in condition.missing}
    return explanation(
        rule.headlines.choose(met),
        outcome.conditions,
        f"{provision.document} {provision.clause}",
        result=f"{rule.result}：{outcome.shown}" if rule.result and outcome.shown else "",
        to_record=[str(m.label) for m in rule.measures if met is None and m.name in missing],
    )
