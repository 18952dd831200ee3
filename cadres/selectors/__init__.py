"""Reads of cadres."""
