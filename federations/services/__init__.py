"""Writes of the app; they validate, ask the policy engine and write the history."""
