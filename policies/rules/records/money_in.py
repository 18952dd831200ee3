"""Money in: levies, shares, rebates, subsidies (R-FND)."""

from policies.engine import Kind

RECORDS = (
    ("R-FND-03", "national_share", Kind.REPORT),
    ("R-FND-06", "national_subsidies", Kind.FORMULA),
    ("R-FND-08", "fund_sources", Kind.RECORD),
    ("R-FND-09", "allocation_modes", Kind.RECORD),
    ("R-FND-16", "target_rewards", Kind.RECORD),
    ("R-FND-23", "township_rewards", Kind.RECORD),
    ("R-FND-26", "government_support", Kind.RECORD),
    ("R-FND-27", "poor_area_subsidy", Kind.RECORD),
    ("R-FND-28", "account_roles", Kind.RECORD),
    ("R-FND-29", "reimbursement", Kind.RECORD),
    ("R-FND-30", "funds_to_grassroots", Kind.REPORT),
)
