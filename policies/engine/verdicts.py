"""What the engine answers: one verdict per provision, with everything needed to explain it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .kinds import Kind, Modality, Status
from .logic import Met
from .measure_types import NEVER
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
class Outcome:
    """What the function of a rule answers when it says more than its conditions.

    `value` is what was calculated and `shown` the same in words; `kind` is set when this case
    weighs differently from what the provision says.
    """

    conditions: tuple[ConditionResult, ...] = ()
    value: Value = None
    shown: str = ""
    kind: Kind | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer of one rule for one place, date and set of measures.

    `met` is None when a measure is missing and when the rule does not apply there and then;
    `status` tells the two apart. `inputs` holds every measure the rule looks at, None = unknown.
    `computes` says that the rule calculates a `value`; None is then "cannot be calculated".
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
    computes: bool = False
    value: Value = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the measures nobody recorded, in the order of the conditions, each once."""
        names = [name for condition in self.conditions for name in condition.missing]
        return tuple(dict.fromkeys(names))

    def as_json(self) -> dict[str, object]:
        """The verdict as plain data for scripts; the keys and their order are the interface."""
        data: dict[str, object] = {
            "rule": self.rule,
            "met": self.met,
            "status": str(self.status),
            "modality": str(self.modality) if self.modality else None,
            "document": self.document,
            "clause": self.clause,
            "inputs": {name: plain(value) for name, value in self.inputs.items()},
            "reading": self.reading,
            "explanation": self.explanation,
        }
        return {**data, "value": plain(self.value)} if self.computes else data

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


def plain(value: Value) -> object:
    """The value as JSON has it: days and decimals as text, money with two digits."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return "never" if value == NEVER else value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


_CONDITION_KEYS = ("measure", "label", "required", "actual", "difference", "met")
