"""Service places, cards, platforms (R-SVC)."""

from policies.engine import Kind

RECORDS = (
    ("R-SVC-01", "venues", Kind.RECORD),
    ("R-SVC-02", "venue_support", Kind.RECORD),
    ("R-SVC-03", "help_centres", Kind.RECORD),
    ("R-SVC-04", "opening_hours", Kind.REPORT),
    ("R-SVC-05", "service_items", Kind.RECORD),
    ("R-SVC-06", "satisfaction", Kind.REPORT),
    ("R-SVC-07", "service_projects", Kind.RECORD),
    ("R-SVC-08", "online_platform", Kind.RECORD),
    ("R-SVC-09", "centre_share", Kind.REPORT),
    ("R-SVC-10", "five_small_items", Kind.RECORD),
    ("R-SVC-11", "aid_totals", Kind.REPORT),
    ("R-SVC-12", "service_network", Kind.RECORD),
    ("R-SVC-13", "joint_homes", Kind.RECORD),
    ("R-SVC-14", "hardship_relief", Kind.RECORD),
)
