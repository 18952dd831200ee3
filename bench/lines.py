"""The lines of the table: what stands beside what, and the goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.sizes import Sizes

Goals = dict[str, float]


def both(goal: float) -> Goals:
    """The same goal on both databases."""
    return {"postgresql": goal, "sqlite": goal}


@dataclass(frozen=True)
class Line:
    """A subject beside a baseline; each is one thing that was measured, or several in sequence.

    `faster`: the ratio says how many times as fast the subject is (baseline ÷ subject); else it
    says how much longer it takes (subject ÷ baseline).  `counted`: no times but numbers, whose
    unit the name says; the ratio is the number, or what it is above that of the baseline.
    `goals`: by vendor of the database; none where none is set.
    """

    name: str
    subject: Sequence[str]
    baseline: Sequence[str] = ()
    faster: bool = False
    counted: bool = False
    goals: Goals = field(default_factory=dict)


def lines(sizes: Sizes) -> tuple[Line, ...]:
    """Everything that `make bench` measures."""
    return (*_imports(sizes), *_counts(sizes), *_again(sizes), *_pages(sizes), *RULES)


def _imports(sizes: Sizes) -> tuple[Line, ...]:
    read = ("read the file",)
    bare = (*read, "bare load")
    large = f"{sizes.large:,}"
    return (
        *_new(sizes.small, "small"),
        *_new(sizes.medium, "medium"),
        Line(
            f"{large} new members ÷ reading and bare load",
            ("preview large", "confirm large"),
            bare,
            goals={"postgresql": 2.0, "sqlite": 1.7},
        ),
        Line("floor: all four tables ÷ reading and bare load", (*bare, "rest of load"), bare),
        Line(
            f"preview of {large} new members ÷ reading", ("preview large",), read, goals=both(2.2)
        ),
    )


def _new(rows: int, size: str) -> tuple[Line, ...]:
    mine = (f"preview {size}", f"confirm {size}")
    stock = (f"stock dry run {size}", f"stock import {size}")
    best = (f"best dry run {size}", f"best import {size}")
    goals = {"postgresql": 80.0, "sqlite": 60.0}
    return (
        Line(f"{rows:,} new members, × stock", mine, stock, faster=True, goals=goals),
        Line(f"{rows:,} new members, × best stock", mine, best, faster=True, goals=both(9)),
    )


def _again(sizes: Sizes) -> tuple[Line, ...]:
    rows, mine = f"{sizes.medium:,} again", ("preview changed", "confirm changed")
    dirty = ("preview dirty", "confirm dirty")
    alone = ("best import changed",)
    best = ("best dry run changed", *alone)
    return (
        Line(f"{rows}, 10 % changed, × best stock", mine, best, faster=True, goals=both(25)),
        Line(f"{rows}, 10 % changed, × its import alone", mine, alone, faster=True),
        Line(f"{rows}, 1 % with errors ÷ clean", dirty, mine, goals=both(1.2)),
        Line(f"{rows}, all with errors ÷ clean", ("preview bad",), mine, goals=both(1.3)),
    )


def _counts(sizes: Sizes) -> tuple[Line, ...]:
    large, small = f"{sizes.large:,}", f"{sizes.small:,}"
    return (
        _count(f"{large} again, nothing changed: member rows written", "member rows", 0),
        _count(f"{large} again, nothing changed: history rows written", "history rows", 0),
        _count(f"{large} new members: SQL statements", "statements large", 40),
        _count(
            f"{large}: statements above those of {small}", "statements large", 0, "statements small"
        ),
        _count(f"{large}: peak memory above {small}, MB", "memory large", 200, "memory small"),
    )


def _count(name: str, figure: str, goal: float, above: str = "") -> Line:
    baseline = (above,) if above else ()
    return Line(name, (figure,), baseline, counted=True, goals=both(goal))


_FIRST = ("first page",)
_LIST = (
    Line("member list, nine tenths down ÷ first page", ("deep page",), _FIRST, goals=both(3)),
    Line("member list, last page ÷ first page", ("last page",), _FIRST, goals=both(3)),
)


def _pages(sizes: Sizes) -> tuple[Line, ...]:
    large = f"{sizes.large:,}"
    memory = ("memory of export",)
    return (
        Line(f"county page, {large} members ÷ GROUP BY", ("page numbers",), ("group by",)),
        _count("county page: statements on members", "page on members", 0),
        *_LIST,
        _count("member list: most statements of a page", "list statements", 12),
        Line(f"search by two characters, {large} ÷ scan", ("search",), ("scan",)),
        Line(
            f"export of {large} ÷ fastest writer", ("export",), ("fastest export",), goals=both(1.5)
        ),
        Line(
            "export: memory above a fifth of it, MB",
            memory,
            ("memory of small export",),
            counted=True,
        ),
    )


COUNTY_PASS = ("plain pass of the county",)
RULES = (
    Line("R-ORG-02 for all townships ÷ plain pass", ("verdicts",), ("plain pass",)),
    Line("first check of a county ÷ plain pass", ("first check",), COUNTY_PASS),
    Line("check again ÷ plain pass", ("check again",), COUNTY_PASS),
)


def city_lines(rows: int, few: int) -> tuple[Line, ...]:
    """Everything that `make bench-city` measures, with so many people and a file of `few`."""
    city = f"{rows:,}"
    ten = both(0.1)
    return (
        Line(
            f"{city} in county files ÷ {few:,}, time of a row",
            ("row of city",),
            ("row of few",),
            goals=both(2),
        ),
        _count("longest save of a clerk meanwhile, seconds", "longest save", 1),
        Line(f"city page, {city} ÷ GROUP BY", ("city page",), ("group by",), goals=ten),
        Line(
            "county page ÷ GROUP BY of the county",
            ("page numbers",),
            ("group by of county",),
            goals=ten,
        ),
        _count("city and county page: statements on members", "page on members", 0),
        *_LIST,
        _count("member list: most statements of a page", "list statements", 12),
        Line(
            f"search by two characters, {city} ÷ scan",
            ("search",),
            ("scan",),
            goals={"postgresql": 0.1},
        ),
        Line(
            "export of half a county ÷ fastest writer",
            ("export",),
            ("fastest export",),
            goals=both(1.5),
        ),
    )
