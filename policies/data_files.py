"""The files of `policies/data`: read and told apart. What they say is checked by who loads them."""

import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from policies.engine import PolicyError

DATA = Path(__file__).resolve().parent / "data"
# What is no document: read by policies.selectors.contradictions.
CONTRADICTIONS = "contradictions.toml"


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
        return Entry(self.name, self.data["document"]) if "document" in self.data else None

    @property
    def provisions(self) -> list[Entry]:
        """The tables of the provisions, named by their rule."""
        return [
            Entry(f"{self.name}, {table.get('rule', number)}", table)
            for number, table in enumerate(self.data.get("provision", []), start=1)
        ]

    @property
    def places(self) -> set[str]:
        """Every division the file names, by registry key."""
        tables = [self.data.get("document", {}), *self.data.get("provision", [])]
        return {str(table["place"]) for table in tables if table.get("place")}


def read_documents(directory: Path = DATA) -> list[PolicyFile]:
    """Every document of the directory, by file name. Raises `PolicyDataError`."""
    paths = sorted(path for path in directory.glob("*.toml") if path.name != CONTRADICTIONS)
    return [PolicyFile(path.name, read_toml(path)) for path in paths]


def read_toml(path: Path) -> Mapping[str, Any]:
    """One file as tables, not to be changed. Raises `PolicyDataError` when it cannot be read."""
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyDataError(
            [_("%(file)s cannot be read: %(error)s") % {"file": path.name, "error": error}]
        ) from error


# Tests load the shipped files hundreds of times; nearly all of that time would go into parsing.
@lru_cache(maxsize=64)
def _parsed(text: str) -> Mapping[str, Any]:
    return tomllib.loads(text)
