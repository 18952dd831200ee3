"""What the engine answers: one verdict per provision, with everything needed to explain it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .kinds import Kind, Modality, Status
from .logic import Met
from .measures import Value


@dataclass(frozen=True)
class ConditionResult:
    """One condition: what is required, what there is, what is missing. Texts carry their unit."""

    measure: str
    label: str
    unit: str
    required: str
    actual: str
    difference: str
    met: Met
    required_number: int | None = None
    actual_number: int | None = None
    shortfall: int = 0
    lacking: str = ""
    missing: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """“企业数 97 家，规定 100 家以上”."""
        from .wording import condition_sentence

        return condition_sentence(self)


@dataclass(frozen=True)
class Verdict:
    """The answer of one rule for one place, date and set of measures.

    `met` is None when a measure is missing and when the rule is not in force there and then;
    `status` tells the two apart. `inputs` holds every measure the rule looks at, None = unknown.
    """

    rule: str
    status: Status
    met: Met
    inputs: Mapping[str, Value]
    explanation: str
    kind: Kind
    modality: Modality | None = None
    document: str | None = None
    clause: str | None = None
    key_phrase: str = ""
    reading: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    conditions: tuple[ConditionResult, ...] = ()
    place_key: str = ""
    place_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    provision_id: int | None = None
    document_id: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the measures nobody recorded, in the order of the conditions, each once."""
        names = [name for condition in self.conditions for name in condition.missing]
        return tuple(dict.fromkeys(names))

    def as_json(self) -> dict[str, object]:
        """The verdict as plain data for scripts; the keys and their order are the interface."""
        return {
            "rule": self.rule,
            "met": self.met,
            "status": str(self.status),
            "modality": str(self.modality) if self.modality else None,
            "document": self.document,
            "clause": self.clause,
            "inputs": dict(self.inputs),
            "reading": self.reading,
            "explanation": self.explanation,
        }

    def as_full_json(self) -> dict[str, object]:
        """The same with the parameters of the provision and every condition."""
        conditions = [
            {name: getattr(condition, name) for name in _CONDITION_KEYS}
            for condition in self.conditions
        ]
        return {
            **self.as_json(),
            "parameters": dict(self.parameters),
            "conditions": conditions,
        }


_CONDITION_KEYS = ("measure", "label", "required", "actual", "difference", "met")
