"""Forms, one concept a file."""
