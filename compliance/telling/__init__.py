"""Words about findings, a module for each field; `compliance.sentences` puts them together.

Each module has `TELL`: (rule id, status of the verdict) → function of finding and what it was told.
"""
