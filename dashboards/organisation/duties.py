"""What has to happen every year, ticked off by what was recorded.

The policy engine says what a year asks for: each line is a condition of a yearly rule of which a
stored verdict says that it holds for the organisation. The verdict is mostly about the year before;
its rule is asked again with the events of this year, and once more as if the year were over, to
tell what is done from what can still come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from cadres.choices import MeetingKind
from cadres.models import Meeting
from compliance.models import StoredVerdict
from compliance.permissions import VIEW
from compliance.selectors.explaining import FAILURES, Told
from policies.engine import ConditionResult, Days, Value, Values, rules, work_out
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
    user: Any, county_code: str, about: Q, events: Iterable[Meeting], day: date
) -> list[Duty]:
    """What the year of `day` asks of the subjects in `about`, whose events of it are given."""
    rows = StoredVerdict.objects.visible_to(user, VIEW).in_county(county_code)
    found = rows.filter(about, rule_id__in=yearly_rules(), is_latest=True, ended_on__isnull=True)
    verdicts = found.select_related("provision").order_by("rule_id", "pk")
    return list(_all(verdicts, list(events), day))


def _all(verdicts: Iterable[StoredVerdict], events: list[Meeting], day: date) -> Iterator[Duty]:
    """What two documents ask for alike is said once."""
    seen: set[tuple[str, str]] = set()
    for verdict in verdicts:
        if verdict.status == Status.NOT_APPLICABLE:
            continue
        for condition, state in _conditions(Told(verdict), events, day):
            if (condition.measure, condition.required) not in seen:
                seen.add((condition.measure, condition.required))
                yield _duty(verdict, condition, state, events)


def _duty(
    verdict: StoredVerdict, condition: ConditionResult, state: str, events: list[Meeting]
) -> Duty:
    kind = KINDS.get(condition.measure, "")
    own = [event for event in events if event.kind == kind]
    return Duty(verdict, condition.label, condition.required, state, kind, own)


def _conditions(
    told: Told, events: list[Meeting], day: date
) -> Iterator[tuple[ConditionResult, str]]:
    """The conditions as they stand today, and whether there is still time for each."""
    values = {**told.values, **_counted(told.verdict.rule_id, events)}
    values.pop(YEAR.name, None)
    judged = _ask(told, {**values, YEAR.name: day.year}, day)
    graced = {(one.measure, one.required): one for one in judged}
    for strict in _ask(told, values, day):
        yield strict, _state(graced.get((strict.measure, strict.required)), strict)


def _counted(rule_id: str, events: list[Meeting]) -> dict[str, Value]:
    """The measures of a rule that count events, counted for this year."""
    found: dict[str, Value] = {}
    for measure in rules.get(rule_id).measures:
        if measure.name in KINDS:
            days = sorted(one.held_on for one in events if one.kind == KINDS[measure.name])
            found[measure.name] = tuple(days) if isinstance(measure, Days) else len(days)
    return found


def _ask(told: Told, values: dict[str, Value], day: date) -> tuple[ConditionResult, ...]:
    """What the rule answers to these values; nothing where today's program cannot tell."""
    verdict = told.verdict
    rule = rules.get(verdict.rule_id)
    given = Values(values, day, verdict.provision.valid_from)
    try:
        return (
            work_out(rule, rule.check, verdict.parameters, given).conditions if rule.check else ()
        )
    except FAILURES:
        return ()


def _state(graced: ConditionResult | None, strict: ConditionResult) -> str:
    if strict.met:
        return DONE
    if strict.met is None:
        return UNKNOWN
    return MISSED if graced is not None and graced.met is False else OPEN
