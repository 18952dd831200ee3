"""From measurements to ratios: the table on the screen, results.json, and the table of the docs."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.lines import Line

Seconds = dict[str, list[float]]


@dataclass(frozen=True)
class Outcome:
    """A line as it was measured on one database; seconds (or numbers) of every round."""

    line: Line
    vendor: str
    database: str
    subject: list[float]
    baseline: list[float]

    @property
    def ratio(self) -> float:
        """Ratio of the medians; of a counted line the number itself."""
        subject = statistics.median(self.subject)
        baseline = statistics.median(self.baseline) if self.baseline else 0.0
        if self.line.counted:
            return subject - baseline
        return baseline / subject if self.line.faster else subject / baseline

    @property
    def goal(self) -> float | None:
        """The goal on this database; None without one."""
        return self.line.goals.get(self.vendor)

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        return self.ratio >= self.goal if self.line.faster else self.ratio <= self.goal

    def as_json(self) -> dict[str, Any]:
        """The entry of results.json: medians in seconds, null where no time was taken."""
        timed = not self.line.counted
        return {
            "name": self.line.name,
            "database": self.database,
            "subject_s": round(statistics.median(self.subject), 6) if timed else None,
            "baseline_s": round(statistics.median(self.baseline), 6) if timed else None,
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
        }

    def cells(self) -> list[str]:
        """The line as the tables show it."""
        verdict = {None: "", True: "met", False: "not met"}[self.met]
        return [
            *(self.line.name, self.database, self._spread(self.subject)),
            *(self._spread(self.baseline), f"{self.ratio:.2f}", self._goal(), verdict),
        ]

    def _goal(self) -> str:
        if self.goal is None:
            return ""
        return f"{'≥' if self.line.faster else '≤'} {self.goal:g}"

    def _spread(self, measured: Sequence[float]) -> str:
        if not measured:
            return ""
        if self.line.counted:
            return f"{statistics.median(measured):,.6g}"
        return f"{_times(measured)} ({len(measured)})"


def _times(seconds: Sequence[float]) -> str:
    """Least, median and most, in seconds or milliseconds."""
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    if middle < 0.1:
        return f"{low * 1e3:.2f} / {middle * 1e3:.2f} / {high * 1e3:.2f} ms"
    return f"{low:.2f} / {middle:.2f} / {high:.2f} s"


def outcomes(lines: Sequence[Line], report: dict[str, Any]) -> list[Outcome]:
    """Every line for one database."""
    seconds, vendor, database = report["seconds"], report["vendor"], report["database"]
    return [
        Outcome(line, vendor, database, _sums(seconds, line.subject), _sums(seconds, line.baseline))
        for line in lines
    ]


def _sums(seconds: Seconds, names: Sequence[str]) -> list[float]:
    """What the named things took together, round by round."""
    return [sum(times) for times in zip(*(seconds[name] for name in names), strict=True)]


HEAD = (
    *("line", "database", "subject min/median/max (rounds)"),
    *("baseline min/median/max (rounds)", "ratio", "goal", ""),
)
WIDTHS = (52, 16, 31, 32, 8, 7, 7)


def table(found: Sequence[Outcome]) -> str:
    """All outcomes as lines of text."""
    head = _row(HEAD)
    return "\n".join([head, "-" * len(head), *(_row(outcome.cells()) for outcome in found)])


def _row(cells: Sequence[str]) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return " ".join([f"{first[0]:<{first[1]}}", *(f"{cell:>{width}}" for cell, width in others)])


def markdown(found: Sequence[Outcome]) -> str:
    """The same for docs/performance.md."""
    rows = [HEAD, ["---"] * len(HEAD), *(outcome.cells() for outcome in found)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
