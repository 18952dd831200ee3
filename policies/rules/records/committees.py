"""Committees: composition, election, replacement (R-COM)."""

from policies.engine import Kind

RECORDS = (
    ("R-COM-01", "committee_election", Kind.HARD_BLOCK),
    ("R-COM-02", "federation_form_committee", Kind.HARD_BLOCK),
    ("R-COM-03", "general_union_election", Kind.RECORD),
    ("R-COM-05", "committee_size", Kind.REPORT),
    ("R-COM-07", "federation_committee", Kind.HARD_BLOCK),
    ("R-COM-12", "committee_addition", Kind.RECORD),
    ("R-COM-13", "federation_chair_election", Kind.HARD_BLOCK),
    ("R-COM-14", "federation_election_rules", Kind.RECORD),
    ("R-COM-16", "bodies_haimen", Kind.RECORD),
    ("R-COM-17", "bodies_sandun", Kind.RECORD),
    ("R-COM-18", "labour_law_supervision", Kind.RECORD),
    ("R-COM-19", "direct_election", Kind.REPORT),
    ("R-COM-20", "front_line_share", Kind.REPORT),
    ("R-COM-21", "candidate_review", Kind.RECORD),
)
