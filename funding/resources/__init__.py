"""Columns of the workbooks, one concept a file."""
