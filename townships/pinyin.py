"""Pinyin of the names of places, unions and employers, as their tables keep it for the search."""

from functools import lru_cache

PINYIN_LENGTH = 400


@lru_cache(maxsize=4096)
def search_text(name: str) -> str:
    """Pinyin and, after a blank, its initials: 临淇镇 → `linqizhen lqz`."""
    from unionreg.pinyin import text_pinyin  # loads a dictionary

    full, initials = text_pinyin(name)
    return f"{full[: PINYIN_LENGTH - len(initials) - 1]} {initials}".strip()
