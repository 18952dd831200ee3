"""Names of unions (R-NAM)."""

from policies.engine import Kind

RECORDS = (("R-NAM-04", "titles_per_level", Kind.RECORD),)
