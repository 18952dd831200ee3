"""Columns of the workbooks that lists of money are exported to."""
