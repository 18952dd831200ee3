"""Reading cadres, one file a concept."""
