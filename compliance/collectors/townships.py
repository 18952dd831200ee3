"""Collectors of rules about townships."""
