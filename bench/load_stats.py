"""From timed requests to the table and the list in results-load.json."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

GOAL = 3.0  # p95 under load ÷ idle p95
LONGEST_SAVE = 1.0  # seconds that a save may take while an import is written
HEAD = (
    f"{'kind of page':<34} {'requests':>13} {'errors':>6} {'idle p50/p95/max':>23}"
    f" {'people p50/p95/max':>23} {'ratio':>6} {'loaded p50/p95/max':>23} {'ratio':>6}"
)


@dataclass(frozen=True)
class Sample:
    """One answered request; `start` by the monotonic clock, `error` empty when all was well."""

    kind: str
    start: float
    seconds: float
    error: str = ""

    @property
    def end(self) -> float:
        """When the last byte was there."""
        return self.start + self.seconds


@dataclass(frozen=True)
class Line:
    """One kind of page: nobody else there, everybody, everybody while files are imported."""

    kind: str
    idle: Sequence[Sample]
    people: Sequence[Sample]
    loaded: Sequence[Sample]

    @property
    def errors(self) -> int:
        """How many requests of these phases went wrong."""
        return sum(bool(one.error) for one in (*self.idle, *self.people, *self.loaded))

    @property
    def ratio(self) -> float:
        """p95 under load ÷ idle p95."""
        return p95(self.loaded) / p95(self.idle)

    @property
    def floor(self) -> float:
        """p95 of everybody without an import ÷ idle p95: no import can bring the ratio below."""
        return p95(self.people) / p95(self.idle)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share (0 to 1) of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def p95(samples: Iterable[Sample]) -> float:
    """The time that 95 of 100 requests stayed within, whether they went well or not."""
    return percentile((sample.seconds for sample in samples), 0.95)


def lines(*phases: Sequence[Sample]) -> list[Line]:
    """Every kind of page that was asked for in all phases, in the order of the first.

    The phases are those of a `Line`: idle, people, loaded.
    """
    found = []
    for kind in dict.fromkeys(sample.kind for sample in phases[0]):
        parts = [[one for one in phase if one.kind == kind] for phase in phases]
        if all(parts):
            found.append(Line(kind, *parts))
    return found


def during(samples: Iterable[Sample], spans: Sequence[tuple[float, float]]) -> list[Sample]:
    """Samples that ran, at least in part, within one of the spans of time."""
    return [
        sample
        for sample in samples
        if any(sample.start < end and sample.end > start for start, end in spans)
    ]


def table(found: Sequence[Line]) -> str:
    """All kinds as lines of text."""
    return "\n".join([HEAD, "-" * len(HEAD), *map(_row, found)])


def _row(line: Line) -> str:
    requests = f"{len(line.idle)}+{len(line.people)}+{len(line.loaded)}"
    return (
        f"{line.kind:<34} {requests:>13} {line.errors:>6} {_spread(line.idle):>23}"
        f" {_spread(line.people):>23} {line.floor:>6.2f}"
        f" {_spread(line.loaded):>23} {line.ratio:>6.2f}"
    )


def _spread(samples: Sequence[Sample]) -> str:
    seconds = [sample.seconds for sample in samples]
    marks = (percentile(seconds, 0.5), p95(samples), max(seconds))
    return " / ".join(f"{mark * 1e3:.0f}" for mark in marks) + " ms"


def longest(saves: Sequence[Sample]) -> str:
    """How many saves of each kind ran while an import was written, and the longest of them."""
    rows = ["Saves between a file's confirmation and its end:"]
    for kind in dict.fromkeys(sample.kind for sample in saves):
        seconds = [sample.seconds for sample in saves if sample.kind == kind]
        rows.append(f"  {kind}: {len(seconds)}, longest {max(seconds):.2f} s")
    return "\n".join(rows)


def as_json(
    database: str, found: Sequence[Line], saves: Sequence[Sample], errors: int
) -> list[dict[str, Any]]:
    """The entries of results-load.json; `saves` are those during which an import was written."""
    entries = [
        _entry(
            f"{line.kind}: p95 under load ÷ idle p95",
            database,
            p95(line.loaded),
            p95(line.idle),
            GOAL,
        )
        for line in found
    ]
    entries += [
        _entry(
            f"{line.kind}: p95 without import ÷ idle p95",
            database,
            p95(line.people),
            p95(line.idle),
            None,
        )
        for line in found
    ]
    if saves:
        longest = max(sample.seconds for sample in saves)
        name = "longest save while an import is written ÷ one second"
        entries.append(_entry(name, database, longest, LONGEST_SAVE, 1.0))
    none = {"subject_s": None, "baseline_s": None, "ratio": errors, "goal": 0, "met": not errors}
    return [*entries, {"name": "errors (their number)", "database": database, **none}]


def _entry(
    name: str, database: str, subject: float, baseline: float, goal: float | None
) -> dict[str, Any]:
    ratio = subject / baseline
    return {
        "name": name,
        "database": database,
        "subject_s": round(subject, 6),
        "baseline_s": round(baseline, 6),
        "ratio": round(ratio, 3),
        "goal": goal,
        "met": None if goal is None else ratio <= goal,
    }
