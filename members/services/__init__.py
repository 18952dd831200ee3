"""Writing people, one file a concept."""
