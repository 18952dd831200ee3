"""What clerks and chairs do, request by request, with the time of each."""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlencode

from django.utils.translation import gettext

from bench.county import COUNTY
from bench.load_browser import Answer, Browser, read_form
from bench.load_county import World
from bench.load_stats import Sample
from bench.people import GIVEN, SURNAMES

MEMBERS = "/admin/members/member/"
PAGES_OF_LIST, ON_A_PAGE = 40, 50  # how deep clerks leaf
READING = (1.0, 4.0)  # seconds between opening a form and saving it
STAFF_THINK, CHAIR_THINK = 10.0, 60.0  # seconds between two things that somebody does
CONFLICT = "Not saved: somebody changed this record meanwhile"


@dataclass
class Visitor:
    """A person at a browser; `samples` is shared by all of a phase."""

    browser: Browser
    world: World
    samples: list[Sample]
    rng: random.Random

    def page(self, kind: str, path: str) -> Answer | None:
        """A page that must be there; None when it was not."""
        return self._timed(kind, lambda: self.browser.get(path), 200)

    def _timed(self, kind: str, ask: Callable[[], Answer], *wanted: int) -> Answer | None:
        """One sample, whatever happens."""
        start = time.monotonic()
        try:
            answer = ask()
        except (OSError, http.client.HTTPException) as failure:
            seconds = time.monotonic() - start
            self.samples.append(Sample(kind, start, seconds, type(failure).__name__))
            return None
        error = "" if answer.status in wanted else f"status {answer.status}"
        self.samples.append(Sample(kind, start, time.monotonic() - start, error))
        return None if error else answer


@dataclass
class Clerk(Visitor):
    """Works in the county; `mine` are members whom no other clerk saves."""

    mine: list[int] = field(default_factory=list)

    def turn(self) -> None:
        """One of the things that clerks do; opening a form and saving it is two requests."""
        things = (self.list, self.filtered, self.search, self.county, self.edit)
        self.rng.choices(things, (3, 2, 2, 1, 2))[0]()

    def everything(self) -> Iterator[Callable[[], None]]:
        """Each thing once."""
        yield from (self.list, self.filtered, self.search, self.county, self.edit)

    def list(self) -> None:
        """The list of members, some page of it."""
        deepest = min(PAGES_OF_LIST, len(self.world.quiet) // ON_A_PAGE)
        self.page("member list", f"{MEMBERS}?p={self.rng.randrange(1, deepest + 1)}")

    def filtered(self) -> None:
        """The members of a township, by what clerks filter."""
        query = {
            "township__key__exact": self.rng.choice(self.world.townships),
            "is_migrant__exact": self.rng.choice("01"),
        }
        self.page("member list, filtered", f"{MEMBERS}?{urlencode(query)}")

    def search(self) -> None:
        """Two characters of a name: the search box posts, the answer leads to the list."""
        text = self.rng.choice(SURNAMES) + self.rng.choice(GIVEN)
        self._timed("member search", lambda: self._searched(text), 200)

    def _searched(self, text: str) -> Answer:
        sent = self.browser.post(f"{MEMBERS}search/", {"q": text})
        return self.browser.get(sent.location) if sent.status == 302 else sent

    def county(self) -> None:
        """The figures of the county."""
        self.page("county dashboard", f"/county/{COUNTY}/")

    def edit(self) -> None:
        """Open a member's form, change the telephone, and every other time what is counted."""
        self.save("save a member", self.rng.choice(self.mine), pause=self.rng.uniform(*READING))

    def save(self, kind: str, pk: int, *, pause: float = 0.0, counted: bool | None = None) -> None:
        """Open and save a form. That an import changed the person meanwhile is no error."""
        path = f"{MEMBERS}{pk}/change/"
        opened = self.page("member form", path)
        if opened is None:
            return
        fields = read_form(opened.text, "record_version")
        if counted if counted is not None else self.rng.random() < 0.5:
            _flip(fields, "is_migrant")
        fields["phone"] = f"137{self.rng.randrange(10**8):08}"
        time.sleep(pause)
        self._timed(kind, lambda: self._saved(path, fields), 302)

    def _saved(self, path: str, fields: dict[str, str]) -> Answer:
        answer = self.browser.post(path, fields)
        if answer.status == 200 and gettext(CONFLICT) in answer.text:
            return Answer(302, path, "", answer.start, answer.seconds)
        return answer


@dataclass
class Chair(Visitor):
    """Looks at the figures of a township."""

    township: str = ""

    def turn(self) -> None:
        """One of the pages."""
        self.rng.choices((self.home, self.month, self.organisation), (3, 1, 1))[0]()

    def everything(self) -> Iterator[Callable[[], None]]:
        """Each page once."""
        yield from (self.home, self.month, self.organisation)

    def home(self) -> None:
        """The dashboard of the township."""
        self.page("township dashboard", "/")

    def month(self) -> None:
        """Who came and went in the running month."""
        self.page("month of a township", f"/township/{self.township}/month/")

    def organisation(self) -> None:
        """One of the unions of the township."""
        union = self.rng.choice(self.world.unions[self.township])
        self.page("page of a union", f"/organisations/{union}/")


def _flip(fields: dict[str, str], name: str) -> None:
    """Tick a box, or take the tick away."""
    if name in fields:
        del fields[name]
    else:
        fields[name] = "on"


def work(person: Clerk | Chair, think: float, over: Event) -> None:
    """Do one thing after another until the phase is over."""
    if over.wait(person.rng.uniform(0, think)):
        return
    while True:
        person.turn()
        if over.wait(person.rng.uniform(0.5, 1.5) * think):
            return
