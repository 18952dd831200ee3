"""Reading organisations, one file a concept."""
