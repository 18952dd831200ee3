"""The coverage table: every rule of the catalogue has a state, and what it refers to exists."""

from pathlib import Path

from tools import policy_coverage
from tools.environment import ROOT

IDS = Path(__file__).parent / "rule_ids.txt"


def test_every_rule_has_its_line():
    rules = [row.rule for row in policy_coverage.rows()]
    assert rules == IDS.read_text(encoding="utf-8").split()


def test_a_rule_is_at_work_somewhere_or_waits_for_something():
    for row in policy_coverage.rows():
        assert row.state in policy_coverage.STATES, row.rule
        assert row.waits_for or row.state != "waits", row.rule
        assert row.waits_for.startswith(("issue ", "data: ")) or not row.waits_for, row.rule


def test_the_table_agrees_with_what_the_compliance_list_collects():
    rows, fed = policy_coverage.rows(), policy_coverage.collected()
    assert len(fed) > 20
    assert policy_coverage.contradictions(rows, fed) == []


def test_a_rule_that_is_collected_does_not_wait_and_one_that_is_not_is_at_work_somewhere():
    waiting = policy_coverage.Row("R-ORG-06", "waits", (), "data: none")
    assert policy_coverage.contradictions([waiting], {"R-ORG-06": "x.py:collect"})
    assert policy_coverage.contradictions([waiting], {}) == []
    reported = policy_coverage.Row("R-ORG-06", "reported", (), "")
    assert policy_coverage.contradictions([reported], {})
    assert policy_coverage.contradictions([reported], {"R-ORG-06": "x.py:collect"}) == []


def test_what_the_table_refers_to_exists():
    missing = []
    for row in policy_coverage.rows():
        for reference in row.where:
            path, _colon, name = reference.partition(":")
            file = ROOT / path
            if not (file.is_file() and name and name in file.read_text(encoding="utf-8")):
                missing.append((row.rule, reference))
    assert missing == []


def test_the_document_is_that_of_table_data_and_rules():
    written = policy_coverage.TARGET.read_text(encoding="utf-8")
    assert written == policy_coverage.text()
