"""Pinyin of characters and of texts, for searching.  Knows no app.

Names of people need more care with their surnames: see `members/names.py`.  The dictionary is
loaded with the first reading, not with this module: it takes a sixth of a second and 30 MB.
"""

import re
import unicodedata
from functools import lru_cache

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
    parts = [part for run in _RUN.split(text) for part in latin_words(run) or _read(run)]
    return "".join(parts), "".join(part[0] for part in parts)


def _read(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(text, style=Style.NORMAL, errors="ignore")
    return [part for part in parts if _SYLLABLE.fullmatch(part)]


def latin_words(text: str) -> list[str]:
    """Return the words of Latin letters and digits in a text, without accents, in small letters."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return _LATIN.findall(letters.lower())
