"""Workbooks that clerks download: templates, and rows with errors."""
