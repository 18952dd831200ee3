"""Rules: small typed functions with an id, a topic and typed parameters.

    @rule("R-ORG-02", topic="…", kind=Kind.HARD_BLOCK, parameters=Conditions, measures=(…), …)
    def may_have(parameters: Conditions, values: Values) -> tuple[ConditionResult, ...]: …

A rule that only stores something or is enforced by a constraint is registered without a function
(`record_rule`), so that provisions can name it and messages can cite it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import UnknownRule
from .kinds import Kind, Subject
from .measures import Measure, Values
from .parameters import NoParameters
from .verdicts import ConditionResult, Outcome
from .wording import Headlines

if TYPE_CHECKING:
    from .measures import Text

P = TypeVar("P")
Check = Callable[[P, Values], tuple[ConditionResult, ...] | Outcome]


PLAIN_HEADLINES = Headlines(
    met=gettext_lazy("The conditions are met"),
    not_met=gettext_lazy("The conditions are not met"),
    unknown=gettext_lazy("This cannot be judged yet"),
)


class Precedence(Enum):
    """How provisions of one rule from several levels go together."""

    MOST_SPECIFIC = "most_specific"  # thresholds and formulas: the nearest place wins
    ALL = "all"  # bans and duties of all levels add up


@dataclass(frozen=True)
class Rule(Generic[P]):
    """One rule. `check` is None for rules that state no condition on measures.

    `optional` are those of its measures without which it can answer all the same. `result` names
    what it calculates (“Quota”); None when it only compares.
    """

    rule_id: str
    topic: str
    kind: Kind
    parameters: type[P]
    precedence: Precedence
    measures: tuple[Measure, ...] = ()
    check: Check[P] | None = None
    headlines: Headlines = PLAIN_HEADLINES
    subject: Subject = Subject.TOWNSHIP
    optional: tuple[Measure, ...] = ()
    result: "Text | None" = None


class RuleRegistry:
    """All rules by id."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule[Any]] = {}

    def __iter__(self) -> Iterator[Rule[Any]]:
        return iter(self._rules.values())

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def add(self, new: Rule[Any]) -> None:
        """Register a rule. Raises `ValueError` when the id is taken."""
        if new.rule_id in self._rules:
            raise ValueError(f"rule {new.rule_id} registered twice")
        self._rules[new.rule_id] = new

    def get(self, rule_id: str) -> Rule[Any]:
        """The rule of this id. Raises `UnknownRule`."""
        try:
            return self._rules[rule_id]
        except KeyError:
            raise UnknownRule(_("There is no rule “%(rule)s”.") % {"rule": rule_id}) from None

    def rule(
        self,
        rule_id: str,
        *,
        topic: str,
        kind: Kind,
        parameters: type[P],
        measures: tuple[Measure, ...],
        headlines: Headlines = PLAIN_HEADLINES,
        precedence: Precedence = Precedence.MOST_SPECIFIC,
        subject: Subject = Subject.TOWNSHIP,
        optional: tuple[Measure, ...] = (),
        result: "Text | None" = None,
    ) -> Callable[[Check[P]], Check[P]]:
        """Decorator: registers the function as the check of a rule and returns it unchanged.

        `measures` are those it needs, `optional` those it only uses when they are recorded.
        """

        def register(check: Check[P]) -> Check[P]:
            self.add(
                Rule(
                    rule_id,
                    topic,
                    kind,
                    parameters,
                    precedence,
                    measures=(*measures, *optional),
                    check=check,
                    headlines=headlines,
                    subject=subject,
                    optional=optional,
                    result=result,
                )
            )
            return check

        return register

    def record_rule(
        self,
        rule_id: str,
        *,
        topic: str,
        kind: Kind,
        parameters: type[Any] = NoParameters,
        precedence: Precedence = Precedence.ALL,
    ) -> None:
        """Register a rule that has no measures to evaluate; it can be provided and cited."""
        self.add(Rule(rule_id, topic, kind, parameters, precedence))
