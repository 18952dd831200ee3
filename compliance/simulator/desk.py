"""The desk of somebody who tries a rule out: what was asked, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.http import urlencode

from compliance.collectors import Collector, collectors
from compliance.permissions import SIMULATE
from compliance.selectors.areas import Area, first_at_work, load_area
from compliance.selectors.regions import Region, Taken, load_region, regions_of, within_bounds
from compliance.selectors.simulation import Law, Simulation, basis, simulate
from compliance.simulator.forms import (
    ParameterForm,
    QuestionForm,
    area_choices,
    in_order,
    place_choices,
    rule_choices,
)
from policies.engine import Book, Place, ProvisionFacts
from policies.engine.measure_types import read_day
from policies.selectors import load_book, place_of_division
from townships.models import Division
from townships.selectors.places import counties_of


@dataclass
class Desk:
    """One question. `area` lies inside the places of the user; `data` is what he sent.

    `regions`: the cities and provinces all of whose counties he may look at together.
    """

    counties: list[Division]
    regions: list[Division]
    area: Area | Region
    data: Mapping[str, Any]

    @cached_property
    def collectors(self) -> dict[str, Collector]:
        """The rules that can be judged for stored subjects."""
        return collectors()

    @cached_property
    def book(self) -> Book:
        """Their provisions, read once."""
        return load_book(*self.collectors)

    @cached_property
    def today(self) -> date:
        """Today, where the office is."""
        return timezone.localdate()

    @cached_property
    def place_choices(self) -> list[tuple[str, Any]]:
        """The places whose subjects can be looked at."""
        return area_choices(self.counties, self.regions, self.area)

    @property
    def place_value(self) -> str:
        """How the chosen place is called in addresses."""
        return self.area.key

    @cached_property
    def question(self) -> QuestionForm:
        """Rule and days; while nothing is asked, the first rule, here and today."""
        rule_id = self.data.get("rule") or self._first_rule()
        given = {
            "rule": rule_id,
            "on": self.data.get("on") or self.today.isoformat(),
            "trial_on": self.data.get("trial_on", ""),
            "like": self.data.get("like", ""),
        }
        rules = rule_choices(self.collectors, self.book, self.area, self.today)
        return QuestionForm(given, rules=rules, places=self._places_elsewhere(rule_id))

    def _first_rule(self) -> str:
        """The first rule that is in force here and has numbers to change."""
        here = self.area.place_of(self.area.division.key)
        for rule_id in in_order(self.collectors):
            found = self.book.in_force(rule_id, here, self.today)
            if found and found[0].parameters:
                return rule_id
        return next(iter(in_order(self.collectors)), "")

    def _places_elsewhere(self, rule_id: str) -> list[tuple[str, Any]]:
        if rule_id not in self.collectors:
            return []
        asked = self.data.get("trial_on") or self.data.get("on") or ""
        return place_choices(self.book, rule_id, self.area, parse_day(asked) or self.today)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Rule, days and place as far as they can be understood."""
        self.question.is_valid()
        return self.question.cleaned_data

    @cached_property
    def collector(self) -> Collector | None:
        """The collector of the rule that is asked about."""
        return self.collectors.get(self.asked.get("rule", ""))

    @cached_property
    def old(self) -> Law:
        """The law as it stands on the day."""
        return Law(self.asked.get("on") or self.today)

    @cached_property
    def _trial(self) -> Law:
        """The law of the other place and day, with its own numbers."""
        like = self._like(self.asked.get("like", ""))
        return Law(self.asked.get("trial_on") or self.old.on, like=like)

    def _like(self, key: str) -> Place | None:
        if not key:
            return None
        return place_of_division(Division.objects.with_chain().get(key=key))

    @cached_property
    def present(self) -> ProvisionFacts | None:
        """The provision that holds here on the day."""
        return self._basis(self.old)

    @cached_property
    def start(self) -> ProvisionFacts | None:
        """The provision whose numbers are changed: that of the other place and day."""
        return self._basis(self._trial)

    def _basis(self, law: Law) -> ProvisionFacts | None:
        if self.collector is None:
            return None
        return basis(self.book, self.collector.rule_id, self.area, law)

    @cached_property
    def parameters(self) -> ParameterForm | None:
        """The numbers; None where no provision has any."""
        if self.start is None or self.collector is None:
            return None
        rule = self.book.rules.get(self.collector.rule_id)
        return ParameterForm(self.data, rule=rule, start=self.start, present=self.present)

    @cached_property
    def new(self) -> Law:
        """The law that is tried."""
        changes = self.parameters.changes if self.parameters else {}
        return replace(self._trial, parameters=changes or None)

    @property
    def refused(self) -> bool:
        """Whether something in the question has to be put right first."""
        numbers = self.parameters
        wrong = bool(numbers and numbers.is_bound and not numbers.is_valid())
        return wrong or not self.question.is_valid()

    @cached_property
    def simulation(self) -> Simulation | None:
        """The answer; None as long as the question is refused."""
        if self.refused or self.collector is None:
            return None
        areas = self.taken.areas
        return simulate(self.collector, areas, self.book, old=self.old, new=self.new)

    @cached_property
    def taken(self) -> Taken:
        """The counties that are judged, and those that would be too many at once."""
        if isinstance(self.area, Area):
            return Taken((self.area,))
        return within_bounds(self.area, self.collector.subject if self.collector else "")

    @property
    def query(self) -> str:
        """The question as the query of an address."""
        return self.query_of(self.place_value)

    def query_of(self, place: str) -> str:
        """The same question about another place of the reader, with the numbers that are tried."""
        values = {name: value for name, value in self.asked.items() if value}
        values["place"] = place
        if self.start is not None and self.parameters is not None and self.parameters.is_bound:
            # Elsewhere another provision may hold: the numbers change that one then.
            if place == self.place_value:
                values["basis"] = self.start.provision_id
            # A range has two numbers: name_0 and name_1.
            sent = self.parameters.data
            for name in sent:
                if {name, name.rpartition("_")[0]} & self.parameters.fields.keys():
                    values[name] = sent[name]
        return urlencode(values)


def parse_day(text: str) -> date | None:
    """A day written as YYYY-MM-DD; None for anything else."""
    try:
        return read_day(text)
    except ValueError:
        return None


def desk_or_404(user: Any, data: Mapping[str, Any]) -> Desk:
    """The desk of a user, at the place he names or at the first of his; 404 outside."""
    counties = counties_of(user, SIMULATE)
    wanted = str(data.get("place", ""))
    regions = regions_of(user.scope_for(SIMULATE), counties)
    for region in regions:
        if region.key == wanted:
            return Desk(counties, regions, load_region(region, counties), data)
    county_key, _dot, township_key = wanted.partition(".")
    inside = [county.key for county in counties]
    county_key = county_key or first_at_work(inside)
    area = load_area(county_key, township_key) if county_key in inside else None
    if area is None:
        raise Http404
    return Desk(counties, regions, area, data)
