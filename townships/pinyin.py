"""Pinyin of the names of places, unions and employers, as kept for search and order."""

from functools import lru_cache

PINYIN_LENGTH = 400


@lru_cache(maxsize=4096)
def search_text(name: str) -> str:
    """What a name is sorted by, its pinyin and its initials: 临淇 → `lin0临qi0淇 linqi lq`.

    The first is as long as the others leave room for, and a blank stands before each of them.
    """
    from unionreg.pinyin import joined, readings_of, sort_key  # loads a dictionary

    readings = readings_of(name)
    full, initials = joined(readings)
    if not full:
        return ""
    sound = f" {full[: PINYIN_LENGTH - len(initials) - 2]} {initials}"
    return sort_key(readings)[: PINYIN_LENGTH - len(sound)] + sound
