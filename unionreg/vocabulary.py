"""Code lists with the spellings that people use for them.

A vocabulary is data (`data/synonyms.toml` of an app): code, official Chinese spelling, synonyms.
It does not depend on the language of the screen, so an import gives the same result in every
language.  Knows no app.
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from unionreg.text import half_width, whole_number

_IGNORED = str.maketrans("", "", " ()[]{}<>《》【】〔〕、,，.。;；:：/|-_·'\"")

# What clerks write into an optional cell to say "nothing".
_PLACEHOLDERS = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "没有", "未填", "NA", "N/A"}
)


def is_placeholder(text: str) -> bool:
    """Whether a tidied text only says that there is nothing to say: `-`, `/`, `无` …"""
    return text in _PLACEHOLDERS or text.upper() in _PLACEHOLDERS


def spelling_key(text: str) -> str:
    """Return what two spellings of one entry share: no blanks, brackets, signs, one case."""
    return half_width(text).translate(_IGNORED).upper()


class Vocabulary:
    """One code list: finds the code of an official spelling, a synonym or the code itself."""

    def __init__(self, name: str, entries: Mapping[str, Iterable[str]]) -> None:
        """Take code → spellings, the official one first.

        Raises ValueError when one spelling would mean two codes.
        """
        self.name = name
        self.official = {code: next(iter(spellings)) for code, spellings in entries.items()}
        self._codes: dict[str, str] = {}
        for code, spellings in entries.items():
            for spelling in spellings:
                self._add(spelling_key(spelling), code)
        self._keys = {spelling_key(code): code for code in entries}
        self._widths = {len(code) for code in entries if code.isdigit()}

    def _add(self, key: str, code: str) -> None:
        if self._codes.setdefault(key, code) != code:
            raise ValueError(f"{self.name}: {key} means both {self._codes[key]} and {code}")

    def find(self, cell: object) -> str | None:
        """Return the code for a cell; None when nothing fits.

        Accepted: any known spelling; the code (also as a number: 1 is 01 where codes have two
        digits); the code with its spelling (`01 汉族`).  A known spelling wins over a code.
        """
        text = str(cell) if isinstance(cell, str) else self._digits(cell)
        known = self._codes.get(text)  # clean files need no more than this
        return known if known is not None else self._find_text(spelling_key(text))

    def _digits(self, cell: object) -> str:
        number = whole_number(cell)
        return "" if number is None else str(number)

    def _find_text(self, key: str) -> str | None:
        return self._codes.get(key) or self._code(key) or self._code_and_spelling(key)

    def _code(self, key: str) -> str | None:
        if key in self._keys:
            return self._keys[key]
        bare = key.lstrip("0") if key.isdigit() else ""
        padded = (bare.zfill(width) for width in self._widths if bare)
        return next((code for code in padded if code in self.official), None)

    def _code_and_spelling(self, key: str) -> str | None:
        """`01汉族` and `汉族01`: only when both halves say the same."""
        for written, code in self._keys.items():
            for spelling in (key.removeprefix(written), key.removesuffix(written)):
                if spelling != key and self._codes.get(spelling) == code:
                    return code
        return None

    def suggestions(self, text: str, limit: int = 3) -> list[str]:
        """Return up to `limit` official spellings that look most like the text."""
        close = difflib.get_close_matches(spelling_key(text), self._codes, n=limit * 3, cutoff=0.6)
        return list(dict.fromkeys(self.official[self._codes[key]] for key in close))[:limit]


def load_vocabularies(path: Path) -> dict[str, Vocabulary]:
    """Read the vocabularies of one app: a TOML table a list, each code with its spellings."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Vocabulary(name, entries) for name, entries in tables.items()}
