"""Money out: accounts, budgets, control (R-FIN)."""

from policies.engine import Kind

RECORDS = (
    ("R-FIN-06", "collective_decision", Kind.WARNING),
    ("R-FIN-07", "earmarked_funds", Kind.HARD_BLOCK),
    ("R-FIN-08", "chair_approval", Kind.WARNING),
    ("R-FIN-10", "tax_collection", Kind.RECORD),
    ("R-FIN-12", "income_sources", Kind.REPORT),
)
