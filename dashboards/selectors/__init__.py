"""Reads behind the pages, one file a concept. None of them touches rows of members."""
