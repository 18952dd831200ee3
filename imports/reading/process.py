"""Starting the reading process, listening to it, and ending it whatever happens."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from imports.reading.spec import Column, Layout, Limits, Refusal, Refused, Summary
from imports.reading.wire import LONGEST_LINE, decode, encode

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-s", "-m", "imports.reading.child")
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
BLOCK = 2**18
PIPE = 2**20  # the usual size holds two hundred rows
# What is taken from the process before it is needed: lines of a thousand rows, and their bytes.
MOST_LINES, MOST_WAITING = 1000, 2**25
SIGN_OF_LIFE = 5.0  # seconds


class Workbook:
    """An uploaded file, read by another process.

    ``path``: the stored upload; ``columns``: what to look for; ``limits``: what it may cost;
    ``waiting``: called every few seconds while the process has nothing to say.
    Use as a context manager::

        with Workbook(path, columns) as book:
            book.layout
            for rows in book.batches():      # each row: [Excel row number, cell A, cell B, …]
                …
            book.summary

    Raises :class:`Refused` on entering, or later while rows are read: the caller throws away
    what it has.  Leaving the block kills the process if it still runs.
    """

    def __init__(
        self,
        path: Path,
        columns: Sequence[Column],
        limits: Limits | None = None,
        command: Sequence[str] = COMMAND,
        waiting: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path.resolve()
        self.columns = columns
        self.limits = limits or Limits()
        self.command = command
        self.waiting = waiting
        self.summary = Summary()
        self._left = float(self.limits.seconds)
        self._lines: deque[bytes] = deque()
        self._begun = b""
        self._waiting_bytes = 0

    def __enter__(self) -> Workbook:
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=_environment(),
            start_new_session=True,
        )
        self._output = cast("IO[bytes]", self._process.stdout).fileno()
        try:
            _widen(self._output)
            self._ask()
            self.layout = Layout.from_dict(self._next("layout"))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def batches(self) -> Iterator[list[list[Any]]]:
        """Lists of rows, each row a list of its Excel row number and its cells from column A."""
        while True:
            frame = self._frame()
            if "rows" in frame:
                yield frame["rows"]
                continue
            rows, last_row, left_out, count, hidden = _expect(frame, "end")
            left = [tuple(item) for item in left_out]
            self.summary = Summary(rows, last_row, left, count, hidden)
            self.layout = replace(self.layout, hidden_count=count, hidden=tuple(hidden))
            return

    def _ask(self) -> None:
        request = {
            "path": str(self.path),
            "columns": [
                [item.key, item.headers, item.required, item.identity] for item in self.columns
            ],
            "limits": vars(self.limits),
        }
        stdin = cast("IO[bytes]", self._process.stdin)
        try:
            stdin.write(encode(request))
            stdin.close()
        except BrokenPipeError as error:
            raise Refused(Refusal.READER_FAILED) from error

    def _next(self, name: str) -> Any:
        return _expect(self._frame(), name)

    def _frame(self) -> dict[str, Any]:
        try:
            return decode(self._line())
        except ValueError as error:
            raise Refused(Refusal.READER_FAILED) from error

    def _line(self) -> bytes:
        """One line of the process, waiting no longer in all than the limit allows."""
        poll = self._poll()
        while not self._lines:
            self._wait(poll)
            self._take()
        # what else it has to say is taken too: the sooner it ends, the sooner its memory is free
        while self._has_room() and poll.poll(0) and self._take():
            pass
        line = self._lines.popleft()
        self._waiting_bytes -= len(line)
        return line

    def _has_room(self) -> bool:
        return len(self._lines) < MOST_LINES and self._waiting_bytes < MOST_WAITING

    def _poll(self) -> select.poll:
        poll = select.poll()
        poll.register(self._output, select.POLLIN | select.POLLHUP)
        return poll

    def _wait(self, poll: select.poll) -> None:
        while not self._ready(poll):
            if self._left <= 0:
                raise Refused(Refusal.TIMEOUT, seconds=self.limits.seconds)
            self.waiting()

    def _take(self) -> bool:
        """What the process has said by now, cut into lines; False when it has ended."""
        block = os.read(self._output, BLOCK)
        if not block and not self._lines:
            self._died()
        *lines, self._begun = (self._begun + block).split(b"\n")
        self._lines += lines
        self._waiting_bytes += sum(map(len, lines))
        if len(self._begun) > LONGEST_LINE:
            raise Refused(Refusal.READER_FAILED)
        return bool(block)

    def _ready(self, poll: select.poll) -> bool:
        """Whether the process says something within the next seconds."""
        start = time.monotonic()
        ready = poll.poll(max(min(self._left, SIGN_OF_LIFE), 0) * 1000)
        self._left -= time.monotonic() - start
        return bool(ready)

    def _died(self) -> None:
        """The process ended without an answer: it was killed, or the reader aborted it."""
        code = self._process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            raise Refused(Refusal.TIMEOUT, seconds=self.limits.seconds)
        raise Refused(Refusal.READER_FAILED)

    def _end(self) -> None:
        """Kill the process and collect it."""
        process = self._process
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _widen(pipe: int) -> None:
    """Let the process run ahead; where that is not granted, it only waits more often."""
    with suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)


def _environment() -> dict[str, str]:
    """The child gets none of our settings and keys, and gives memory back as soon as it can."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        "PYTHONIOENCODING": "utf-8",
        "RUST_BACKTRACE": "0",
        "MALLOC_TRIM_THRESHOLD_": "131072",
    }


def _expect(frame: dict[str, Any], name: str) -> Any:
    """The wanted part of a frame.  Raises :class:`Refused` when it is a refusal."""
    if name in frame:
        return frame[name]
    try:
        code = Refusal(str(frame.get("refused", "")))
    except ValueError as error:
        raise Refused(Refusal.READER_FAILED) from error
    raise Refused(code, **dict(frame.get("params", {})))
