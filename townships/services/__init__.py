"""Writing organisations, one file a concept."""
