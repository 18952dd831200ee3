"""Collectors of rules about employers."""
