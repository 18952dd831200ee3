"""Spellings of choices that only workbooks have."""

from functools import cache
from pathlib import Path

from unionreg.vocabulary import Vocabulary, load_vocabularies

DATA = Path(__file__).resolve().parent / "data" / "synonyms.toml"


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """All vocabularies of this app by name."""
    return load_vocabularies(DATA)


def vocabulary(name: str) -> Vocabulary:
    """One vocabulary; raises KeyError for an unknown name."""
    return vocabularies()[name]
