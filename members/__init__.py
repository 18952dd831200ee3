"""Members, their memberships and their identity."""
