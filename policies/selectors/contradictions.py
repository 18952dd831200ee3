"""Where documents contradict each other, and how that is handled: a shipped list, no table."""

from dataclasses import dataclass
from pathlib import Path

from policies.data_files import CONTRADICTIONS, DATA, read_toml


@dataclass(frozen=True)
class Contradiction:
    """One contradiction. `documents` are shipped keys; `laws` are cited but not shipped."""

    number: str
    issue: str
    handling: str
    documents: tuple[str, ...]
    rules: tuple[str, ...]
    laws: tuple[str, ...] = ()


def contradictions(directory: Path = DATA) -> list[Contradiction]:
    """All of them in the order of their numbers. Raises `policies.services.PolicyDataError`."""
    tables = read_toml(directory / CONTRADICTIONS)["contradiction"]
    return [
        Contradiction(
            number=table["number"],
            issue=table["issue"],
            handling=table["handling"],
            documents=tuple(table["documents"]),
            rules=tuple(table["rules"]),
            laws=tuple(table.get("laws", ())),
        )
        for table in tables
    ]
