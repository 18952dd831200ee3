"""Terms of office (R-TRM)."""

from policies.engine import Kind

RECORDS = (
    ("R-TRM-06", "stable_cadres", Kind.REPORT),
    ("R-TRM-08", "standing_delegates", Kind.RECORD),
)
