"""Cadres and staffing (R-CAD)."""

from policies.engine import Kind

RECORDS = (
    ("R-CAD-02", "chair_rank", Kind.REPORT),
    ("R-CAD-03", "deputy_secretary_chair", Kind.REPORT),
    ("R-CAD-04", "appointment_types", Kind.RECORD),
    ("R-CAD-08", "unit_chair_treatment", Kind.RECORD),
    ("R-CAD-09", "township_staff", Kind.REPORT),
    ("R-CAD-11", "part_time_vice_chairs", Kind.RECORD),
    ("R-CAD-12", "staffing_changsha", Kind.WARNING),
    ("R-CAD-15", "federation_cadres", Kind.RECORD),
    ("R-CAD-16", "establishment", Kind.REPORT),
    ("R-CAD-17", "dual_management", Kind.RECORD),
    ("R-CAD-18", "party_meetings", Kind.RECORD),
    ("R-CAD-19", "cadre_relief", Kind.RECORD),
    ("R-CAD-20", "cadre_counts", Kind.REPORT),
)
