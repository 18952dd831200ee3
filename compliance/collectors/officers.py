"""People in posts (R-COM-15, R-TRM-07, R-ELG, R-TRN)."""
