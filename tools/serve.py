"""Set up the database, then run web server and background worker until Ctrl-C.

    python -m tools.serve

Environment: PORT (8000), WORKER (management command of the worker), DATABASE_URL. This is the
local installation; a production system runs the same two processes as services (deploy/).
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
MANAGE = [sys.executable, "manage.py"]
WEB = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
START_SECONDS = 60
STOP_SECONDS = 10
# A worker that dies this often this early will not get better by another start.
QUICK_DEATHS = 3
QUICK_SECONDS = 10


class StopRequest(Exception):
    """Somebody asked us to stop."""


class Failure(Exception):
    """Something that ends `make run`; the text says what to do."""


@dataclass
class Service:
    """A process that is to run all the time, in a process group of its own."""

    name: str
    command: list[str]
    pass_fds: tuple[int, ...] = ()
    essential: bool = True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0

    def start(self) -> None:
        """Start the process. Signals of the terminal reach it only through us."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.pass_fds,
        )

    def exit_code(self) -> int | None:
        """Exit code of a dead process, None for a living one."""
        return self.process.poll() if self.process else None

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and all that it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def revive(self) -> None:
        """Start a dead worker again; raises Failure where that does not help.

        An import that the worker was at goes on with the new one.
        """
        code = self.exit_code()
        quick = time.monotonic() - self.started < QUICK_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        if self.essential or self.quick_deaths >= QUICK_DEATHS:
            raise Failure(f"The {self.name} ended unexpectedly (exit code {code}).")
        print(f"The {self.name} ended (exit code {code}); starting it again.", flush=True)
        self.signal_group(signal.SIGKILL)
        self.start()


def wanted_port() -> int:
    """The port from PORT. Raises Failure when it is none."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


@contextlib.contextmanager
def claim(port: int) -> Iterator[socket.socket]:
    """A socket bound to the port, so that we notice at once when another program has it.

    It does not listen yet: a browser is refused, not kept waiting, until the system is set up.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as claimed:
        claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with port_must_be_free(port):
            claimed.bind((HOST, port))
        yield claimed


@contextlib.contextmanager
def port_must_be_free(port: int) -> Iterator[None]:
    """Turn the system's refusal into a Failure that says what to do."""
    try:
        yield
    except OSError as error:
        raise Failure(
            f"Port {port} on {HOST} is not free ({error.strerror}). "
            f"Stop the other program or take another port: make run PORT={port + 1}"
        ) from None


def manage(*arguments: str) -> None:
    """Run a management command to its end. Raises Failure when it fails."""
    step = Service("set-up", [*MANAGE, *arguments])
    step.start()
    try:
        while step.exit_code() is None:
            time.sleep(0.05)
    except StopRequest:
        stop([step])
        raise
    if code := step.exit_code():
        raise Failure(f"manage.py {' '.join(arguments)} failed (exit code {code}).")


def services(listener: socket.socket) -> list[Service]:
    """The two processes of a running system."""
    web = [*WEB, "--bind", f"fd://{listener.fileno()}"]
    worker = [*MANAGE, *os.environ.get("WORKER", "run_worker").split()]
    return [
        Service("web server", web, pass_fds=(listener.fileno(),)),
        Service("background worker", worker, essential=False),
    ]


def answers(port: int) -> bool:
    """Whether the web server gives a page."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_answering(running: list[Service], port: int) -> None:
    """Return once the first page comes. Raises Failure after START_SECONDS without one."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        keep_alive(running)
        if time.monotonic() > deadline:
            raise Failure(f"The web server gave no page within {START_SECONDS} seconds.")
        time.sleep(0.2)


def keep_alive(running: list[Service]) -> None:
    """Look after the processes once. Raises Failure or StopRequest."""
    for service in running:
        if service.exit_code() is not None:
            service.revive()


def watch(running: list[Service]) -> None:
    """Look after the processes until somebody stops us, or whoever started us is gone."""
    parent = os.getppid()
    while os.getppid() == parent:
        keep_alive(running)
        time.sleep(0.5)


def stop(running: list[Service]) -> None:
    """End all processes: politely first, after STOP_SECONDS with force."""
    for service in running:
        service.signal_group(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while any(service.exit_code() is None for service in running) and time.monotonic() < deadline:
        time.sleep(0.05)
    for service in running:
        service.signal_group(signal.SIGKILL)
        if service.process:
            service.process.wait()


def on_signals(handler: Callable[..., None] | signal.Handlers) -> None:
    """Do this at Ctrl-C, at a polite request to end, and when the terminal closes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def request_stop(*_: object) -> None:
    """Begin to stop; nothing interrupts the stopping itself."""
    on_signals(signal.SIG_IGN)
    raise StopRequest


def run() -> None:
    """Set up, start, tell the address and stay until the end."""
    port = wanted_port()
    with claim(port) as listener:
        manage("bootstrap", "--demo")
        with port_must_be_free(port):
            listener.listen(128)
        serve(services(listener), port)


def serve(running: list[Service], port: int) -> None:
    """Run the processes until somebody stops us; whatever happens, none of them stays behind."""
    try:
        for service in running:
            service.start()
        wait_until_answering(running, port)
        print(f"\nunionreg runs at http://{HOST}:{port}/   (Ctrl-C stops it)\n", flush=True)
        watch(running)
    finally:
        on_signals(signal.SIG_IGN)
        stop(running)


def main() -> int:
    """Returns the exit code: 0 when somebody stopped us, 1 when something failed."""
    on_signals(request_stop)
    try:
        run()
    except StopRequest:
        print("\nStopped.", flush=True)
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
