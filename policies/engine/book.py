"""The rule book: provisions as plain data, which of them are in force, and what they say.

Nothing here reads a database. A book is built once from all provisions and then answers for any
number of places, dates and measures without a query, which is what an import of thousands of rows
needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .errors import PolicyError
from .judging import NATION, ProvisionFacts, judge
from .kinds import Status
from .logic import Met
from .measures import MeasureRegistry, Value
from .registry import Precedence, Rule, RuleRegistry
from .verdicts import Verdict
from .wording import not_in_force

# The places a subject lies in, nearest first: township, county, city, province, nation.
Place = tuple[str, ...]


def place_of(*keys: str) -> Place:
    """A place from division keys, nearest first; the nation is added at the end."""
    return (*keys, NATION)


class Book:
    """All provisions, with the registries that give them meaning."""

    def __init__(
        self,
        provisions: Iterable[ProvisionFacts],
        *,
        rules: RuleRegistry,
        measures: MeasureRegistry,
    ) -> None:
        self.rules = rules
        self.measures = measures
        self._by_rule: dict[str, list[ProvisionFacts]] = {}
        for provision in provisions:
            self._by_rule.setdefault(provision.rule_id, []).append(provision)

    def in_force(self, rule_id: str, place: Place, on: date) -> tuple[ProvisionFacts, ...]:
        """Provisions of a rule that hold there and then, nearest place first.

        Of thresholds and formulas only the most specific place counts; bans and duties of all
        levels hold together. Raises `UnknownRule`.
        """
        rule = self.rules.get(rule_id)
        found = [p for p in self._covering(rule_id, place) if p.in_force(on)]
        if rule.precedence is Precedence.MOST_SPECIFIC:
            found = [p for p in found if p.place == found[0].place]
        return tuple(found)

    def overridden(self, rule_id: str, place: Place, on: date) -> tuple[ProvisionFacts, ...]:
        """Provisions that would hold there and then, had the nearest place none of its own.

        Empty for bans and duties, which add up. Raises `UnknownRule`.
        """
        standing = self.in_force(rule_id, place, on)
        covering = self._covering(rule_id, place)
        return tuple(p for p in covering if p.in_force(on) and p not in standing)

    def to_come(self, rule_id: str, place: Place, on: date) -> tuple[ProvisionFacts, ...]:
        """Provisions of a rule that will hold there, but not yet. Raises `UnknownRule`."""
        self.rules.get(rule_id)
        return tuple(p for p in self._covering(rule_id, place) if on < p.valid_from)

    def everywhere(self, rule_id: str, on: date) -> tuple[ProvisionFacts, ...]:
        """Provisions of a rule in force on a day, whatever their place. Raises `UnknownRule`."""
        self.rules.get(rule_id)
        return tuple(p for p in self._by_rule.get(rule_id, ()) if p.in_force(on))

    def of_rule(self, rule_id: str) -> tuple[ProvisionFacts, ...]:
        """All provisions of a rule, whatever the place and the day."""
        return tuple(self._by_rule.get(rule_id, ()))

    def _covering(self, rule_id: str, place: Place) -> list[ProvisionFacts]:
        covering = [p for p in self._by_rule.get(rule_id, ()) if p.place in place]
        return sorted(covering, key=lambda p: (place.index(p.place), p.valid_from))

    def verdicts(
        self,
        rule_id: str,
        *,
        place: Place,
        on: date,
        measures: Mapping[str, object],
        parameters: Mapping[str, object] | None = None,
    ) -> tuple[Verdict, ...]:
        """One verdict per provision in force; a single “not applicable” when there is none.

        `parameters` replace those of the provisions of the same name, to try a change out. Raises
        `BadParameters` when they do not fit, `UnknownRule`, `UnknownMeasure`, `BadValue`, and
        `PolicyError` for a rule without conditions to evaluate.
        """
        rule = self.rules.get(rule_id)
        check = rule.check
        if check is None:
            raise PolicyError(
                _("%(rule)s states nothing that could be calculated from measures.")
                % {"rule": rule_id}
            )
        values = self.measures.accept(measures)
        inputs = {measure.name: values.get(measure.name) for measure in rule.measures}
        provisions = [
            replace(provision, parameters={**provision.parameters, **(parameters or {})})
            for provision in self.in_force(rule_id, place, on)
        ]
        if not provisions:
            return (self._not_applicable(rule, place, on, inputs),)
        return tuple(judge(rule, check, provision, inputs, on) for provision in provisions)

    def evaluate(
        self,
        rule_id: str,
        *,
        place: Place,
        on: date,
        measures: Mapping[str, object],
        parameters: Mapping[str, object] | None = None,
    ) -> Verdict:
        """One verdict: where several provisions hold, the one that is hardest to meet."""
        verdicts = self.verdicts(
            rule_id, place=place, on=on, measures=measures, parameters=parameters
        )
        return min(verdicts, key=lambda verdict: HARDEST_FIRST.index(verdict.met))

    def _not_applicable(
        self, rule: Rule[Any], place: Place, on: date, inputs: dict[str, Value]
    ) -> Verdict:
        later = [p.valid_from for p in self._covering(rule.rule_id, place) if p.valid_from > on]
        return Verdict(
            rule=rule.rule_id,
            status=Status.NOT_APPLICABLE,
            met=None,
            inputs=inputs,
            kind=rule.kind,
            computes=rule.result is not None,
            explanation=not_in_force(rule.rule_id, on, min(later, default=None)),
        )


HARDEST_FIRST: tuple[Met, ...] = (False, None, True)
