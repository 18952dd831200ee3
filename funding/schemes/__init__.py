"""Schemes: what a part is made of, and what comes of it for each township."""
