"""Users, their roles and the places they may see."""
