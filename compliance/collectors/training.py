"""Training of those who are new in office (R-TRN, R-SOC-05)."""
