"""Terms and elections of all organisations (R-TRM, R-COM-01 … 06)."""
