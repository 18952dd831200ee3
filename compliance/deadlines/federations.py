"""Dates of federations: founding, yearly duties, reports of each half-year."""
