"""Forms, founding and subordination of unions (R-ORG)."""

from policies.engine import Kind

RECORDS = (
    ("R-ORG-01", "township_forms", Kind.RECORD),
    ("R-ORG-05", "work_committee", Kind.RECORD),
    ("R-ORG-08", "dissolution", Kind.HARD_BLOCK),
    ("R-ORG-09", "legal_person", Kind.RECORD),
    ("R-ORG-17", "regional_federation_basis", Kind.RECORD),
    ("R-ORG-18", "industry_federation_host", Kind.RECORD),
    ("R-ORG-19", "joint_union_forms", Kind.RECORD),
    ("R-ORG-21", "dual_role", Kind.RECORD),
    ("R-ORG-22", "federation_scope", Kind.REPORT),
    ("R-ORG-24", "federation_coverage", Kind.REPORT),
    ("R-ORG-28", "priority_fields", Kind.REPORT),
    ("R-ORG-29", "yearly_growth", Kind.REPORT),
    ("R-ORG-31", "grid_unions", Kind.RECORD),
    ("R-ORG-32", "founding_checklist", Kind.RECORD),
    ("R-ORG-33", "reception_points", Kind.RECORD),
    ("R-ORG-34", "four_levels", Kind.REPORT),
    ("R-ORG-36", "social_organisations", Kind.RECORD),
    ("R-ORG-37", "zones", Kind.RECORD),
    ("R-ORG-38", "general_union_pilot", Kind.RECORD),
    ("R-ORG-39", "township_shares", Kind.REPORT),
)
