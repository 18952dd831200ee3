"""Reading people, one file a concept."""
