"""Documents attached to organisations."""
