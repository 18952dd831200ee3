"""What unions do for workers: the work log and collective contracts."""
