"""The run against one database: prepare it, measure, print.  Needs Django set up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.db import connection

from bench import load_stats
from bench.load_county import World, prepare
from bench.load_import import Importer
from bench.load_phases import SAVES, Crowd, running
from bench.load_stats import Sample

SIZES = {
    "MEMBERS": 100_000,
    "ROWS": 20_000,
    "FILES": 4,
    "STAFF": 50,
    "CHAIRS": 200,
    "SECONDS": 90,
}


def size(name: str) -> int:
    """One of the sizes, as the environment says."""
    return int(os.environ.get(f"BENCH_LOAD_{name}") or SIZES[name])


def run(folder: Path) -> list[dict[str, Any]]:
    """All of it; the entries of results-load.json."""
    sizes = {name.lower(): size(name) for name in SIZES if name != "SECONDS"}
    print(f"Preparing: {sizes} …", flush=True)
    return measure(prepare(folder, **sizes))


def measure(world: World) -> list[dict[str, Any]]:
    """Both phases on the connected database, which holds the world."""
    database = _version()
    connection.close()
    with running() as port:
        crowd = Crowd(world, port)
        print("Signing in …", flush=True)
        crowd.sign_in()
        print(f"Idle: one request at a time for {size('SECONDS')} s …", flush=True)
        idle = crowd.idle(size("SECONDS"))
        load = os.getloadavg()[0]
        print(f"Loaded: everybody, {len(world.files)} files …", flush=True)
        loaded, importer = crowd.loaded()
    print(f"{database}; server, worker, database and clients share {os.cpu_count()} cores")
    print(f"Load average of the machine: idle {load:.1f}, loaded {os.getloadavg()[0]:.1f}")
    return _report(database, idle, loaded, importer)


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {(cursor.fetchone() or ('',))[0].split()[0]}"


def _report(
    database: str, idle: list[Sample], loaded: list[Sample], importer: Importer
) -> list[dict[str, Any]]:
    found = load_stats.lines(idle, loaded)
    print(load_stats.table(found))
    print(f"{len(loaded) / sum(importer.took):.1f} requests a second under load")
    print(f"Each file: {_seconds(importer.took)}")
    print(f"of these from the confirmation on: {_seconds(e - s for s, e in importer.writing)}")
    saves = load_stats.during((one for one in loaded if one.kind in SAVES), importer.writing)
    print(load_stats.longest(saves))
    wrong = [f"{one.kind}: {one.error}" for one in (*idle, *loaded) if one.error]
    wrong += importer.failed
    for text in sorted(set(wrong)):
        print(f"ERROR {text} ({wrong.count(text)})")
    return load_stats.as_json(database, found, saves, len(wrong))


def _seconds(values: Any) -> str:
    return ", ".join(f"{value:.1f} s" for value in values)
