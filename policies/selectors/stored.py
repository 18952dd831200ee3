"""Measures from stored data. Apps that own the data register a source; this module knows none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from policies.engine import Value

if TYPE_CHECKING:
    from townships.models import Division


@dataclass(frozen=True)
class StoredMeasures:
    """What is recorded about a division on a day. A measure that is absent or None is unknown."""

    values: Mapping[str, Value] = field(default_factory=dict)
    as_of: date | None = None
    source: str = ""


Source = Callable[["Division", date], StoredMeasures]
_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Have `source` asked for measures. Called by an app when it starts."""
    if source not in _sources:
        _sources.append(source)


def stored_measures(division: "Division", on: date) -> StoredMeasures:
    """All measures recorded for the division on that day, with the date and origin they have."""
    found = [source(division, on) for source in _sources]
    values = {name: value for stored in found for name, value in stored.values.items()}
    dated = next((stored for stored in found if stored.as_of), StoredMeasures())
    return StoredMeasures(values, dated.as_of, dated.source)
