"""`make bench`: measure unionreg against its baselines, print a table, write bench/results.json.

`make bench-city` (`bench/run.py city`): the same for a whole city, in bench/results-city.json.
A Markdown table for docs/performance.md lies beside the list.

Environment: BENCH_ROWS (people in the smallest workbook, 5000; the others hold 4 and 20 times as
many), BENCH_ROUNDS (1), BENCH_STOCK_ROUNDS (1), BENCH_CITY_ROWS (1760000), BENCH_DATABASES
("sqlite,postgresql"), BENCH_COUNTY_UNIONS (1000) and BENCH_COUNTY_MEMBERS (50000) of the county
that is checked, BENCH_RESULTS (where the list goes).  PostgreSQL is TEST_DATABASE_URL, whose
user may create databases, else a throw-away server; see docs/performance.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import sizes  # noqa: E402
from bench.lines import Line, city_lines, lines  # noqa: E402
from bench.report import Outcome, markdown, outcomes, table  # noqa: E402
from tools import postgres  # noqa: E402

ROUNDS = os.environ.get("BENCH_ROUNDS") or "1"
DATABASES = os.environ.get("BENCH_DATABASES") or "sqlite,postgresql"
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
            for name in (f"{NAME}_round", f"{NAME}_medium", f"{NAME}_large", NAME):
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


def measure(kind: str, files: str, what: Sequence[str]) -> dict[str, Any]:
    """Everything on one database, measured in a process of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="unionreg-bench-") as name,
        database_url(kind, Path(name)) as url,
    ):
        settings = {"BENCH_DIR": name, "BENCH_FILES": files, "BENCH_ROUNDS": ROUNDS}
        subprocess.run(
            [sys.executable, "-m", "bench.one", *what],
            cwd=ROOT,
            env={**os.environ, **settings, "DATABASE_URL": url},
            check=True,
        )
        report: dict[str, Any] = json.loads((Path(name) / "timings.json").read_text())
    print("\n".join(report["notes"]), flush=True)
    return report


def _wanted(what: Sequence[str]) -> tuple[str, Sequence[Line]]:
    """What is measured: its name in file names, and its lines."""
    if what:
        return "results-city", city_lines(sizes.city_rows(), sizes.city_file())
    return "results", lines(sizes.sizes())


def main(*what: str) -> None:
    """Measure on every database, print the table, write the list."""
    start = time.monotonic()
    name, wanted = _wanted(what)
    found: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="unionreg-bench-files-") as files:
        for kind in filter(_available, DATABASES.split(",")):
            print(f"{kind} …", flush=True)
            found += outcomes(wanted, measure(kind, files, what))
    results = Path(os.environ.get("BENCH_RESULTS") or ROOT / "bench" / f"{name}.json")
    results.write_text(json.dumps([outcome.as_json() for outcome in found], indent=1) + "\n")
    results.with_suffix(".md").write_text(markdown(found) + "\n")
    print(table(found))
    print(f"{results}, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(f"Measuring failed: {error}")
