"""The supervisor behind `make run`: it stops what it started and says clearly what went wrong."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools import postgres, serve
from tools.serve import Failure, Service

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP


@pytest.fixture
def start() -> Iterator[Callable[..., Service]]:
    """Starts services that run a line of Python; whatever still runs is ended after the test."""
    started: list[Service] = []

    def start(code: str, *, essential: bool = True) -> Service:
        service = Service("helper", [sys.executable, "-c", code], essential=essential)
        service.start()
        started.append(service)
        return service

    yield start
    for service in started:
        service.signal_group(signal.SIGKILL)


def pid(service: Service) -> int:
    assert service.process
    return service.process.pid


def is_alive(number: int) -> bool:
    """Whether a process runs; one that ended and was not yet collected does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text()
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_stop_ends_children_of_children(start, tmp_path):
    note = tmp_path / "pid"
    start_child = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {SLEEP!r}])"
    service = start(f"{start_child}; open({str(note)!r}, 'w').write(str(p.pid)); p.wait()")
    assert wait_for(lambda: note.exists() and note.read_text() != "")
    child = int(note.read_text())
    assert is_alive(child)
    serve.stop([service])
    assert service.exit_code() is not None
    assert wait_for(lambda: not is_alive(child))


def test_stop_does_not_wait_for_ever(start, monkeypatch):
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.5)
    service = start(DEAF)
    time.sleep(0.3)
    serve.stop([service])
    assert service.exit_code() == -signal.SIGKILL


def test_a_dead_web_server_ends_everything(start):
    service = start("raise SystemExit(3)")
    assert wait_for(lambda: service.exit_code() is not None)
    with pytest.raises(Failure, match=r"helper ended unexpectedly \(exit code 3\)"):
        serve.keep_alive([service])


def test_a_killed_worker_is_started_again(start):
    service = start(SLEEP, essential=False)
    first = pid(service)
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: service.exit_code() is not None)
    serve.keep_alive([service])
    assert service.exit_code() is None
    assert pid(service) != first


def test_a_worker_that_keeps_dying_ends_everything(start):
    service = start("raise SystemExit(4)", essential=False)
    for _ in range(serve.QUICK_DEATHS - 1):
        assert wait_for(lambda: service.exit_code() is not None)
        serve.keep_alive([service])
    assert wait_for(lambda: service.exit_code() is not None)
    with pytest.raises(Failure, match="exit code 4"):
        serve.keep_alive([service])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_named_with_the_remedy(taken_port):
    wanted = f"Port {taken_port} .*not free.*make run PORT={taken_port + 1}"
    with pytest.raises(Failure, match=wanted), serve.claim(taken_port):
        pass


def test_two_that_set_up_at_the_same_time_do_not_share_a_port():
    port = postgres.free_port()
    with serve.claim(port) as first, serve.claim(port) as second:
        first.listen()
        with pytest.raises(Failure), serve.port_must_be_free(port):
            second.listen()


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_wrong_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Failure, match="PORT must be a number"):
        serve.wanted_port()


def test_the_usual_port_is_8000(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert serve.wanted_port() == 8000


def test_nobody_is_let_in_before_the_system_is_set_up():
    port = postgres.free_port()
    with serve.claim(port), socket.socket() as client, pytest.raises(ConnectionRefusedError):
        client.connect((serve.HOST, port))
