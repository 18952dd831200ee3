"""Run the whole suite on SQLite and on PostgreSQL and sum both up in one closing line.

    python -m tools.run_tests [--only sqlite|postgresql] [arguments for pytest …]

PostgreSQL is TEST_DATABASE_URL (its user must be allowed to create databases), else a
throw-away server (tools/postgres.py). With CI=true a skipped test counts as failed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import browser, postgres

ROOT = Path(__file__).resolve().parent.parent
MINUTES_PER_DATABASE = 25
DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Outcome:
    """How the suite ended on one database. `seconds` is wall-clock time."""

    database: str
    passed: int
    failed: int
    skipped: int
    seconds: float

    def line(self) -> str:
        """One line for the closing table, in words that no counter takes for the sum."""
        return (
            f"{self.database:<12} passed {self.passed}  failed {self.failed}"
            f"  skipped {self.skipped}  ({self.seconds:.0f} s)"
        )


def processes() -> str:
    """Number of test processes: TEST_PROCESSES, else one per core up to four."""
    return os.environ.get("TEST_PROCESSES") or str(min(os.cpu_count() or 1, 4))


def read_counts(summary: Path, exit_code: int) -> tuple[int, int, int]:
    """Passed, failed and skipped from the plugin's file.

    A run that ended badly without a failed test (crash, nothing collected) counts as one failure.
    """
    counts = json.loads(summary.read_text()) if summary.exists() else {}
    failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("xpassed", 0)
    if exit_code and not failed:
        failed = 1
    return counts.get("passed", 0), failed, counts.get("skipped", 0)


def run_suite(database: str, url: str, arguments: list[str], scratch: Path) -> Outcome:
    """Run pytest against one database; `scratch` takes its files."""
    summary = scratch / "summary.json"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "UNIONREG_SUMMARY": str(summary),
        "UNIONREG_TEST_DIR": str(scratch),
    }
    pytest = [sys.executable, "-m", "pytest", "-p", "tools.pytest_summary", "-rs", "-q"]
    parallel = ["-n", processes(), "--dist=worksteal"]
    started = time.monotonic()
    code = call([*pytest, *parallel, *arguments], environment)
    passed, failed, skipped = read_counts(summary, code)
    return Outcome(database, passed, failed, skipped, time.monotonic() - started)


def call(command: list[str], environment: dict[str, str]) -> int:
    """Run a program to its end, or end it after MINUTES_PER_DATABASE; returns its exit code."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        return process.wait(timeout=60 * MINUTES_PER_DATABASE)
    except subprocess.TimeoutExpired:
        print(f"Stopped: not done after {MINUTES_PER_DATABASE} minutes", flush=True)
        return 1
    finally:
        process.terminate()
        process.wait()


@contextmanager
def database_url(database: str, scratch: Path) -> Iterator[str]:
    """Address of an empty database of this kind, for the time of the block."""
    if database == "sqlite":
        yield f"sqlite:///{scratch / 'unionreg.sqlite3'}"
    elif chosen := os.environ.get("TEST_DATABASE_URL"):
        yield chosen
    else:
        with postgres.server() as server:
            print(server.version, flush=True)
            yield server.url


def run_on(database: str, arguments: list[str]) -> Outcome:
    """Prepare a database and run the suite on it."""
    print(f"\n=== {database} ===", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="unionreg-", ignore_cleanup_errors=True) as folder,
        database_url(database, Path(folder)) as url,
    ):
        return run_suite(database, url, arguments, Path(folder))


def closing(outcomes: list[Outcome], *, skips_fail: bool) -> tuple[str, int]:
    """Closing lines for all databases and the exit code."""
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    lines = [outcome.line() for outcome in outcomes]
    if skips_fail and skipped:
        lines.append(f"{skipped} skipped tests count as failed with CI=true; reasons above")
        failed, skipped = failed + skipped, 0
    lines.append(
        f"total: {passed} passed, {failed} failed" + f", {skipped} skipped" * (skipped > 0)
    )
    return "\n".join(lines), int(failed > 0 or passed == 0)


def interrupt(*_: object) -> None:
    """Treat a request to stop like Ctrl-C, so that the database server is stopped as well."""
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Run everything; returns the exit code."""
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    databases: tuple[str, ...] = DATABASES
    if arguments[:1] == ["--only"]:
        databases, arguments = (arguments[1],), arguments[2:]
    browser.ensure()
    outcomes = [run_on(database, arguments) for database in databases]
    text, code = closing(outcomes, skips_fail=os.environ.get("CI") == "true")
    print(f"\n{text}", flush=True)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
