"""Rules with conditions that are in no table: founding, committees, eligibility, custody."""

import pytest
from django.core.management import CommandError

LINZHOU, HEBEI = "410581101", "13"
ON = "2025-06-01"
STEPS = {
    "consulted_on": "2024-01-10",
    "party_consent_on": "2024-02-01",
    "approval_on": "2024-02-20",
    "formed_on": "2024-02-20",
    "elected_on": "2024-06-01",
    "has_party_org": "true",
}

# rule, place, measures, met
ROWS = [
    ("R-ORG-25", HEBEI, {"level": "county", "kind": "regional"}, True),
    ("R-ORG-25", HEBEI, {"level": "city", "kind": "regional"}, False),
    ("R-ORG-25", HEBEI, {"level": "city", "kind": "industry"}, True),
    ("R-ORG-25", HEBEI, {"level": "province", "kind": "industry"}, False),
    ("R-ORG-25", HEBEI, {"level": "city"}, None),
    ("R-ORG-25", HEBEI, {"kind": "industry"}, None),
    ("R-ORG-26", HEBEI, STEPS, True),
    ("R-ORG-26", HEBEI, {**STEPS, "formed_on": "2024-02-19"}, False),
    ("R-ORG-26", HEBEI, {**STEPS, "party_consent_on": "never"}, False),
    ("R-ORG-26", HEBEI, {**STEPS, "party_consent_on": "never", "has_party_org": "false"}, True),
    ("R-ORG-26", HEBEI, {**STEPS, "elected_on": "never"}, True),
    ("R-ORG-26", HEBEI, {**STEPS, "approval_on": "never"}, False),
    ("R-ORG-26", HEBEI, {**STEPS, "approval_on": "unknown"}, None),
    ("R-ORG-26", HEBEI, {**STEPS, "has_party_org": "unknown"}, None),
    ("R-ORG-27", HEBEI, {"has_party_org": "true", "party_consent_on": "2024-02-01"}, True),
    ("R-ORG-27", HEBEI, {"has_party_org": "true", "party_consent_on": "never"}, False),
    ("R-ORG-27", HEBEI, {"has_party_org": "true"}, None),
    ("R-ORG-27", HEBEI, {"has_party_org": "false"}, True),
    ("R-COM-04", LINZHOU, {"grassroots_cadres": 1, "front_line_members": 1}, True),
    ("R-COM-04", LINZHOU, {"grassroots_cadres": 5, "front_line_members": 0}, False),
    ("R-COM-06", LINZHOU, {"rules_passed_on": "2024-05-01", "elected_on": "2024-05-01"}, True),
    ("R-COM-06", LINZHOU, {"rules_passed_on": "2024-05-02", "elected_on": "2024-05-01"}, False),
    ("R-COM-08", HEBEI, {"manages_own_funds": "true", "audit_committee": "false"}, False),
    ("R-COM-08", HEBEI, {"manages_own_funds": "true", "audit_committee": "true"}, True),
    ("R-COM-08", HEBEI, {"manages_own_funds": "false", "audit_committee": "false"}, True),
    ("R-COM-08", HEBEI, {"audit_committee": "false"}, None),
    ("R-COM-09", HEBEI, {"women_workers": 5000, "women_committee": "false"}, None),
    ("R-COM-09", HEBEI, {"women_workers": 5000, "women_committee": "true"}, True),
    ("R-COM-10", HEBEI, {"procedure_on": "2024-05-01", "replaced_on": "2024-05-02"}, True),
    ("R-COM-10", HEBEI, {"procedure_on": "never", "replaced_on": "2024-05-02"}, False),
    ("R-COM-10", HEBEI, {"procedure_on": "never", "replaced_on": "never"}, True),
    ("R-COM-15", HEBEI, {"officer_term_end": "2026-05-01", "term_end": "2026-05-01"}, True),
    ("R-COM-15", HEBEI, {"officer_term_end": "2026-04-30", "term_end": "2026-05-01"}, False),
    ("R-ELG-01", HEBEI, {"administrative_head": "true"}, False),
    ("R-ELG-01", HEBEI, {"administrative_head": "false"}, True),
    ("R-ELG-01", HEBEI, {"administrative_head": "unknown"}, None),
    ("R-ELG-03", HEBEI, {"post": "chair", "association_role": "president"}, False),
    ("R-ELG-03", HEBEI, {"post": "副主席", "association_role": "副会长"}, False),
    ("R-ELG-03", HEBEI, {"post": "member", "association_role": "president"}, True),
    ("R-ELG-03", HEBEI, {"post": "chair", "association_role": "no_role"}, True),
    ("R-ELG-03", HEBEI, {"association_role": "president"}, None),
    ("R-FIN-03", LINZHOU, {"accounting_mode": "independent", "bank_account": "true"}, True),
    ("R-FIN-03", LINZHOU, {"accounting_mode": "independent", "bank_account": "false"}, False),
    (
        "R-FIN-03",
        LINZHOU,
        {"accounting_mode": "代管", "bank_account": "false", "custodian_is_county": "true"},
        True,
    ),
    (
        "R-FIN-03",
        LINZHOU,
        {"accounting_mode": "代管", "bank_account": "true", "custodian_is_county": "true"},
        False,
    ),
    (
        "R-FIN-03",
        LINZHOU,
        {"accounting_mode": "代管", "bank_account": "false", "custodian_is_county": "false"},
        False,
    ),
    ("R-FIN-03", LINZHOU, {"bank_account": "true"}, None),
]
STATUS = {True: "satisfied", False: "violated", None: "unknown"}


@pytest.mark.parametrize(("rule", "place", "measures", "met"), ROWS)
def test_the_command_gives_the_row(evaluate, rule, place, measures, met):
    answer = evaluate(rule, place, on=ON, **measures)
    assert (answer["met"], answer["status"]) == (met, STATUS[met])


@pytest.mark.parametrize(("women", "met"), [(9, True), (10, False)])
def test_an_office_may_say_how_many_women_are_many(evaluate, women, met):
    given = {"women_workers": women, "women_committee": "false"}
    answer = evaluate("R-COM-09", HEBEI, on=ON, parameters={"women_workers": 10}, **given)
    assert answer["met"] is met


@pytest.mark.parametrize(
    ("measure", "wrong"),
    [
        ("elected_on", "2024-13-01"),
        ("elected_on", "20240501"),
        ("elected_on", "01.05.2024"),
        ("has_party_org", "maybe"),
    ],
)
def test_values_that_are_none_are_refused_by_name(evaluate, measure, wrong):
    with pytest.raises(CommandError, match=measure):
        evaluate("R-ORG-26", HEBEI, on=ON, **{**STEPS, measure: wrong})
