"""Who may stand for office (R-ELG)."""

from policies.engine import Kind

RECORDS = (
    ("R-ELG-02", "area_chief_executives", Kind.WARNING),
    ("R-ELG-04", "federation_candidates", Kind.RECORD),
    ("R-ELG-05", "party_committee_candidate", Kind.REPORT),
    ("R-ELG-06", "party_leadership", Kind.REPORT),
    ("R-ELG-07", "chair_standards", Kind.RECORD),
    ("R-ELG-08", "candidate_quality", Kind.RECORD),
)
