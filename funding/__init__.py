"""Room for levies, shares, grants, accounts and budgets."""
