"""Spellings of the code lists of employers and unions."""

from functools import cache
from pathlib import Path

from unionreg.vocabulary import Vocabulary, load_vocabularies

DATA = Path(__file__).resolve().parent / "data" / "synonyms.toml"


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Return all vocabularies of this app by name (`economic_type`, `industry` …)."""
    return load_vocabularies(DATA)


def vocabulary(name: str) -> Vocabulary:
    """Return one vocabulary; raises KeyError for an unknown name."""
    return vocabularies()[name]
