"""From times to ratios: the table on the screen and the list in results.json."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Seconds = dict[str, list[float]]


@dataclass(frozen=True)
class Line:
    """A subject beside a baseline; each is one thing that was timed, or several in sequence.

    `faster`: the ratio says how many times as fast the subject is (baseline ÷ subject); else it
    says how much longer it takes (subject ÷ baseline). `goal`: None where none is set.
    """

    name: str
    subject: Sequence[str]
    baseline: Sequence[str]
    faster: bool = False
    goal: float | None = None


IMPORT = ("preview", "confirm")
IMPORT_FEW = ("preview of few", "confirm few")
LINES = (
    Line("import of new members ÷ reading and bare load", IMPORT, ("read the file", "bare load")),
    Line("preview of new members ÷ reading", ("preview",), ("read the file",)),
    Line("import again, nothing changed ÷ first import", ("preview again",), IMPORT),
    Line("stock import-export ÷ same import", IMPORT_FEW, ("stock import",), faster=True),
    Line("numbers of the county page ÷ GROUP BY", ("page numbers",), ("group by",)),
    Line("R-ORG-02 for all townships ÷ plain pass", ("verdicts",), ("plain pass",)),
    Line("first check of a county ÷ plain pass", ("first check",), ("plain pass of the county",)),
    Line("check again ÷ plain pass", ("check again",), ("plain pass of the county",)),
)


@dataclass(frozen=True)
class Outcome:
    """A line as it was measured on one database; seconds of every round."""

    line: Line
    database: str
    subject: list[float]
    baseline: list[float]

    @property
    def ratio(self) -> float:
        """Ratio of the medians."""
        subject, baseline = statistics.median(self.subject), statistics.median(self.baseline)
        return baseline / subject if self.line.faster else subject / baseline

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.line.goal is None:
            return None
        return self.ratio >= self.line.goal if self.line.faster else self.ratio <= self.line.goal

    def as_json(self) -> dict[str, Any]:
        """The entry of results.json: medians in seconds."""
        return {
            "name": self.line.name,
            "database": self.database,
            "subject_s": round(statistics.median(self.subject), 6),
            "baseline_s": round(statistics.median(self.baseline), 6),
            "ratio": round(self.ratio, 3),
            "goal": self.line.goal,
            "met": self.met,
        }


def outcomes(database: str, seconds: Seconds) -> list[Outcome]:
    """Every line for one database."""
    return [
        Outcome(line, database, _sums(seconds, line.subject), _sums(seconds, line.baseline))
        for line in LINES
    ]


def _sums(seconds: Seconds, names: Sequence[str]) -> list[float]:
    """What the named things took together, round by round."""
    return [sum(times) for times in zip(*(seconds[name] for name in names), strict=True)]


def table(found: Sequence[Outcome]) -> str:
    """All outcomes as lines of text."""
    return "\n".join([HEAD, "-" * len(HEAD), *map(_row, found)])


HEAD = (
    f"{'':<46} {'database':<17} {'subject min/median/max':>26} {'baseline min/median/max':>26}"
    f" {'ratio':>8} {'goal':>6}"
)


def _row(outcome: Outcome) -> str:
    goal = "-" if outcome.line.goal is None else f"{outcome.line.goal:g}"
    return (
        f"{outcome.line.name:<46} {outcome.database:<17} {_spread(outcome.subject):>26}"
        f" {_spread(outcome.baseline):>26} {outcome.ratio:>8.2f} {goal:>6}"
    )


def _spread(seconds: Sequence[float]) -> str:
    """Least, median and most, in seconds or milliseconds."""
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    if middle < 0.1:
        return f"{low * 1e3:.2f} / {middle * 1e3:.2f} / {high * 1e3:.2f} ms"
    return f"{low:.2f} / {middle:.2f} / {high:.2f} s"
