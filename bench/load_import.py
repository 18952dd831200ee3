"""The files of the load, imported one after another, and the saves that probe for locks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from django.db import connection

from accounts.models import User
from bench.county import COUNTY
from bench.load_users import Clerk
from imports import services
from imports.choices import Kind, Mode, State
from imports.models import ImportBatch
from imports.places import place_of

LOOK = 0.1  # seconds between two looks at the state of the import
PROGRESS = 2.0  # seconds between two renewals of the page that shows the progress
PROBE_PAUSE = 0.5  # seconds between two saves that probe for locks
LONGEST = 900  # seconds after which an import is given up
ENDED = (State.APPLIED, State.FAILED, State.REFUSED)


@dataclass
class Importer:
    """Has the worker import files; `writing` are the spans in which rows were written.

    `files` by their number in the world; `clerk` looks at the progress; `over` is set when all are
    done.
    """

    files: dict[int, Path]
    clerk: Clerk
    over: Event = field(default_factory=Event)
    now_writing: Event = field(default_factory=Event)
    current: int = 0
    writing: list[tuple[float, float]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self) -> None:
        """All files; then the phase is over."""
        try:
            for number, path in self.files.items():
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
        """Look on until it has ended or is in a wanted state, as the page of its progress does."""
        deadline, renewed = time.monotonic() + LONGEST, 0.0
        while batch.state not in (*ENDED, *wanted) and time.monotonic() < deadline:
            time.sleep(LOOK)
            batch.refresh_from_db()
            self._note(batch)
            if time.monotonic() - renewed > PROGRESS:
                renewed = time.monotonic()
                self.clerk.page("progress of an import", f"/imports/{batch.pk}/progress/")

    def _note(self, batch: ImportBatch) -> None:
        """Note whether rows are being written.

        The state is confirmed until the worker takes the batch, then applying up to the commit.
        """
        writes, now = batch.state in (State.CONFIRMED, State.APPLYING), time.monotonic()
        if writes and not self.now_writing.is_set():
            self.now_writing.set()
            self.writing.append((now - LOOK, float("inf")))
        elif not writes and self.now_writing.is_set():
            self.now_writing.clear()
            self.writing[-1] = (self.writing[-1][0], now)


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
