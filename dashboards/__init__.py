"""Home page, dashboards, search and printed reports."""
