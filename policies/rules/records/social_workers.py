"""Social union workers (R-SOC)."""

from policies.engine import Kind

RECORDS = (
    ("R-SOC-03", "hire_modes", Kind.RECORD),
    ("R-SOC-04", "social_worker_posts", Kind.RECORD),
    ("R-SOC-06", "social_worker_budget", Kind.REPORT),
    ("R-SOC-07", "social_worker_rules", Kind.RECORD),
    ("R-SOC-08", "social_worker_employers", Kind.RECORD),
    ("R-SOC-10", "social_worker_counts", Kind.REPORT),
    ("R-SOC-11", "social_worker_profession", Kind.RECORD),
    ("R-SOC-12", "volunteers", Kind.RECORD),
    ("R-SOC-13", "three_workers", Kind.RECORD),
)
