"""The files of `policies/data`: read and told apart. What they say is checked by who loads them."""

import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from policies.damage import damage
from policies.engine import PolicyError

DATA = Path(__file__).resolve().parent / "data"
# What is no document: read by policies.selectors.contradictions.
CONTRADICTIONS = "contradictions.toml"
DATES = {"issued_on", "valid_from", "valid_to"}
TABLES = {"parameters"}  # looked at with the rule; everything else in a table is text


class PolicyDataError(PolicyError):
    """Policy files with mistakes; `problems` holds one sentence each. Nothing was loaded."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            _("No policy data was loaded. %(problems)s") % {"problems": "\n".join(problems)}
        )


@dataclass(frozen=True)
class Entry:
    """One table of a file, with the words that name it in a message."""

    where: str
    data: Mapping[str, Any]

    def unknown_names(self, known: Set[str]) -> Iterator[str]:
        """A sentence for every name that means nothing here."""
        for name in sorted(set(self.data) - known):
            text = _("nothing is called “%(name)s” here.") % {"name": name}
            yield f"{self.where}: {text}"

    def wrong_types(self) -> Iterator[str]:
        """A sentence for every value that is not written as what it is.

        A date in quotes, or with a time, would differ from the stored day at every loading.
        """
        for name, value in self.data.items():
            if name in TABLES:
                continue
            if name in DATES and type(value) is not date:
                text = _("“%(name)s” has to be a date, without quotes and time: 2020-01-31.")
            elif name not in DATES and not isinstance(value, str):
                text = _("“%(name)s” has to be a text in quotes.")
            else:
                continue
            yield f"{self.where}: {text % {'name': name}}"


@dataclass(frozen=True)
class PolicyFile:
    """One file: the tables of a document and of its provisions."""

    name: str
    data: Mapping[str, Any]

    @property
    def whole(self) -> Entry:
        """The file as one table."""
        return Entry(self.name, self.data)

    @property
    def document(self) -> Entry | None:
        """The table of the document; None when the file has none."""
        table = self.data.get("document")
        return Entry(self.name, table) if isinstance(table, dict) else None

    @property
    def provisions(self) -> list[Entry]:
        """The tables of the provisions, named by their rule."""
        return [
            Entry(f"{self.name}, {table.get('rule', number)}", table)
            for number, table in enumerate(self._listed, start=1)
            if isinstance(table, dict)
        ]

    @property
    def _listed(self) -> list[Any]:
        found = self.data.get("provision", [])
        return found if isinstance(found, list) else []

    def wrong_tables(self) -> Iterator[str]:
        """A sentence for what should be a table, or several, and is not."""
        if not isinstance(self.data.get("document", {}), dict):
            text = _("“document” has to be one table, begun by [document].")
            yield f"{self.name}: {text}"
        text = _("every provision has to be a table begun by [[provision]].")
        if not isinstance(self.data.get("provision", []), list):
            yield f"{self.name}: {text}"
        for number, table in enumerate(self._listed, start=1):
            if not isinstance(table, dict):
                yield f"{self.name}, {number}: {text}"

    @property
    def places(self) -> set[str]:
        """Every division the file names, by registry key."""
        entries = [entry for entry in (self.document, *self.provisions) if entry is not None]
        return {str(entry.data["place"]) for entry in entries if entry.data.get("place")}


def read_documents(directory: Path = DATA) -> list[PolicyFile]:
    """Every document of the directory, by file name. Raises `PolicyDataError`."""
    paths = sorted(path for path in directory.glob("*.toml") if path.name != CONTRADICTIONS)
    return [PolicyFile(path.name, read_toml(path)) for path in paths]


def read_toml(path: Path) -> Mapping[str, Any]:
    """One file as tables, not to be changed. Raises `PolicyDataError` when it cannot be read."""
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyDataError([damage(path, error)]) from error


# Tests load the shipped files hundreds of times; nearly all of that time would go into parsing.
@lru_cache(maxsize=64)
def _parsed(text: str) -> Mapping[str, Any]:
    return tomllib.loads(text)
