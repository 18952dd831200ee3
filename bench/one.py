"""One database, in a process of its own: `python -m bench.one`, started by bench/run.py.

Reads BENCH_DIR, BENCH_ROWS, BENCH_STOCK_ROWS, BENCH_ROUNDS and DATABASE_URL (an empty database);
writes `timings.json` into BENCH_DIR.
"""

from __future__ import annotations

import json
import os
from pathlib import Path


def main() -> None:
    """Prepare the scratch county and the workbooks, measure, write the times."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench import county, databases, people, stock
    from bench.rounds import Files, run_rounds

    folder, rows = Path(os.environ["BENCH_DIR"]), int(os.environ["BENCH_ROWS"])
    few = min(rows, int(os.environ["BENCH_STOCK_ROWS"]))
    county.prepare(rows)
    names = ("provincial.xlsx", "small.xlsx", "plain.xlsx")
    provincial, small, plain = (folder / name for name in names)
    made = people.make_people(rows, county.union_codes())
    people.write_provincial(provincial, made)
    people.write_provincial(small, made[:few])
    stock.write_plain(plain, made[:few])
    files = Files(provincial, rows, small, plain, few)
    scratch = databases.scratch()
    timings = run_rounds(scratch, files, int(os.environ["BENCH_ROUNDS"]))
    report = {
        "database": scratch.version(),
        "seconds": timings.seconds,
        "notes": timings.notes,
    }
    (folder / "timings.json").write_text(json.dumps(report))


if __name__ == "__main__":
    main()
