"""Membership (R-MEM)."""

from policies.engine import Kind

RECORDS = (
    ("R-MEM-01", "member_register", Kind.RECORD),
    ("R-MEM-02", "one_membership", Kind.HARD_BLOCK),
    ("R-MEM-03", "join_once", Kind.HARD_BLOCK),
    ("R-MEM-04", "online_application", Kind.RECORD),
    ("R-MEM-05", "hosted_members", Kind.WARNING),
    ("R-MEM-06", "member_archives", Kind.REPORT),
    ("R-MEM-07", "member_groups", Kind.RECORD),
    ("R-MEM-08", "migrant_coordination", Kind.RECORD),
    ("R-MEM-09", "service_cards", Kind.RECORD),
    ("R-MEM-10", "membership_administration", Kind.RECORD),
    ("R-MEM-11", "local_rates", Kind.REPORT),
)
