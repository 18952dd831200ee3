"""Money out: accounts, budgets, control (R-FIN)."""

from policies.engine import Kind

RECORDS = (
    ("R-FIN-01", "budget", Kind.WARNING),
    ("R-FIN-05", "accounting_centre", Kind.HARD_BLOCK),
    ("R-FIN-09", "audit", Kind.RECORD),
    ("R-FIN-10", "tax_collection", Kind.RECORD),
    ("R-FIN-11", "use_of_funds", Kind.RECORD),
    ("R-FIN-12", "income_sources", Kind.REPORT),
)
