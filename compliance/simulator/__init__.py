"""The simulator: who would change verdict if a rule were another one. Nothing is stored."""
