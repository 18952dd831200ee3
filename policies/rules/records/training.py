"""Training (R-TRN)."""

from policies.engine import Kind

RECORDS = (
    ("R-TRN-02", "training_modes", Kind.RECORD),
    ("R-TRN-03", "training_plan", Kind.RECORD),
    ("R-TRN-05", "training_methods", Kind.RECORD),
    ("R-TRN-06", "training_volume", Kind.REPORT),
)
