"""The policy engine. It knows no app and no database: see docs/policies.md."""

from .book import Book, Place, place_of
from .errors import (
    BadParameters,
    BadValue,
    NotConcerned,
    NotGiven,
    PolicyError,
    UnknownMeasure,
    UnknownRule,
)
from .judging import NATION, ProvisionFacts, work_out
from .kinds import Kind, Modality, Status, Subject
from .logic import Met, all_met, any_met
from .measure_types import NEVER, Amount, Choice, Day, Days, Percentage, Text
from .measures import Count, Fact, Measure, MeasureRegistry, Value, Values
from .parameters import NoParameters, describe_parameters, read_parameters
from .rates import rate_met, rate_shortfall, rate_text
from .registry import Precedence, Rule, RuleRegistry
from .verdicts import ConditionResult, Outcome, Verdict

# The registries of the running program. Apps add their rules and measures when they start.
measures = MeasureRegistry()
rules = RuleRegistry()

__all__ = [
    "NATION",
    "NEVER",
    "Amount",
    "BadParameters",
    "BadValue",
    "Book",
    "Choice",
    "ConditionResult",
    "Count",
    "Day",
    "Days",
    "Fact",
    "Kind",
    "Measure",
    "MeasureRegistry",
    "Met",
    "Modality",
    "NoParameters",
    "NotConcerned",
    "NotGiven",
    "Outcome",
    "Percentage",
    "Place",
    "PolicyError",
    "Precedence",
    "ProvisionFacts",
    "Rule",
    "RuleRegistry",
    "Status",
    "Subject",
    "Text",
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
    "work_out",
]
