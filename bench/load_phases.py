"""The phases: one after another, everybody, everybody while files are imported, and with probes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread, Timer

from bench.load_browser import Browser
from bench.load_county import PASSWORD, World
from bench.load_import import Importer, probe
from bench.load_stats import Sample
from bench.load_users import CHAIR_THINK, STAFF_THINK, Chair, Clerk, work
from tools import serve

IDLE_PAUSE = 0.3  # seconds between two requests of the idle phase
SAVE = "save a member"
SAVE_COUNTED = "save of what is counted"  # only in the last phase, while an import is written
SAVE_TOLD = "save of a person in the file"  # the same
SAVES = (SAVE, SAVE_COUNTED, SAVE_TOLD)
PROBED = 0.2  # of the files: those of the last phase


@contextmanager
def running() -> Iterator[int]:
    """Web server and background worker, started as `make run` does; the port."""
    with serve.claim(0) as listener:
        listener.listen(2048)
        port = int(listener.getsockname()[1])
        both = serve.services(listener)
        try:
            for service in both:
                service.start()
            serve.wait_until_answering(both, port)
            yield port
        finally:
            serve.stop(both)


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
            browsers = [person.browser for person in (*self.clerks, *self.chairs)]
            list(pool.map(Browser.sign_in, browsers, names, [PASSWORD] * len(names)))

    def _visitor(self, seed: int) -> tuple[Browser, World, list[Sample], random.Random]:
        return Browser(self.port), self.world, [], random.Random(seed)

    def collect(self) -> list[Sample]:
        """A new list into which everybody puts samples from now on."""
        samples: list[Sample] = []
        for person in (*self.clerks, *self.chairs):
            person.samples = samples
        return samples

    def idle(self, seconds: float) -> list[Sample]:
        """One request at a time, each kind in turn, every round by other people."""
        samples = self.collect()
        rng, end = random.Random(0), time.monotonic() + seconds
        while time.monotonic() < end:
            for person in (rng.choice(self.clerks), rng.choice(self.chairs)):
                for thing in person.everything():
                    thing()
                    time.sleep(IDLE_PAUSE)
        return samples

    def people(self, seconds: float) -> list[Sample]:
        """Everybody, and no import: what the pages themselves leave of the goal."""
        over = Event()
        Timer(seconds, over.set).start()
        return self._at_work(over)

    def loaded(self) -> tuple[list[Sample], Importer]:
        """Everybody, until the files are imported but for the last ones."""
        importer = self._importer(range(self._first_probed()))
        return self._at_work(importer.over, importer.run), importer

    def probed(self) -> tuple[list[Sample], Importer]:
        """Everybody and the saves that probe for locks, until the last files are imported."""
        importer = self._importer(range(self._first_probed(), len(self.world.files)))
        probes = [partial(probe, importer, save) for save in self._saves(importer)]
        return self._at_work(importer.over, importer.run, *probes), importer

    def _first_probed(self) -> int:
        files = len(self.world.files)
        return max(files - max(round(files * PROBED), 1), 1)

    def _importer(self, numbers: range) -> Importer:
        return Importer({n: self.world.files[n] for n in numbers}, self.clerks[0])

    def _at_work(self, over: Event, *others: Callable[[], None]) -> list[Sample]:
        """Everybody until it is over, and others besides."""
        samples = self.collect()
        threads = [Thread(target=other) for other in others]
        people: list[tuple[Clerk | Chair, float]] = [(clerk, STAFF_THINK) for clerk in self.clerks]
        people += [(chair, CHAIR_THINK) for chair in self.chairs]
        threads += [Thread(target=work, args=(*person, over)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return samples

    def _saves(self, importer: Importer) -> Iterator[Callable[[], None]]:
        """What two of the clerks do besides while rows are written."""
        first, second = self.clerks[:2]
        told = self.world.told
        yield lambda: first.save(SAVE_COUNTED, first.rng.choice(first.mine), counted=True)
        yield lambda: second.save(SAVE_TOLD, second.rng.choice(told[importer.current]))
