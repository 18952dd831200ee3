"""Money out: accounts, budgets, control (R-FIN)."""

from policies.engine import Kind

RECORDS = (
    ("R-FIN-10", "tax_collection", Kind.RECORD),
    ("R-FIN-12", "income_sources", Kind.REPORT),
)
