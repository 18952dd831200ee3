"""Duties of the year: asked by rules, ticked off by events, told apart from what can still come."""

import datetime

import pytest

from cadres.models import Meeting
from compliance.choices import SubjectKind
from compliance.models import StoredVerdict
from dashboards.organisation.duties import DONE, MISSED, OPEN, UNKNOWN, _all, yearly_rules
from policies.engine import rules
from policies.models import Provision

NOVEMBER = datetime.date(2026, 11, 28)
LAST_DAY = datetime.date(2026, 12, 31)


def a_verdict(rule_id: str, parameters: dict, inputs: dict) -> StoredVerdict:
    """A stored answer about the year before, as a check leaves it."""
    provision = Provision(rule_id=rule_id, valid_from=datetime.date(2020, 1, 1))
    return StoredVerdict(
        rule_id=rule_id,
        subject=SubjectKind.FEDERATION,
        provision=provision,
        status="violated",
        parameters=parameters,
        inputs={**inputs, "year": 2025},
        judged_on=NOVEMBER,
        document="x",
        clause="一",
    )


def events(**held: list[str]) -> list[Meeting]:
    """Meetings by kind and day."""
    days = ((kind, day) for kind, found in held.items() for day in found)
    return [Meeting(kind=kind, held_on=datetime.date.fromisoformat(day)) for kind, day in days]


def told(verdict: StoredVerdict, held: list[Meeting], day: datetime.date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for duty in _all([verdict], held, day):
        found.setdefault(duty.kind, []).append(duty.state)
    return found


FIVE = {
    "member_assemblies": 1,
    "worker_assemblies": 1,
    "wage_bargainings": 1,
    "labour_contests": 1,
    "cultural_activities": 1,
}


def test_yearly_rules_are_those_that_know_a_year() -> None:
    assert {"R-MTG-01", "R-MTG-02", "R-MTG-03", "R-MTG-04", "R-TRM-04"} <= set(yearly_rules())
    assert "R-TRM-02" not in yearly_rules()
    assert all(rule_id in rules for rule_id in yearly_rules())


@pytest.mark.parametrize(("day", "state"), [(NOVEMBER, OPEN), (LAST_DAY, MISSED)])
def test_this_year_counts_and_not_the_year_of_the_verdict(day, state) -> None:
    verdict = a_verdict("R-MTG-04", FIVE, dict.fromkeys(FIVE, 1))
    held = events(member_assembly=["2026-03-01"], culture=["2026-05-01", "2026-06-01"])
    assert told(verdict, held, day) == {
        "member_assembly": [DONE],
        "worker_assembly": [state],
        "bargaining": [state],
        "contest": [state],
        "culture": [DONE],
    }


def test_events_stand_behind_their_tick() -> None:
    verdict = a_verdict("R-MTG-04", FIVE, dict.fromkeys(FIVE, 0))
    held = events(culture=["2026-05-01"], contest=["2026-06-01"])
    behind = {duty.kind: duty.events for duty in _all([verdict], held, NOVEMBER)}
    assert behind["culture"] == held[:1]
    assert behind["bargaining"] == []


def test_half_years_are_told_apart() -> None:
    """The first half is over and was missed, the second has its report."""
    inputs: dict = {"union_reported_on": [], "party_reported_on": [], "has_party_org": False}
    verdict = a_verdict("R-MTG-03", {"reports": 1}, inputs)
    found = told(verdict, events(report_union=["2026-10-10"]), NOVEMBER)
    assert found["report_union"] == [MISSED, DONE]


def test_unknown_stays_unknown() -> None:
    inputs: dict = {"union_reported_on": [], "party_reported_on": [], "has_party_org": None}
    verdict = a_verdict("R-MTG-03", {"reports": 1}, inputs)
    states = [duty.state for duty in _all([verdict], [], NOVEMBER)]
    assert UNKNOWN in states


def test_the_same_from_two_documents_is_said_once() -> None:
    both = {"worker_assemblies": 1, "member_assemblies": 1}
    verdicts = [
        a_verdict("R-MTG-01", both, dict.fromkeys(both, 0)),
        a_verdict("R-MTG-04", FIVE, dict.fromkeys(FIVE, 0)),
    ]
    assert len(list(_all(verdicts, [], NOVEMBER))) == 5


def test_rule_that_does_not_apply_asks_nothing() -> None:
    verdict = a_verdict("R-MTG-04", FIVE, dict.fromkeys(FIVE, 0))
    verdict.status = "not_applicable"
    assert list(_all([verdict], [], NOVEMBER)) == []
