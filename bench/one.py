"""One database, in a process of its own: `python -m bench.one [city]`, started by bench/run.py.

Reads BENCH_DIR, BENCH_FILES (where workbooks are kept for the next database), BENCH_ROUNDS and
DATABASE_URL (an empty database); writes `timings.json` into BENCH_DIR.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def main(what: str = "") -> None:
    """Prepare the scratch counties and the workbooks, measure, write the times."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django
    from django.db import connection

    django.setup()
    scratch, timings = _city() if what else _usual()
    report = {
        "vendor": connection.vendor,
        "database": scratch.version(),
        "seconds": timings.seconds,
        "notes": timings.notes,
    }
    (Path(os.environ["BENCH_DIR"]) / "timings.json").write_text(json.dumps(report))


def _usual() -> tuple[Any, Any]:
    from bench import county, databases
    from bench.files import make_files
    from bench.rounds import Run
    from bench.sizes import sizes

    county.prepare(sizes().large)
    files = make_files(Path(os.environ["BENCH_FILES"]), sizes(), county.union_codes())
    scratch = databases.scratch()
    return scratch, Run(scratch, files).measure_all(int(os.environ["BENCH_ROUNDS"]))


def _city() -> tuple[Any, Any]:
    from bench import databases
    from bench.city import CityRun, prepare

    files = prepare(Path(os.environ["BENCH_FILES"]))
    scratch = databases.scratch()
    return scratch, CityRun(scratch, files).measure_all()


if __name__ == "__main__":
    main(*sys.argv[1:])
