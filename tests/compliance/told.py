"""What the rules found, as verdicts that are not in the database: status, inputs, words."""

import datetime

from compliance.collectors import collectors
from compliance.models import Finding, StoredVerdict
from policies.models import Provision
from tests.compliance.checked import ON
from tests.policies.shipped import shipped

DAY = datetime.date(2026, 9, 12)
FIVE = {
    "member_assemblies": 1,
    "worker_assemblies": 1,
    "wage_bargainings": 1,
    "labour_contests": 1,
    "cultural_activities": 1,
    "year": 2024,
}
# rule, status, inputs → what the sentence has to name
INDUSTRY = {"bargaining_scope": "industry"}
CASES = [
    ("R-ORG-02", "unknown", {"firm_count": 9, "worker_count": None, "fulltime_staffing": True}, []),
    ("R-ORG-03", "satisfied", {"firm_count": 60, "employed_2nd_3rd_sector": 2300}, ["60", "2,300"]),
    ("R-ORG-04", "satisfied", {"grassroots_union_count": 201, "worker_count": 10001}, ["10,001"]),
    ("R-ORG-06", "unknown", {"founded_on": "2026-05-20"}, ["2026-05-20"]),
    ("R-ORG-06", "unknown", {"founded_on": None}, []),
    (
        "R-ORG-06",
        "violated",
        {
            "founded_on": "2020-05-20",
            "audit_committee_on": "2020-05-21",
            "women_committee_on": "2020-05-20",
        },
        ["2020-05-20", "2020-05-21"],
    ),
    ("R-ORG-07", "unknown", {"parent_union": None}, []),
    ("R-RGT-13", "unknown", {"has_party_org": None, "parent_union": "county"}, []),
    ("R-ORG-10", "violated", {"parent_union": "office"}, []),
    ("R-ORG-11", "violated", {"child_count": 0}, []),
    ("R-ORG-12", "violated", {"county_managed_unions": 9}, ["9"]),
    (
        "R-ORG-13",
        "violated",
        {"township": "合涧镇", "parent_township": "临淇镇"},
        ["合涧镇", "临淇镇"],
    ),
    ("R-ORG-13", "unknown", {"township": None, "parent_township": "临淇镇"}, []),
    ("R-ORG-14", "violated", {"opened_on": "2025-09-12", "built_on": "never"}, ["2026-09-12"]),
    ("R-ORG-14", "unknown", {"opened_on": None, "built_on": "never"}, []),
    ("R-ORG-15", "violated", {"member_count": 25, "union_kind": "joint"}, ["25"]),
    ("R-ORG-16", "violated", {"joint_unit_count": 1}, ["1", "2"]),
    ("R-ORG-16", "unknown", {"joint_unit_count": None}, []),
    ("R-ORG-20", "violated", {"org_kind": "own", "parent_union": "joint"}, []),
    (
        "R-ORG-30",
        "violated",
        {
            "units_with_union": 90,
            "legal_person_units": 100,
            "member_count": 799,
            "worker_count": 1000,
        },
        ["79.90%", "80%", "1"],
    ),
    ("R-ORG-30", "unknown", {"worker_count": None, "legal_person_units": None}, []),
    (
        "R-ORG-30",
        "unknown",
        {"units_with_union": 0, "legal_person_units": 0, "member_count": 0, "worker_count": 0},
        ["0"],
    ),
    ("R-ORG-35", "violated", {"township_union_count": 0}, []),
    ("R-ORG-35", "violated", {"township_union_count": 1, "form": "committee"}, []),
    (
        "R-NAM-05",
        "violated",
        {"name": "临淇镇总工会", "org_kind": "township", "form": "committee"},
        ["工会委员会"],
    ),
    ("R-NAM-05", "violated", {"name": "厂总工会", "org_kind": "own"}, ["总工会"]),
    ("R-TRM-01", "violated", {"term_years": 4}, ["4"]),
    (
        "R-TRM-02",
        "violated",
        {
            "term_start": "2020-02-29",
            "term_years": 5,
            "next_election_on": "never",
            "approving_union": "林州市总工会",
        },
        ["2025-02-28"],
    ),
    ("R-TRM-02", "unknown", {"term_start": None, "term_years": None}, []),
    (
        "R-TRM-03",
        "violated",
        {
            "term_start": "2020-03-01",
            "term_years": 3,
            "next_election_on": "2023-03-02",
            "approved_on": "never",
        },
        ["2023-03-02"],
    ),
    ("R-TRM-04", "violated", {"committee_meetings": 0, "year": 2024}, ["2024"]),
    ("R-TRM-04", "unknown", {"committee_meetings": None, "year": 2024}, ["2024"]),
    ("R-TRM-05", "violated", {"form": "general", "term_years": 3}, ["3"]),
    ("R-TRM-09", "violated", {"form": "general", "assembly_system": False}, []),
    ("R-COM-04", "violated", {"grassroots_cadres": 3, "front_line_members": 0}, ["0"]),
    ("R-ORG-23", "violated", {"covered_unions": 1}, ["1"]),
    ("R-ORG-23", "unknown", {"covered_unions": None}, []),
    ("R-COM-08", "violated", {"manages_own_funds": True, "audit_committee": False}, []),
    ("R-COM-08", "unknown", {"manages_own_funds": None, "audit_committee": None}, []),
    ("R-COM-10", "satisfied", {"procedure_on": "never", "replaced_on": "never"}, []),
    ("R-COM-11", "violated", {"chairs_on_committee": 5, "covered_unions": 10}, ["5", "10"]),
    ("R-COM-11", "unknown", {"chairs_on_committee": None, "covered_unions": 10}, []),
    (
        "R-MTG-01",
        "violated",
        {"member_assemblies": 1, "worker_assemblies": 0, "year": 2024},
        ["2024"],
    ),
    ("R-MTG-02", "violated", {"plenary_meetings": 0, "year": 2024}, ["2024"]),
    (
        "R-MTG-03",
        "violated",
        {"has_party_org": False, "union_reported_on": [], "year": 2024},
        ["2024-06-30", "2024-12-31"],
    ),
    ("R-MTG-04", "violated", {**FIVE, "labour_contests": 0}, ["2024"]),
    ("R-MTG-04", "unknown", {"year": 2024}, ["2024"]),
    ("R-RGT-03", "violated", {**INDUSTRY, "negotiator_is_chair": False}, []),
    ("R-RGT-03", "unknown", {**INDUSTRY, "negotiator_is_chair": None}, []),
    ("R-FIN-02", "violated", {"legal_person": True, "accounting_mode": "custody"}, []),
    ("R-FIN-02", "unknown", {"legal_person": True, "accounting_mode": None}, []),
    ("R-FIN-03", "unknown", {"accounting_mode": None}, []),
    ("R-FIN-04", "violated", {"accounting_mode": "custody"}, []),
    (
        "R-FIN-01",
        "violated",
        {"budget_recorded": True, "final_account_recorded": False, "year": 2024},
        ["2024"],
    ),
    ("R-FIN-01", "unknown", {"budget_recorded": None, "year": 2024}, []),
    (
        "R-FND-31",
        "violated",
        {
            "transferred_on": "2025-03-01",
            "transferred_to": "合涧镇",
            "collecting_township": "临淇镇",
        },
        ["2025-03-01", "合涧镇"],
    ),
    (
        "R-FIN-05",
        "violated",
        {
            "entries_in_one_sub_ledger": True,
            "ledger_adds_up": False,
            "sub_ledger_overdrawn": False,
        },
        [],
    ),
    ("R-FIN-06", "violated", {"payment_amount": "60000.00", "decided_by_meeting": False}, []),
    (
        "R-FIN-07",
        "violated",
        {
            "grant_purpose": "帮扶",
            "payment_purpose": "培训",
            "grant_amount": "100.00",
            "grant_spent": "60.00",
        },
        ["帮扶", "培训"],
    ),
    (
        "R-FIN-07",
        "violated",
        {
            "grant_purpose": "帮扶",
            "payment_purpose": "帮扶",
            "grant_amount": "100.00",
            "grant_spent": "160.00",
        },
        ["100.00", "160.00"],
    ),
    ("R-FIN-08", "violated", {"approved_by_chair": False}, []),
    ("R-FIN-08", "unknown", {"approved_by_chair": None}, []),
    ("R-FND-05", "violated", {"township_share_given": False}, []),
    ("R-FND-18", "violated", {"grants_of_subject": 2}, ["2"]),
    ("R-FND-25", "violated", {"superior_manages_funds": True, "spans_townships": False}, []),
    ("R-FND-25", "unknown", {"superior_manages_funds": None, "spans_townships": None}, []),
    ("R-FND-24", "violated", {"in_budget_of_superior": False, "year": 2024}, ["2024"]),
    ("R-FND-24", "unknown", {"in_budget_of_superior": None, "year": 2024}, []),
    ("R-ASM-12", "unknown", {"firm_count": None, "worker_count": 5}, []),
    (
        "R-CAD-01",
        "violated",
        {"form": "general", "fulltime_leaders": 1, "fulltime_staff": 0},
        ["1", "0"],
    ),
    ("R-CAD-01", "unknown", {"form": "general", "fulltime_leaders": None}, []),
    (
        "R-CAD-05",
        "violated",
        {"chair_appointment": "parttime", "chair_in_party_committee": False, "fulltime_vices": 1},
        [],
    ),
    (
        "R-CAD-05",
        "violated",
        {"chair_appointment": "parttime", "chair_in_party_committee": True, "fulltime_vices": 0},
        [],
    ),
    ("R-CAD-05", "unknown", {"chair_appointment": None, "fulltime_vices": 1}, []),
    ("R-CAD-06", "violated", {"worker_count": 200, "fulltime_leaders": 0}, ["200"]),
    ("R-CAD-06", "unknown", {"worker_count": 200, "fulltime_leaders": None}, []),
    (
        "R-CAD-07",
        "violated",
        {"worker_count": 199, "fulltime_leaders": 0, "fulltime_staff": 0},
        ["199"],
    ),
    (
        "R-CAD-10",
        "violated",
        {"chairs": 1, "fulltime_vices": 1, "fulltime_officers": 1, "parttime_vices": 4},
        ["4"],
    ),
    ("R-CAD-10", "unknown", {"chairs": None}, []),
    ("R-CAD-10", "unknown", {"chairs": 0, "fulltime_vices": None}, []),
    (
        "R-CAD-13",
        "violated",
        {"chair_is_deputy_secretary": True, "fulltime_vices": 0, "fulltime_officers": 1},
        ["0"],
    ),
    ("R-CAD-13", "unknown", {"chair_is_deputy_secretary": None, "fulltime_vices": 1}, []),
    ("R-CAD-14", "violated", {"chairs": 1, "fulltime_vices": 1, "fulltime_officers": 4}, ["4"]),
    ("R-CAD-14", "unknown", {"chairs": None}, []),
    ("R-SOC-02", "violated", {"worker_count": 2000, "social_workers": 2}, ["2", "1"]),
    ("R-SOC-05", "violated", {"started_on": "2024-03-01", "completed_on": "never"}, ["2024-03-01"]),
    (
        "R-TRN-01",
        "violated",
        {"post": "chair", "started_on": "2024-03-01", "completed_on": "never"},
        ["2024-03-01"],
    ),
    (
        "R-TRN-01",
        "violated",
        {
            "post": "chair",
            "started_on": "2024-03-01",
            "completed_on": "2024-09-01",
            "mode": "online",
            "organiser_level": "upper",
            "passed": True,
        },
        ["2024-03-01"],
    ),
    (
        "R-TRN-01",
        "unknown",
        {
            "post": "chair",
            "started_on": "2024-03-01",
            "completed_on": "2024-09-01",
            "mode": "off_job",
            "organiser_level": "upper",
            "passed": None,
        },
        [],
    ),
    (
        "R-TRN-04",
        "violated",
        {
            "post": "chair",
            "started_on": "2024-03-01",
            "completed_on": "2024-09-01",
            "organiser_level": "own",
        },
        ["2024-03-01"],
    ),
    ("R-ELG-01", "violated", {"administrative_head": True}, []),
    ("R-ELG-03", "violated", {"post": "chair", "association_role": "president"}, []),
    (
        "R-COM-15",
        "violated",
        {"officer_term_end": "2026-03-01", "term_end": "2028-03-01"},
        ["2026-03-01", "2028-03-01"],
    ),
]


def make(rule_id, status, inputs, key="410581101") -> Finding:
    """A finding that is not in the database."""
    facts = shipped(rule_id)[0]
    provision = Provision(
        rule_id=rule_id, parameters=dict(facts.parameters), valid_from=facts.valid_from
    )
    verdict = StoredVerdict(
        county_code="410581",
        rule_id=rule_id,
        status=status,
        provision=provision,
        parameters=provision.parameters,
        inputs=inputs,
        judged_on=ON,
    )
    return Finding(
        county_code="410581",
        township_key="410581101",
        rule_id=rule_id,
        subject=collectors()[rule_id].subject,
        subject_key=key,
        subject_label="临淇镇",
        verdict=verdict,
        due_on=DAY if rule_id == "R-ORG-14" and status == "violated" else None,
        first_seen=ON,
    )
