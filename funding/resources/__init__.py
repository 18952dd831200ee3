"""Columns of the workbooks of money."""
