"""Writes, one concept a file."""
