"""The change log of every record."""
