"""Divisions, township statistics, unions, employers and who belongs to whom."""
