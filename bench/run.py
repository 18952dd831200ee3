"""`make bench`: measure unionreg against its baselines, print a table, write bench/results.json.

Environment: BENCH_ROWS (people in the workbook, 5000), BENCH_STOCK_ROWS (people in the workbook
that the stock flow reads too, 1000: it takes its time), BENCH_ROUNDS (3), BENCH_DATABASES
("sqlite,postgresql"), BENCH_COUNTY_UNIONS (3000) and BENCH_COUNTY_MEMBERS (200000) of the county
that is checked, BENCH_RESULTS (where the list goes). PostgreSQL is TEST_DATABASE_URL, whose
user may create databases, else a throw-away server; see docs/performance.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.report import Outcome, outcomes, table  # noqa: E402
from tools import postgres  # noqa: E402

ROWS = os.environ.get("BENCH_ROWS", "5000")
STOCK_ROWS = os.environ.get("BENCH_STOCK_ROWS", "1000")
ROUNDS = os.environ.get("BENCH_ROUNDS", "3")
DATABASES = os.environ.get("BENCH_DATABASES", "sqlite,postgresql")
RESULTS = Path(os.environ.get("BENCH_RESULTS", ROOT / "bench" / "results.json"))
NAME = f"unionreg_bench_{os.getpid()}"


@contextmanager
def database_url(kind: str, folder: Path) -> Iterator[str]:
    """Address of an empty database for the time of the block."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'base.sqlite3'}"
    elif given := os.environ.get("TEST_DATABASE_URL"):
        with _created(given) as url:
            yield url
    else:
        with postgres.server() as server, _created(server.url) as url:
            yield url


@contextmanager
def _created(server: str) -> Iterator[str]:
    """A database of our own on a server, and its copies, dropped at the end."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{NAME}"')
        try:
            yield f"{server.rpartition('/')[0]}/{NAME}"
        finally:
            for name in (f"{NAME}_round", NAME):
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _available(kind: str) -> bool:
    """Whether there is a server for this kind of database; says so when there is none."""
    if kind == "sqlite" or os.environ.get("TEST_DATABASE_URL"):
        return True
    try:
        postgres.find_binaries()
    except SystemExit as missing:
        print(f"{kind}: NOT MEASURED. {missing}", flush=True)
        return False
    return True


def measure(kind: str) -> list[Outcome]:
    """All lines on one database, measured in a process of their own."""
    with (
        tempfile.TemporaryDirectory(prefix="unionreg-bench-") as name,
        database_url(kind, Path(name)) as url,
    ):
        settings = {
            "BENCH_DIR": name,
            "BENCH_ROWS": ROWS,
            "BENCH_STOCK_ROWS": STOCK_ROWS,
            "BENCH_ROUNDS": ROUNDS,
        }
        subprocess.run(
            [sys.executable, "-m", "bench.one"],
            cwd=ROOT,
            env={**os.environ, **settings, "DATABASE_URL": url},
            check=True,
        )
        report = json.loads((Path(name) / "timings.json").read_text())
    print("\n".join(report["notes"]), flush=True)
    return outcomes(report["database"], report["seconds"])


def main() -> None:
    """Measure on every database, print the table, write the list."""
    start = time.monotonic()
    found: list[Outcome] = []
    for kind in filter(_available, DATABASES.split(",")):
        print(f"{kind}: {int(ROWS):,} people, {ROUNDS} rounds …", flush=True)
        found += measure(kind)
    RESULTS.write_text(json.dumps([outcome.as_json() for outcome in found], indent=1) + "\n")
    print(table(found))
    print(f"{RESULTS}, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Measuring failed: {error}")
