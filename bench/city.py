"""A whole city: one batch of county files, a clerk who saves meanwhile, then the pages."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from bench import baselines, county, subjects
from bench.clerk import Clerk, make_records
from bench.counting import statements
from bench.databases import Scratch
from bench.pages import LAST, MemberList, deep
from bench.people import make_people, write_provincial
from bench.rounds import PAGES, REPEAT, TWO_CHARACTERS
from bench.sizes import COUNTIES_OF_CITY as COUNTIES
from bench.sizes import city_file, city_rows
from bench.timings import Timings
from dashboards.selectors.places import load_county
from members.choices import Sex
from members.models import Member

ROUNDS = 3
MAKERS = 2  # processes that make workbooks
ROWS_PER_UNION = 44  # 40,000 unions
CITY_USER = "city"
WOMEN = f"sex__exact={Sex.FEMALE.value}"


@dataclass(frozen=True)
class CityFiles:
    """A workbook for each county, and one with the first of the people of the first county."""

    folder: Path

    def of(self, key: str) -> Path:
        """The workbook of a county, or `few`."""
        return self.folder / f"{key}.xlsx"


def rows_of(key: str) -> int:
    """People of a county: the first ones take what does not divide."""
    each, left = divmod(city_rows(), len(COUNTIES))
    return each + (COUNTIES.index(key) < left)


def prepare(folder: Path) -> CityFiles:
    """Fill the database with everything but the people, and make their workbooks."""
    county.prepare(city_rows(), COUNTIES, ROWS_PER_UNION)
    county.make_city_user()
    make_records(COUNTIES)
    files = CityFiles(folder)
    if not files.of("few").exists():
        codes = [county.union_codes(key) for key in COUNTIES]
        connection.close()
        with ProcessPoolExecutor(MAKERS) as makers:
            list(makers.map(_make_file, [files] * len(COUNTIES), COUNTIES, codes))
    return files


def _make_file(files: CityFiles, key: str, unions: list[str]) -> None:
    region = f"41059{COUNTIES.index(key)}"  # the code of no county
    people = make_people(rows_of(key), unions, region)
    write_provincial(files.of(key), people)
    if key == COUNTIES[0]:
        write_provincial(files.of("few"), people[: city_file()])


class CityRun:
    """All measurements of the city on one database."""

    def __init__(self, scratch: Scratch, files: CityFiles) -> None:
        self.scratch = scratch
        self.files = files
        self.few = city_file()
        self.timings = Timings()

    def measure_all(self) -> Timings:
        """Import, with a clerk at work; then ask."""
        self.scratch.fresh()
        self._import("few", COUNTIES[0])  # warm now
        for _ in range(ROUNDS):
            self.scratch.fresh()
            self.timings.count("row of few", self._import("few", COUNTIES[0]) / self.few)
        self.scratch.fresh()
        self._whole()
        self.scratch.settle()
        for _ in range(ROUNDS):
            self._numbers()
            self._list()
            self._search()
            self._export()
        self._counted()
        return self.timings

    def _import(self, name: str, key: str) -> float:
        """Preview and confirm a file; its seconds."""
        start = time.perf_counter()
        batch = subjects.preview(self.files.of(name), key)
        subjects.confirm(batch)
        return time.perf_counter() - start

    def _whole(self) -> None:
        """All county files, one after the other."""
        seconds = 0.0
        with Clerk(self.scratch.url(), COUNTIES[0]) as clerk:
            for key in COUNTIES:
                clerk.go_to(key)
                seconds += self._import(key, key)
        found = Member.objects.count() - len(COUNTIES)
        if found != city_rows():
            raise RuntimeError(f"{found} members instead of {city_rows()}")
        self.timings.count("row of city", seconds / city_rows())
        self.timings.count("longest save", clerk.longest)
        self.timings.notes.append(f"{connection.vendor}: {seconds:.0f} s in all; {clerk.words()}")

    def _numbers(self) -> None:
        figures = self._often("city page", subjects.city_numbers)
        groups = self._often("group by", baselines.group_members, COUNTIES)
        if figures.counts.members != sum(row[1] for row in groups):
            raise RuntimeError("The page and the GROUP BY count different people")
        self._often("page numbers", subjects.page_numbers, load_county(COUNTIES[0]))
        self._often("group by of county", baselines.group_members, COUNTIES[:1])

    def _often(self, name, do, *given):
        return self.timings.measure(name, do, *given, repeat=REPEAT // 4)

    def _list(self) -> None:
        pages = MemberList(CITY_USER)
        pages.page({})  # whatever is made once for all requests
        self.timings.measure("first page", pages.page, {}, repeat=PAGES)
        self.timings.measure("last page", pages.page, LAST, repeat=PAGES)
        self.timings.measure("deep page", pages.page, deep(city_rows()), repeat=PAGES)

    def _search(self) -> None:
        found = self._often("search", subjects.find, COUNTIES, TWO_CHARACTERS)
        scanned = self._often("scan", baselines.scan, COUNTIES, TWO_CHARACTERS)
        if found != scanned:
            raise RuntimeError(f"The search finds {found} people, a scan {scanned}")

    def _export(self) -> None:
        """Half the people of a county: its women."""
        key, path = COUNTIES[0], self.files.folder / "fastest.xlsx"
        women = Member.objects.in_county(key).filter(sex=Sex.FEMALE)
        self.timings.measure("export", subjects.export, county.clerk_name(key), WOMEN)
        self.timings.measure("fastest export", baselines.write_fastest, path, women)

    def _counted(self) -> None:
        pages = MemberList(CITY_USER)
        self.timings.count("list statements", pages.most_statements())
        with statements() as asked:
            subjects.city_numbers()
            subjects.page_numbers(load_county(COUNTIES[0]))
        self.timings.count("page on members", asked.about(Member))
