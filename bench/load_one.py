"""The run against one database: prepare it, measure, print.  Needs Django set up."""

from __future__ import annotations

import os
from collections.abc import Sequence
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
    """All phases on the connected database, which holds the world."""
    database = _version()
    connection.close()
    with running() as port:
        crowd = Crowd(world, port)
        print("Signing in …", flush=True)
        crowd.sign_in()
        print(f"Idle: one request at a time for {size('SECONDS')} s …", flush=True)
        idle = crowd.idle(size("SECONDS"))
        load = os.getloadavg()[0]
        print(f"People: everybody for {size('SECONDS')} s …", flush=True)
        people = crowd.people(size("SECONDS"))
        print("Loaded: everybody, while files are imported …", flush=True)
        loaded, importer = crowd.loaded()
        loads = (load, os.getloadavg()[0])
        print("Probed: the same with saves that look for locks …", flush=True)
        probed, prober = crowd.probed()
    print(f"{database}; server, worker, database and clients share {os.cpu_count()} cores")
    print("Load average of the machine: idle {:.1f}, loaded {:.1f}".format(*loads))
    return _report(database, (idle, people, loaded, probed), (importer, prober))


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {(cursor.fetchone() or ('',))[0].split()[0]}"


def _report(
    database: str, phases: Sequence[list[Sample]], importers: Sequence[Importer]
) -> list[dict[str, Any]]:
    """`phases`: idle, people, loaded, probed; `importers` of the last two."""
    idle, people, loaded, _probed = phases
    found = load_stats.lines(idle, people, loaded)
    print(load_stats.table(found))
    print(f"{len(loaded) / sum(importers[0].took):.1f} requests a second under load")
    for name, importer in zip(("loaded", "probed"), importers, strict=True):
        print(f"Each file ({name}): {_seconds(importer.took)}")
        print(f"of these from the confirmation on: {_seconds(e - s for s, e in importer.writing)}")
    everything = [one for phase in phases for one in phase]
    spans = [span for importer in importers for span in importer.writing]
    saves = load_stats.during((one for one in everything if one.kind in SAVES), spans)
    print(load_stats.longest(saves))
    wrong = [f"{one.kind}: {one.error}" for one in everything if one.error]
    wrong += [failure for importer in importers for failure in importer.failed]
    for text in sorted(set(wrong)):
        print(f"ERROR {text} ({wrong.count(text)})")
    return load_stats.as_json(database, found, saves, len(wrong))


def _seconds(values: Any) -> str:
    return ", ".join(f"{value:.1f} s" for value in values)
