"""The whole site as its users walk through it."""
