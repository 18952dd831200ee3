"""Rounds of measurements: in each of them every subject and every baseline runs once, in turn."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection

from bench import baselines, compliance, stock, subjects
from bench.county import COUNTY
from bench.databases import Scratch
from dashboards.selectors.places import load_county
from members.models import Member

T = TypeVar("T")
# What takes milliseconds is done so often, and the mean counts as one measurement.
REPEAT = 20


@dataclass(frozen=True)
class Files:
    """The workbook of a clerk; a smaller one for the stock flow, which has the same flat.

    `rows` and `few`: how many people are in the one and in the other two.
    """

    provincial: Path
    rows: int
    small: Path
    plain: Path
    few: int


@dataclass
class Timings:
    """Seconds of every round by the name of what was done."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)

    def measure(self, name: str, do: Callable[..., T], *given: Any, repeat: int = 1) -> T:
        """Do something and note how long it took (wall clock, mean of `repeat` times)."""
        gc.collect()
        start = time.perf_counter()
        for _ in range(repeat - 1):
            do(*given)
        result = do(*given)
        self.seconds[name].append((time.perf_counter() - start) / repeat)
        return result


def run_rounds(scratch: Scratch, files: Files, count: int) -> Timings:
    """Measure everything `count` times; every part of a round begins in a fresh database."""
    timings = Timings()
    for _ in range(count):
        scratch.fresh()
        _imports(timings, files)
        _questions(timings)
        scratch.fresh()
        _bare_load(timings, files)
        scratch.fresh()
        _import_few(timings, files)
        scratch.fresh()
        timings.measure("stock import", stock.import_plain, files.plain)
        _check_members(files.few)
    _checks(timings, scratch, count)
    return timings


def _checks(timings: Timings, scratch: Scratch, count: int) -> None:
    """Check a large county for the first time, and again when nothing has changed."""
    scratch.fresh()
    compliance.fill()
    for _ in range(count):
        compliance.forget()
        first = timings.measure("first check", compliance.check)
        again = timings.measure("check again", compliance.check)
        compliance.confirm(first, again)
        timings.measure("plain pass of the county", compliance.plain_pass)
    timings.notes.append(compliance.describe())


def _imports(timings: Timings, files: Files) -> None:
    """Import a file into an empty county, and the same file again."""
    batch = timings.measure("preview", subjects.preview, files.provincial)
    timings.measure("confirm", subjects.confirm, batch)
    subjects.check_imported(batch, files.rows)
    before = subjects.written()
    again = timings.measure("preview again", subjects.preview, files.provincial)
    subjects.check_unchanged(again, files.rows, before)


def _import_few(timings: Timings, files: Files) -> None:
    """Import the smaller file into an empty county."""
    batch = timings.measure("preview of few", subjects.preview, files.small)
    timings.measure("confirm few", subjects.confirm, batch)
    subjects.check_imported(batch, files.few)


def _questions(timings: Timings) -> None:
    """What pages ask of the county that was filled by the import."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # autovacuum would do it soon after
            cursor.execute("ANALYZE")
    place = load_county(COUNTY)
    figures = timings.measure("page numbers", subjects.page_numbers, place, repeat=REPEAT)
    groups = timings.measure("group by", baselines.group_members, repeat=REPEAT)
    if figures.counts.members != sum(row[1] for row in groups):
        raise RuntimeError("The page and the GROUP BY count different people")
    verdicts = timings.measure("verdicts", subjects.judge_townships, place, repeat=REPEAT)
    plain = timings.measure("plain pass", baselines.compare_figures, repeat=REPEAT)
    if sorted(bool(verdict.met) for verdict in verdicts) != sorted(plain):
        raise RuntimeError("The rule and the plain pass judge differently")


def _bare_load(timings: Timings, files: Files) -> None:
    rows = timings.measure("read the file", baselines.read_file, files.provincial)
    timings.measure("bare load", baselines.load_bare, rows)
    _check_members(files.rows)


def _check_members(wanted: int) -> None:
    """Refuse to publish a time of a baseline that did not do the work."""
    found = Member.objects.count()
    if found != wanted:
        raise RuntimeError(f"{found} members instead of {wanted}")
