"""Pinyin of the names of places, unions and employers, for the search."""

from functools import lru_cache
from typing import Any

PINYIN_LENGTH = 400


@lru_cache(maxsize=4096)
def search_text(name: str) -> str:
    """Syllables run together and, after a blank, their initials: 临淇镇 → `linqizhen lqz`.

    Letters and digits of the name stay as they are, everything else is left out.
    """
    from pypinyin import Style, lazy_pinyin  # its dictionary takes time and memory to load

    syllables = lazy_pinyin(name, style=Style.NORMAL, errors=_kept)
    words = [word.lower().replace("ü", "v") for word in syllables if word]
    full, initials = "".join(words), "".join(word[0] for word in words)
    return f"{full[: PINYIN_LENGTH - len(initials) - 1]} {initials}".strip()


def _kept(text: str) -> Any:
    """Letters and digits of a stretch that is not Chinese, one by one."""
    return [character for character in text if character.isalnum()]
