"""Collectors of rules about township unions and grassroots unions."""
