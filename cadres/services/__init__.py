"""Writes of cadres: one file an action."""
