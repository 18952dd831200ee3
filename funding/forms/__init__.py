"""What one fills in."""
