"""The policy engine. It knows no app and no database: see docs/policies.md."""

from .book import NATION, Book, Place, ProvisionFacts, place_of
from .errors import BadParameters, BadValue, PolicyError, UnknownMeasure, UnknownRule
from .kinds import Kind, Modality, Status
from .logic import Met, all_met, any_met
from .measures import Count, Fact, Measure, MeasureRegistry, Value, Values
from .parameters import NoParameters, describe_parameters, read_parameters
from .rates import rate_met, rate_shortfall, rate_text
from .registry import Precedence, Rule, RuleRegistry
from .verdicts import ConditionResult, Verdict

# The registries of the running program. Apps add their rules and measures when they start.
measures = MeasureRegistry()
rules = RuleRegistry()

__all__ = [
    "NATION",
    "BadParameters",
    "BadValue",
    "Book",
    "ConditionResult",
    "Count",
    "Fact",
    "Kind",
    "Measure",
    "MeasureRegistry",
    "Met",
    "Modality",
    "NoParameters",
    "Place",
    "PolicyError",
    "Precedence",
    "ProvisionFacts",
    "Rule",
    "RuleRegistry",
    "Status",
    "UnknownMeasure",
    "UnknownRule",
    "Value",
    "Values",
    "Verdict",
    "all_met",
    "any_met",
    "describe_parameters",
    "measures",
    "place_of",
    "rate_met",
    "rate_shortfall",
    "rate_text",
    "read_parameters",
    "rules",
]
