"""People's names: one spelling, and their pinyin for search and order.

Surnames have readings of their own (单 Shan, 仇 Qiu, 解 Xie, 万俟 Moqi), some characters have
several in names (乐, 茜), and ü is typed as v or u: the search must find a person under each of
them.  The tables are in `data/readings.toml`; every other character has its usual reading.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product, zip_longest
from pathlib import Path
from typing import NamedTuple

from unionreg.pinyin import latin_words, sort_key, syllable
from unionreg.text import HAN, half_width

READINGS = Path(__file__).resolve().parent / "data" / "readings.toml"

# Sizes of the columns that hold the result.
FULL_LENGTH, INITIALS_LENGTH = 200, 60

# How many characters of a name it is sorted by; longer ones are transcriptions.
SORTED_BY = 4
# How many readings of one name are kept, the most usual first.
MAX_READINGS = 6
# Longer names (transcriptions) get one reading: they have no Chinese surname.
_LONGEST_WITH_CHOICE = 8

_SEPARATORS = re.compile(r"[·•.\s-]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ0-9']+")

Readings = tuple[str, ...]


class Tables(NamedTuple):
    """Readings by character or pair of characters, the usual one first."""

    surnames: dict[str, Readings]
    compounds: dict[str, tuple[tuple[Readings, Readings], ...]]
    given: dict[str, Readings]


# Look-alikes of the separator in names (U+00B7).  The full stop is one only between characters.
_DOTS = re.compile(r" *[•‧∙⋅・･．˙·●﹒] *")
_STOP = re.compile(rf"(?<=[{HAN}]) *\. *(?=[{HAN}])")
_GAP = re.compile(rf"(?<=[{HAN}·]) +(?=[{HAN}·])")

# Radicals that look exactly like the characters they stand for; they come from PDF files.
_RADICALS = re.compile(r"[\u2e9f\u2ef3\u2f00-\u2fd5]")


def normalise_name(name: str) -> str:
    """Return a name as on the ID card.

    Blanks between Chinese characters go (`张 三`), every look-alike of the separator in minority
    names becomes `·` (U+00B7), letters are half width.

    >>> normalise_name(" 阿依古丽 • 买买提　")
    '阿依古丽·买买提'
    """
    text = _RADICALS.sub(_character, half_width(name))
    return _GAP.sub("", _STOP.sub("·", _DOTS.sub("·", text))).strip("· ")


def _character(radical: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", radical[0])


@cache
def tables() -> Tables:
    """Return the tables of `data/readings.toml`."""
    raw = tomllib.loads(READINGS.read_text(encoding="utf-8"))
    return Tables(
        {character: _both_u(found) for character, found in raw["surnames"].items()},
        {pair: tuple(map(_pair, found)) for pair, found in raw["compound_surnames"].items()},
        {character: _both_u(found) for character, found in raw["given"].items()},
    )


def name_pinyin(name: str) -> tuple[str, str]:
    """Return pinyin and initials of a cleaned name, alternatives separated by blanks.

    >>> name_pinyin("单乐")
    ('shan0单le0乐 shanle shanyue', 'sl sy')

    What the name is sorted by comes first, then the most usual reading.  Names with `·` have no
    Chinese surname.  Latin words stay, characters without a known reading are left out.  The
    results fit into `FULL_LENGTH` and `INITIALS_LENGTH` characters.
    """
    spellings = [spelling for slots in _ways(name) for spelling in _spellings(slots)]
    if not spellings:
        return "", ""
    full = dict.fromkeys(["".join(spelling) for spelling in spellings])
    initials = dict.fromkeys(["".join([part[0] for part in spelling]) for spelling in spellings])
    key = _sort_key(name, spellings[0])
    sound = _join(full, FULL_LENGTH - len(key) - 1)
    return f"{key} {sound}", _join(initials, INITIALS_LENGTH)


def _sort_key(name: str, usual: tuple[str, ...]) -> str:
    """The name in its usual reading, character by character."""
    known = [character for character in name if syllable(character)]
    characters = known[:SORTED_BY] if len(known) == len(usual) else []
    return sort_key(zip_longest(usual[:SORTED_BY], characters, fillvalue=""))


def _ways(name: str) -> Iterator[list[Readings]]:
    """Every way to divide a name into surname and given name, as readings by place."""
    parts = [part for part in _SEPARATORS.split(name) if part]
    if len(parts) != 1 or _LATIN.match(name):
        yield [readings for part in parts for readings in _plain(part)]
        return
    whole = parts[0]
    compound = tables().compounds.get(whole[:2], ()) if len(whole) > 2 else ()
    given = _plain(whole[2:])
    for first, second in compound:
        yield [first, second, *given]
    if not compound or whole[0] in tables().surnames:  # 单于 may also be 单 with a given name 于…
        yield [_surname(whole[0]), *_plain(whole[1:])]


@lru_cache(maxsize=50_000)  # given names come again with other surnames
def _plain(text: str) -> tuple[Readings, ...]:
    """Readings by place outside a surname; a Latin word takes one place."""
    words = latin_words(text) if _LATIN.search(text) else []
    characters = _LATIN.sub("", text)
    return (*filter(None, map(_given, characters)), *((word,) for word in words))


@lru_cache(maxsize=30_000)
def _given(character: str) -> Readings:
    return tables().given.get(character) or _usual(character)


@lru_cache(maxsize=5_000)
def _surname(character: str) -> Readings:
    return tables().surnames.get(character) or _usual(character)


def _usual(character: str) -> Readings:
    return _both_u([reading] if (reading := syllable(character)) else [])


def _both_u(readings: Iterable[str]) -> Readings:
    """Every reading with ü also under u: lv is found as lu."""
    both = ((reading, reading.replace("v", "u")) for reading in readings)
    return tuple(dict.fromkeys(form for forms in both for form in forms))


def _pair(reading: str) -> tuple[Readings, Readings]:
    first, second = reading.split()
    return _both_u([first]), _both_u([second])


def _spellings(slots: list[Readings]) -> Iterable[tuple[str, ...]]:
    """Combinations of readings: the usual ones first, then those with one unusual reading …"""
    slots = [slot for slot in slots if slot]
    if not slots:
        return ()
    usual = tuple(slot[0] for slot in slots)
    if all(len(slot) == 1 for slot in slots) or len(slots) > _LONGEST_WITH_CHOICE:
        return (usual,)

    def unusual(spelling: tuple[str, ...]) -> int:
        return sum(part != first for part, first in zip(spelling, usual, strict=True))

    return sorted(product(*slots), key=unusual)[:MAX_READINGS]


def _join(alternatives: Iterable[str], length: int) -> str:
    """As many alternatives as fit, the first in any case."""
    joined = ""
    for text in list(alternatives)[:MAX_READINGS]:
        longer = f"{joined} {text}".strip()
        if len(longer) > length:
            break
        joined = longer
    return joined or next(iter(alternatives), "")[:length]
