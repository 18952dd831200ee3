"""A stored verdict told again, in the language of the reader, from its own inputs.

Nothing is looked up: parameters and inputs are those of the day. Only words that the program wrote
are written anew; the words of the document stay as they were stored.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from compliance.models import StoredVerdict
from policies.engine import (
    ConditionResult,
    Measure,
    Outcome,
    PolicyError,
    Text,
    Value,
    Values,
    measures,
    rules,
    work_out,
)

# What a program of another day may come to with inputs and parameters that it did not write.
FAILURES = (PolicyError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def read_value(measure: Measure, stored: Any) -> Value:
    """A stored input as the measure had it. Raises `policies.engine.BadValue`."""
    if isinstance(stored, str) and not isinstance(measure, Text):
        return measure.parse(stored)
    if isinstance(stored, list):
        return tuple(date.fromisoformat(day) for day in stored)
    return measure.accept(stored)


def _try_to_read(measure: Measure, stored: Any) -> tuple[Any, bool]:
    """The input and whether it could be read; else as it was stored."""
    try:
        return read_value(measure, stored), True
    except (PolicyError, TypeError, ValueError):
        return stored, False


@dataclass(frozen=True)
class Told:
    """The conditions of a stored verdict and its inputs."""

    verdict: StoredVerdict

    @cached_property
    def values(self) -> dict[str, Value]:
        """The inputs by name of the measure; those of a measure that is no more are left out.

        What today's program cannot read stays as it was stored.
        """
        return {name: value for name, (value, _readable) in self._read.items()}

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Names of inputs that today's program cannot read (a code that the list lost)."""
        return frozenset(name for name, (_value, readable) in self._read.items() if not readable)

    @cached_property
    def _read(self) -> dict[str, tuple[Any, bool]]:
        known = {measure.name: measure for measure in measures}
        inputs = self.verdict.inputs.items()
        return {name: _try_to_read(known[name], one) for name, one in inputs if name in known}

    @cached_property
    def outcome(self) -> Outcome:
        """What the rule answers to them; empty when a later release changed the rule too much."""
        verdict = self.verdict
        if self.unreadable:
            return _FAILED
        try:
            rule = rules.get(verdict.rule_id)
            values = Values(self.values, verdict.judged_on, verdict.provision.valid_from)
            return work_out(rule, rule.check, verdict.parameters, values) if rule.check else _NONE
        except FAILURES:
            return _FAILED

    @property
    def lost(self) -> bool:
        """Whether today's rule cannot answer: only the stored words are left."""
        return self.outcome is _FAILED

    @property
    def conditions(self) -> tuple[ConditionResult, ...]:
        """All conditions, met or not."""
        return self.outcome.conditions

    @property
    def failed(self) -> tuple[ConditionResult, ...]:
        """The conditions that are not met."""
        return tuple(one for one in self.conditions if one.met is False)

    @property
    def missing(self) -> tuple[Measure, ...]:
        """Measures to record before it can be judged, each once."""
        names = [name for condition in self.conditions for name in condition.missing]
        return tuple(measures.get(name) for name in dict.fromkeys(names))

    def show(self, name: str) -> str:
        """An input with its unit; empty when it was not recorded."""
        value = self.values.get(name)
        if value is None:
            return ""
        return str(value) if name in self.unreadable else measures.get(name).show(value)

    def parameter(self, name: str) -> Any:
        """A parameter as the provision stored it, None when it had none."""
        return self.verdict.parameters.get(name)


_NONE, _FAILED = Outcome(), Outcome()
