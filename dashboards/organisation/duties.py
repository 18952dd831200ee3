"""What has to happen every year, ticked off by what was recorded.

The policy engine says what a year asks for: each line is a condition of a stored verdict of a
yearly rule, told once more without the grace of a year that still runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cadres.choices import MeetingKind
from cadres.models import Meeting
from compliance.models import StoredVerdict
from compliance.permissions import VIEW
from compliance.selectors.explaining import FAILURES, Told
from policies.engine import ConditionResult, Values, rules, work_out
from policies.engine.kinds import Status
from policies.rules.measures import YEAR

DONE, OPEN, MISSED, UNKNOWN = "done", "open", "missed", "unknown"
LOOKS = {
    DONE: ("ok", "done"),
    OPEN: ("warn", "clock"),
    MISSED: ("bad", "error"),
    UNKNOWN: ("unk", "unknown"),
}
# The events that a measure counts.
KINDS = {
    "member_assemblies": MeetingKind.MEMBER_ASSEMBLY,
    "worker_assemblies": MeetingKind.WORKER_ASSEMBLY,
    "plenary_meetings": MeetingKind.PLENARY,
    "wage_bargainings": MeetingKind.BARGAINING,
    "labour_contests": MeetingKind.CONTEST,
    "cultural_activities": MeetingKind.CULTURE,
    "joint_meetings": MeetingKind.JOINT,
    "party_reported_on": MeetingKind.REPORT_PARTY,
    "union_reported_on": MeetingKind.REPORT_UNION,
    "committee_meetings": MeetingKind.ACTS_FOR_ASSEMBLY,
}


@dataclass(frozen=True)
class Duty:
    """One thing that a year asks for, and the events that count for it."""

    verdict: StoredVerdict
    label: str
    required: str
    state: str
    kind: str = ""
    events: list[Meeting] = field(default_factory=list)

    @property
    def look(self) -> tuple[str, str]:
        """Colour and icon."""
        return LOOKS[self.state]

    @property
    def clause(self) -> str:
        """Document and clause behind it."""
        return f"{self.verdict.document} {self.verdict.clause}"


def yearly_rules() -> list[str]:
    """The ids of the rules that judge a calendar year."""
    return [rule.rule_id for rule in rules if YEAR in rule.optional]


def duties(
    user: Any, county_code: str, about: Q, events: Iterable[Meeting], year: int
) -> list[Duty]:
    """The duties of a year that still runs of the subjects in `about`; one query."""
    rows = StoredVerdict.objects.visible_to(user, VIEW).in_county(county_code)
    found = rows.filter(about, rule_id__in=yearly_rules(), is_latest=True, ended_on__isnull=True)
    verdicts = found.select_related("provision").order_by("rule_id", "pk")
    return list(_all(verdicts, list(events), year))


def _all(verdicts: Iterable[StoredVerdict], events: list[Meeting], year: int) -> Iterator[Duty]:
    """What two documents ask for alike is said once."""
    seen: set[tuple[str, str]] = set()
    for verdict in verdicts:
        if verdict.status == Status.NOT_APPLICABLE:
            continue
        for condition, state in _conditions(Told(verdict), year):
            if (condition.measure, condition.required) not in seen:
                seen.add((condition.measure, condition.required))
                yield _duty(verdict, condition, state, events)


def _duty(
    verdict: StoredVerdict, condition: ConditionResult, state: str, events: list[Meeting]
) -> Duty:
    kind = KINDS.get(condition.measure, "")
    own = [event for event in events if event.kind == kind]
    return Duty(verdict, condition.label, condition.required, state, kind, own)


def _conditions(told: Told, year: int) -> Iterator[tuple[ConditionResult, str]]:
    """The conditions as they stand today, and whether there is still time for each."""
    if told.lost or told.values.get(YEAR.name) not in (None, year):
        return
    judged = {(one.measure, one.required): one for one in told.conditions}
    for strict in _without_grace(told):
        yield strict, _state(judged.get((strict.measure, strict.required)), strict)


def _without_grace(told: Told) -> tuple[ConditionResult, ...]:
    """The conditions of a verdict if its year ended today."""
    verdict = told.verdict
    rule = rules.get(verdict.rule_id)
    values = {name: value for name, value in told.values.items() if name != YEAR.name}
    day = Values(values, verdict.judged_on, verdict.provision.valid_from)
    try:
        return work_out(rule, rule.check, verdict.parameters, day).conditions if rule.check else ()
    except FAILURES:
        return told.conditions


def _state(judged: ConditionResult | None, strict: ConditionResult) -> str:
    if strict.met:
        return DONE
    if strict.met is None:
        return UNKNOWN
    return MISSED if judged is not None and judged.met is False else OPEN
