"""Filters of the money pages."""
