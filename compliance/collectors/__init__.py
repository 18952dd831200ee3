"""Where the measures of stored subjects come from, rule by rule.

    @collects("R-ORG-11", subject=SubjectKind.UNION)
    def subordinates(scope: Scope) -> Iterator[Case]: …

A collector reads all subjects of a scope in queries whose number does not grow with the rows. It
judges nothing: the policy engine does. `finds` says which verdicts become findings.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module

from django.db.models import Q

from compliance.choices import SubjectKind, Urgency
from compliance.collectors.places import Places, find_places
from policies.engine import Value, Verdict
from policies.engine.kinds import Status
from townships.models import Division


@dataclass(frozen=True)
class Scope:
    """What is to be judged: a county (registry key), or some townships of it.

    `township_keys` None is the whole county; the county's own key stands for "in no township".
    `on` is the day for which is judged. `looks_back`: the day lies before the one of the records,
    so only what is recorded with its days counts (`compliance.collectors.dated`).
    """

    county_code: str
    on: date
    township_keys: Collection[str] | None = None
    looks_back: bool = False

    @cached_property
    def places(self) -> Places:
        """Where the rows lie today."""
        return find_places(self.county_code)

    @property
    def townships(self) -> list[Division]:
        """The townships of today that are to be judged."""
        found = self.places.townships
        return [one for one in found if self.township_keys is None or one.key in self.township_keys]

    @property
    def rows(self) -> Q:
        """The rows of the county that are to be judged, by their county and their township."""
        inside = Q(county_code=self.county_code)
        if self.township_keys is None:
            return inside
        here = Q(township_id__in=sorted(set(self.township_keys) - {self.county_code}))
        if self.county_code in self.township_keys:
            here |= Q(township_id__isnull=True)
        return inside & here

    @property
    def judged(self) -> Q:
        """Verdicts and findings about what is to be judged."""
        inside = Q(county_code=self.county_code)
        if self.township_keys is not None:
            inside &= Q(township_key__in=sorted(self.township_keys))
        return inside

    def lies_in(self, township_key: str | None) -> str:
        """`Case.township_key` of a row with this township."""
        return township_key or self.county_code


@dataclass(frozen=True)
class Case:
    """One subject as it is stored: measures by name (None = not recorded).

    `township_key` is where it lies, the county's key when in no township. `as_of` is the day of
    the figures. `due_on` is a date of the case itself (the end of a term); a deadline that the rule
    calculates is the value of its verdict. `facts` are further values that only `finds` needs.
    """

    key: str
    label: str
    township_key: str
    values: Mapping[str, Value]
    as_of: date | None = None
    due_on: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


Collect = Callable[[Scope], Iterator[Case]]
Finds = Callable[[Case, Verdict], Urgency | None]


def not_met(urgency: Urgency = Urgency.OTHER) -> Finds:
    """A finding when the rule is not met; one about missing data when it cannot be judged."""

    def finds(case: Case, verdict: Verdict) -> Urgency | None:
        if verdict.status is Status.UNKNOWN:
            return Urgency.MISSING_DATA
        return urgency if verdict.status is Status.VIOLATED else None

    return finds


def never(case: Case, verdict: Verdict) -> Urgency | None:
    """For what is only calculated or permitted: stored and shown, nothing to put in order."""
    return None


@dataclass(frozen=True)
class Collector:
    """How the stored subjects of one rule are found, and which verdicts become findings.

    `keeps_unknown`: another rule asks for what is not recorded, so `finds` is silent about unknown;
    that settles nothing, and what was found before stays.
    """

    rule_id: str
    subject: SubjectKind
    collect: Collect
    finds: Finds
    keeps_unknown: bool = False


_COLLECTORS: dict[str, Collector] = {}
_MODULES = (
    *("townships", "unions", "employers"),
    *("terms", "officers", "federations", "federation_years", "staffing", "training"),
    "bargaining",
    "funding",
    "books",
    "spending",
)


def collects(
    rule_id: str,
    *,
    subject: SubjectKind,
    finds: Finds | None = None,
    keeps_unknown: bool = False,
) -> Callable[[Collect], Collect]:
    """Decorator: registers the function as the collector of a rule and returns it unchanged."""

    def register(collect: Collect) -> Collect:
        if rule_id in _COLLECTORS:
            raise ValueError(f"two collectors for {rule_id}")
        _COLLECTORS[rule_id] = Collector(
            rule_id, subject, collect, finds or not_met(), keeps_unknown
        )
        return collect

    return register


def collectors() -> dict[str, Collector]:
    """All collectors by rule id."""
    for name in _MODULES:
        import_module(f"compliance.collectors.{name}")
    return dict(sorted(_COLLECTORS.items()))
