"""Meetings and yearly cycles (R-MTG)."""

from policies.engine import Kind

RECORDS = (
    ("R-MTG-05", "meeting_systems", Kind.RECORD),
    ("R-MTG-07", "liaison_meetings", Kind.RECORD),
    ("R-MTG-08", "leading_group", Kind.RECORD),
    ("R-MTG-09", "bulletin_and_review", Kind.REPORT),
    ("R-MTG-10", "delegate_systems", Kind.RECORD),
    ("R-MTG-11", "openness", Kind.WARNING),
)
