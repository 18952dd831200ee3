"""Reports: one question of a document, answered for the places of the reader in one table."""
