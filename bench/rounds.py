"""Rounds of measurements: in each of them every subject and every baseline runs once, in turn.

The stock package takes minutes where others take seconds: its part is done in the first
STOCK_ROUNDS only, right after the import it stands beside.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from bench import baselines, compliance, memory, stock, subjects
from bench.counting import Written, statements
from bench.county import COUNTY, clerk_name
from bench.databases import Scratch
from bench.files import ONE_PERCENT, Files
from bench.pages import LAST, MemberList, deep
from bench.timings import Timings
from dashboards.selectors.places import load_county
from history.models import Change
from members.models import Member

T = TypeVar("T")
# What takes milliseconds is done so often, and the mean counts as one measurement.
REPEAT = 20
PAGES = 5  # the same for whole pages
STOCK_ROUNDS = int(os.environ.get("BENCH_STOCK_ROUNDS") or 1)
TWO_CHARACTERS = "伟芳"


class Run:
    """All measurements on one database."""

    def __init__(self, scratch: Scratch, files: Files) -> None:
        self.scratch = scratch
        self.files = files
        self.sizes = files.sizes
        self.timings = Timings()

    def measure_all(self, count: int) -> Timings:
        """Measure everything `count` times."""
        self._warm_up()
        for number in range(count):
            self._new("small", self.sizes.small, number)
            self._new("medium", self.sizes.medium, number)
            self._again()
            self._large()
            self._questions()
        self._counted()
        self._checks(count)
        return self.timings

    def _warm_up(self) -> None:
        """A worker has been at work for days; this one loads now what it loads only once."""
        self.scratch.fresh()
        subjects.confirm(subjects.preview(self.files.path("small")))

    def _new(self, size: str, rows: int, number: int) -> None:
        """Import a file into an empty county; beside it the stock package and its best."""
        self._import(size, rows)
        if number == 0 and size == "medium":
            self.scratch.keep("medium")
        if number >= STOCK_ROUNDS:
            return
        self._stock("stock", size, stock.MemberResource)
        _check_members(rows)
        self._stock("best", size, stock.BestResource)
        _check_members(rows)
        if size == "medium":
            totals = self._stock("best", "changed", stock.BestAgain, fresh=False)
            if totals["update"] != rows // 10:
                raise RuntimeError(f"The best of the stock package did {totals}")

    def _import(self, size: str, rows: int) -> None:
        self.scratch.fresh()
        path = self.files.path(size)
        batch = self.timings.measure(f"preview {size}", subjects.preview, path)
        self.timings.measure(f"confirm {size}", subjects.confirm, batch)
        subjects.check_imported(batch, rows)

    def _stock(self, name: str, size: str, resource: type, *, fresh: bool = True) -> dict[str, int]:
        if fresh:
            self.scratch.fresh()
        path = self.files.path(f"plain_{size}")
        self.timings.measure(f"{name} dry run {size}", stock.dry_run, path, resource)
        step = f"{name} import {size}"
        totals: dict[str, int] = self.timings.measure(step, stock.import_plain, path, resource)
        return totals

    def _again(self) -> None:
        """People who are registered once more: clean, with a few errors, with errors only."""
        changed = self.sizes.medium // 10
        self._reimport("changed", changed)
        self._reimport("dirty", changed, self.sizes.medium // ONE_PERCENT)
        self._reimport("bad", 0, self.sizes.medium)

    def _reimport(self, name: str, changed: int, failed: int = 0) -> None:
        self.scratch.fresh("medium")
        batch = self.timings.measure(f"preview {name}", subjects.preview, self.files.path(name))
        if changed:
            self.timings.measure(f"confirm {name}", subjects.confirm, batch)
        subjects.check_counts(batch, changed=changed, failed=failed)

    def _large(self) -> None:
        """A large file beside the least that anybody would have to do with it."""
        self._import("large", self.sizes.large)
        self.scratch.keep("large")
        self.scratch.fresh()
        path = self.files.path("large")
        rows = self.timings.measure("read the file", baselines.read_file, path)
        self.timings.measure("bare load", baselines.load_bare, rows)
        self.timings.measure("rest of load", baselines.load_rest)
        _check_members(self.sizes.large)

    def _questions(self) -> None:
        """What pages ask of the county that was filled by the large import."""
        self.scratch.fresh("large")
        self._numbers()
        self._rule()
        self._list()
        self._search()
        self._export()

    def _numbers(self) -> None:
        place = load_county(COUNTY)
        figures = self._often("page numbers", lambda: subjects.page_numbers(place))
        groups = self._often("group by", baselines.group_members)
        if figures.counts.members != sum(row[1] for row in groups):
            raise RuntimeError("The page and the GROUP BY count different people")

    def _rule(self) -> None:
        place = load_county(COUNTY)
        verdicts = self._often("verdicts", lambda: subjects.judge_townships(place))
        plain = self._often("plain pass", baselines.compare_figures)
        if sorted(bool(verdict.met) for verdict in verdicts) != sorted(plain):
            raise RuntimeError("The rule and the plain pass judge differently")

    def _often(self, name: str, do: Callable[[], T]) -> T:
        return self.timings.measure(name, do, repeat=REPEAT)

    def _list(self) -> None:
        pages = MemberList(clerk_name(COUNTY))
        pages.page({})  # whatever is made once for all requests
        self.timings.measure("first page", pages.page, {}, repeat=PAGES)
        self.timings.measure("last page", pages.page, LAST, repeat=PAGES)
        self.timings.measure("deep page", pages.page, deep(self.sizes.large), repeat=PAGES)

    def _search(self) -> None:
        found = self._often("search", lambda: subjects.find([COUNTY], TWO_CHARACTERS))
        scanned = self._often("scan", lambda: baselines.scan([COUNTY], TWO_CHARACTERS))
        if found != scanned:
            raise RuntimeError(f"The search finds {found} people, a scan {scanned}")

    def _export(self) -> None:
        self.timings.measure("export", subjects.export, clerk_name(COUNTY))
        path = self.files.folder / "fastest.xlsx"
        members = Member.objects.in_county(COUNTY)
        self.timings.measure("fastest export", baselines.write_fastest, path, members)

    def _counted(self) -> None:
        """What is the same in every round."""
        self._idle()
        self._memory("small")
        self._memory("large")
        self._memory_of_export("medium", "memory of small export")
        self._memory_of_export("large", "memory of export")
        pages = MemberList(clerk_name(COUNTY))
        self.timings.count("list statements", pages.most_statements())
        with statements() as asked:
            subjects.page_numbers(load_county(COUNTY))
        self.timings.count("page on members", asked.about(Member))

    def _idle(self) -> None:
        """A large file once more, with nothing new in it."""
        self.scratch.fresh("large")
        members, history = Written(Member), Written(Change)
        batch = subjects.preview(self.files.path("large"))
        subjects.check_counts(batch, changed=0)
        if batch.unchanged_count != self.sizes.large:
            raise RuntimeError(f"The second import was no idle one: {batch.outcome()}")
        self.timings.count("member rows", members.count())
        self.timings.count("history rows", history.count())

    def _memory(self, size: str) -> None:
        self.scratch.fresh()
        path = str(self.files.path(size))
        megabytes, asked = memory.measure(self.scratch.url(), "import", path)
        self.timings.count(f"memory {size}", megabytes)
        self.timings.count(f"statements {size}", asked)

    def _memory_of_export(self, kept: str, name: str) -> None:
        self.scratch.fresh(kept)
        megabytes, _asked = memory.measure(self.scratch.url(), "export")
        self.timings.count(name, megabytes)

    def _checks(self, count: int) -> None:
        """Check a large county for the first time, and again when nothing has changed."""
        self.scratch.fresh()
        compliance.fill()
        for _ in range(count):
            compliance.forget()
            first = self.timings.measure("first check", compliance.check)
            again = self.timings.measure("check again", compliance.check)
            compliance.confirm(first, again)
            self.timings.measure("plain pass of the county", compliance.plain_pass)
        self.timings.notes.append(compliance.describe())


def _check_members(wanted: int) -> None:
    """Refuse to publish a time of a baseline that did not do the work."""
    found = Member.objects.count()
    if found != wanted:
        raise RuntimeError(f"{found} members instead of {wanted}")
