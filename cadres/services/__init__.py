"""Writing cadres, one file a concept."""
