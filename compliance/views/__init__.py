"""Pages of compliance."""
