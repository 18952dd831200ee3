"""What a worker does with a batch: read, apply, undo.  Views only change states."""
