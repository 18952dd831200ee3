"""Ends of terms."""
