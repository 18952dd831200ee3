"""`make run` on a fresh checkout: first start, what it prints, Ctrl-C, and the second start."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tools import postgres

# What the tests set for themselves must not reach a system that sets itself up.
OWN_SETTINGS = {
    "SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY", "LOCAL", "DEBUG", "ALLOWED_HOSTS", "MEDIA_ROOT",
    "CSRF_TRUSTED_ORIGINS", "DEMO_PASSWORD", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT",
    "MAKEFLAGS", "MAKELEVEL", "WORKER",
}  # fmt: skip
ACCOUNTS = ["admin", "city", "county", "chair", "auditor", "county2", "chair2"]

pytestmark = pytest.mark.slow


@dataclass
class Run:
    """One `make run`. The mark in its environment finds every process that belongs to it."""

    checkout: Path
    settings: dict[str, str]
    port: int = field(default_factory=postgres.free_port)
    mark: str = field(default_factory=lambda: f"run-{uuid.uuid4().hex}")
    started: float = 0.0

    def __enter__(self) -> "Run":
        inherited = {k: v for k, v in os.environ.items() if k not in OWN_SETTINGS}
        own = {"PORT": str(self.port), "UNIONREG_MARK": self.mark, "PYTHON": sys.executable}
        self.log = self.checkout / f"{self.mark}.log"
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["make", "run"],
            cwd=self.checkout,
            env=inherited | own | self.settings,
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        for number in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait()

    def output(self) -> str:
        return self.log.read_text()

    def wait(self, seconds: float) -> float:
        """Wait for the address; returns the seconds since the start."""
        while "unionreg runs at" not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() - self.started < seconds, self.output()
            time.sleep(0.1)
        return time.monotonic() - self.started

    def processes(self) -> list[int]:
        """Numbers of all processes of this run that are alive."""
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if self.owns(folder)]

    def owns(self, folder: Path) -> bool:
        try:
            return self.mark.encode() in (folder / "environ").read_bytes()
        except OSError:
            return False

    def interrupt(self) -> None:
        """Press Ctrl-C: the terminal signals the whole foreground group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=20)

    def status(self, path: str) -> int:
        client = HTTPConnection("127.0.0.1", self.port, timeout=10)
        client.request("GET", path)
        return client.getresponse().status


def test_first_start_ctrl_c_and_second_start(checkout, empty_database):
    with Run(checkout, empty_database) as first:
        first.wait(300)
        assert f"http://127.0.0.1:{first.port}/" in first.output()
        assert [name for name in ACCOUNTS if f"  {name} " not in first.output()] == []
        assert first.status("/") in {200, 302}
        # make, supervisor, gunicorn with at least one web process, background worker
        assert len(first.processes()) >= 5
        first.interrupt()
        assert first.processes() == []
    env_file = checkout / ".env"
    assert env_file.stat().st_mode & 0o777 == 0o600
    password = re.findall(r"^DEMO_PASSWORD=(.+)$", env_file.read_text(), re.M)[0]
    assert password in first.output()
    before = env_file.read_text()

    with Run(checkout, empty_database) as second:
        assert second.wait(120) < 60
        assert second.status("/") in {200, 302}
        assert password in second.output()
        second.process.terminate()
        second.process.wait(timeout=20)
        assert second.processes() == []
    assert env_file.read_text() == before


def test_a_taken_port_fails_at_once(checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with Run(checkout, {}, port=other.getsockname()[1]) as refused:
            assert refused.process.wait(timeout=20) != 0
            assert f"Port {refused.port} on 127.0.0.1 is not free" in refused.output()
            assert refused.processes() == []
    # Nothing was set up.
    assert not (checkout / ".env").exists()
    assert not (checkout / "var").exists()
