"""Ends of contracts of social union workers."""
