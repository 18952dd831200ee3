"""Rights work and mechanisms (R-RGT)."""

from policies.engine import Kind

RECORDS = (
    ("R-RGT-01", "township_duties", Kind.RECORD),
    ("R-RGT-02", "grassroots_duties", Kind.RECORD),
    ("R-RGT-04", "collective_contracts", Kind.RECORD),
    ("R-RGT-05", "democratic_management", Kind.RECORD),
    ("R-RGT-06", "disputes_and_incidents", Kind.RECORD),
    ("R-RGT-07", "acting_for_lower", Kind.RECORD),
    ("R-RGT-08", "policy_consultation", Kind.RECORD),
    ("R-RGT-09", "first_reporter", Kind.RECORD),
    ("R-RGT-10", "contact_system", Kind.RECORD),
    ("R-RGT-11", "first_responsible", Kind.RECORD),
    ("R-RGT-12", "party_building", Kind.RECORD),
    ("R-RGT-14", "congress_liaison", Kind.RECORD),
)
