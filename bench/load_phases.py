"""The two phases: nobody else there, then everybody while files are imported."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.db import connection

from accounts.models import User
from bench import load_county, load_stats
from bench.county import COUNTY
from bench.load_browser import Browser
from bench.load_county import PASSWORD, World
from bench.load_stats import Sample
from bench.load_users import CHAIR_THINK, STAFF_THINK, Chair, Clerk, work
from imports import services
from imports.choices import Kind, Mode, State
from imports.models import ImportBatch
from imports.places import place_of
from tools import serve

SIZES = {
    "STAFF": 50,
    "CHAIRS": 200,
    "MEMBERS": 100_000,
    "ROWS": 20_000,
    "FILES": 4,
    "SECONDS": 90,
}
IDLE_PAUSE = 0.3  # seconds between two requests of the idle phase
LOOK = 0.1  # seconds between two looks at the state of the import
PROGRESS = 2.0  # seconds between two renewals of the page that shows the progress
PROBE_PAUSE = 0.5
LARGEST_STEP = 600  # seconds after which an import is given up
ENDED = (State.APPLIED, State.FAILED, State.REFUSED)
SAVES = ("save a member", "save while an import is written", "save of a person in the file")


def size(name: str) -> int:
    """One of the sizes, as the environment says."""
    return int(os.environ.get(f"BENCH_LOAD_{name}") or SIZES[name])


@dataclass
class Importer:
    """Imports the files one after another; `writing` are the spans in which rows were written."""

    world: World
    clerk: Clerk
    over: Event
    now_writing: Event = field(default_factory=Event)
    current: int = 0
    writing: list[tuple[float, float]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self) -> None:
        """All files; then the phase is over."""
        try:
            for number, path in enumerate(self.world.files):
                self.current = number
                self._import(path)
        finally:
            self.over.set()
            connection.close()

    def _import(self, path: Path) -> None:
        user = User.objects.get(username="clerk")
        start = time.monotonic()
        batch = _upload(path, user)
        self._follow(batch, State.READY)
        if batch.state == State.READY:
            services.confirm(batch=batch, user=user, mode=Mode.GOOD_ROWS)
            self._follow(batch)
        self.took.append(time.monotonic() - start)
        if batch.state != State.APPLIED:
            self.failed.append(f"{path.name}: {batch.state} {batch.refusal}")

    def _follow(self, batch: ImportBatch, *wanted: State) -> None:
        """Look on until it is in a state that somebody waits for, as the progress page does."""
        deadline = time.monotonic() + LARGEST_STEP
        renewed = 0.0
        while batch.state not in (*ENDED, *wanted) and time.monotonic() < deadline:
            time.sleep(LOOK)
            batch.refresh_from_db()
            self._note(batch)
            if time.monotonic() - renewed > PROGRESS:
                renewed = time.monotonic()
                self.clerk.page("progress of an import", f"/imports/{batch.pk}/progress/")

    def _note(self, batch: ImportBatch) -> None:
        """Note whether rows are being written: what is uncommitted cannot be seen from here."""
        writes = batch.state in (State.CONFIRMED, State.APPLYING)
        if writes and not self.now_writing.is_set():
            self.now_writing.set()
            self.writing.append((time.monotonic() - LOOK, float("inf")))
        elif not writes and self.now_writing.is_set():
            self.now_writing.clear()
            self.writing[-1] = (self.writing[-1][0], time.monotonic())


def _upload(path: Path, user: Any) -> ImportBatch:
    place = place_of(user, COUNTY)
    assert place is not None
    with path.open("rb") as file:
        return services.create_batch(
            kind=Kind.MEMBERS, place=place, user=user, file=file, name=path.name
        )


def probe(importer: Importer, save: Callable[[], None]) -> None:
    """Save again and again as long as rows are being written."""
    while not importer.over.is_set():
        if importer.now_writing.wait(LOOK):
            save()
            importer.over.wait(PROBE_PAUSE)


@contextmanager
def running() -> Iterator[int]:
    """Web server and background worker, started as in production; the port."""
    with serve.claim(0) as listener:
        listener.listen(2048)
        port = int(listener.getsockname()[1])
        services_ = serve.services(listener)
        try:
            for service in services_:
                service.start()
            serve.wait_until_answering(services_, port)
            yield port
        finally:
            serve.stop(services_)


@dataclass
class Crowd:
    """Everybody, signed in."""

    world: World
    port: int
    clerks: list[Clerk] = field(default_factory=list)
    chairs: list[Chair] = field(default_factory=list)

    def sign_in(self) -> None:
        """Through the page, a few at a time."""
        share = len(self.world.quiet) // len(self.world.clerks)
        for number in range(len(self.world.clerks)):
            mine = self.world.quiet[number * share : (number + 1) * share]
            self.clerks.append(Clerk(*self._visitor(number), mine=mine))
        for number, (_name, township) in enumerate(self.world.chairs):
            self.chairs.append(Chair(*self._visitor(10_000 + number), township=township))
        names = [*self.world.clerks, *(name for name, _township in self.world.chairs)]
        with ThreadPoolExecutor(4) as pool:
            people = zip((*self.clerks, *self.chairs), names, strict=True)
            list(pool.map(lambda one: one[0].browser.sign_in(one[1], PASSWORD), people))

    def _visitor(self, seed: int) -> tuple[Browser, World, list[Sample], random.Random]:
        return Browser(self.port), self.world, [], random.Random(seed)

    def collect(self, samples: list[Sample]) -> None:
        """Let everybody put samples into one list."""
        for person in (*self.clerks, *self.chairs):
            person.samples = samples

    def idle(self, seconds: float) -> list[Sample]:
        """One request at a time, each kind in turn, every round by other people."""
        samples: list[Sample] = []
        self.collect(samples)
        rng, end = random.Random(0), time.monotonic() + seconds
        while time.monotonic() < end:
            for person in (rng.choice(self.clerks), rng.choice(self.chairs)):
                for thing in person.everything():
                    thing()
                    time.sleep(IDLE_PAUSE)
        return samples

    def loaded(self) -> tuple[list[Sample], Importer]:
        """Everybody, until the files are imported."""
        samples: list[Sample] = []
        self.collect(samples)
        over = Event()
        importer = Importer(self.world, self.clerks[0], over)
        threads = [Thread(target=work, args=(c, STAFF_THINK, over)) for c in self.clerks[2:]]
        threads += [Thread(target=work, args=(c, CHAIR_THINK, over)) for c in self.chairs]
        threads += [Thread(target=probe, args=(importer, save)) for save in self._saves(importer)]
        threads.append(Thread(target=importer.run))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return samples, importer

    def _saves(self, importer: Importer) -> Iterator[Callable[[], None]]:
        """What two of the clerks do while rows are written."""
        first, second = self.clerks[:2]
        yield lambda: first.save(SAVES[1], first.rng.choice(first.mine), counted=True)
        yield lambda: second.save(
            SAVES[2], second.rng.choice(self.world.told[importer.current]), counted=True
        )


def run(folder: Path) -> list[dict[str, Any]]:
    """All of it; the entries of results-load.json."""
    numbers = {name.lower(): size(name) for name in ("MEMBERS", "ROWS", "FILES", "STAFF", "CHAIRS")}
    print(f"Preparing: {numbers} …", flush=True)
    world = load_county.prepare(folder, **numbers)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = f"PostgreSQL {(cursor.fetchone() or ('',))[0].split()[0]}"
    connection.close()
    with running() as port:
        crowd = Crowd(world, port)
        print("Signing in …", flush=True)
        crowd.sign_in()
        print(f"Idle: one request at a time for {size('SECONDS')} s …", flush=True)
        idle = crowd.idle(size("SECONDS"))
        before = os.getloadavg()[0]
        print(f"Loaded: everybody, {numbers['files']} files …", flush=True)
        loaded, importer = crowd.loaded()
    return _report(database, idle, loaded, importer, before)


def _report(
    database: str, idle: list[Sample], loaded: list[Sample], importer: Importer, before: float
) -> list[dict[str, Any]]:
    found = load_stats.lines(idle, loaded)
    saves = [one for one in loaded if one.kind in SAVES]
    while_written = load_stats.during(saves, importer.writing)
    print(load_stats.table(found))
    for kind in SAVES:
        some = [one for one in while_written if one.kind == kind]
        if some:
            longest = max(one.seconds for one in some)
            print(f"{kind}, import being written: {len(some)}, longest {longest:.2f} s")
    spans = [f"{end - start:.1f}" for start, end in importer.writing]
    print(
        f"Files took {', '.join(f'{one:.1f}' for one in importer.took)} s, "
        f"of which written (waiting for the worker included) {', '.join(spans)} s"
    )
    print(f"Requests under load: {len(loaded) / sum(importer.took):.1f} a second")
    print(
        f"{database}; web server, worker, database and all clients share {os.cpu_count()} cores; "
        f"load average before {before:.1f}, at the end {os.getloadavg()[0]:.1f}"
    )
    wrong = [one for one in (*idle, *loaded) if one.error]
    for text in {f"{one.kind}: {one.error}" for one in wrong} | set(importer.failed):
        print(f"ERROR {text}")
    return load_stats.as_json(database, found, while_written, len(wrong) + len(importer.failed))
