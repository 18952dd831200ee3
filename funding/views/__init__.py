"""Pages, one concept a file."""
