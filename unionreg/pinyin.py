"""Pinyin of characters and of texts, for searching and sorting.  Knows no app.

Names of people need more care with their surnames: see `members/names.py`.  The dictionary is
loaded with the first reading, not with this module: it takes a sixth of a second and 30 MB.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Behind each syllable of a sort key: before every letter, in whatever order a database keeps.
BORDER = "0"

_SYLLABLE = re.compile(r"[a-z]+")
_LATIN = re.compile(r"[a-z0-9]+")
_RUN = re.compile(r"([A-Za-zÀ-ɏ0-9]+)")


@lru_cache(maxsize=30_000)
def syllable(character: str) -> str:
    """Return the usual reading of one character, `ü` as `v`; empty when it has none."""
    return "".join(_read(character))


def text_pinyin(text: str) -> tuple[str, str]:
    """Return pinyin and initials of a place or unit: 重庆市 gives `chongqingshi` and `cqs`.

    Words decide between readings (重庆, 银行).  Letters and digits stay, in small letters; a word
    of them counts as one for the initials.  All else is left out.
    """
    return joined(readings_of(text))


def joined(readings: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the pinyin of readings in one piece, and their initials."""
    parts = [reading for reading, _character in readings]
    return "".join(parts), "".join(part[0] for part in parts)


def readings_of(text: str) -> list[tuple[str, str]]:
    """Return the readings of a text with their characters; words of letters have no character."""
    found: list[tuple[str, str]] = []
    for run in _RUN.split(text):
        if words := latin_words(run):
            found += [(word, "") for word in words]
        else:
            found += zip(_read(run), filter(syllable, run), strict=False)
    return found


def sort_key(readings: Iterable[tuple[str, str]]) -> str:
    """Return a text that sorts as a dictionary does: one character after the other.

    >>> sort_key([("chen", "陈"), ("da", "大")])
    'chen0陈da0大'

    Pinyin alone would put 程刚 between 陈大 and 陈红, and 章博 between 张安 and 张超.
    """
    return "".join(f"{reading}{BORDER}{character}" for reading, character in readings)


def _read(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(text, style=Style.NORMAL, errors="ignore")
    return [part for part in parts if _SYLLABLE.fullmatch(part)]


def latin_words(text: str) -> list[str]:
    """Return the words of Latin letters and digits in a text, without accents, in small letters."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return _LATIN.findall(letters.lower())
