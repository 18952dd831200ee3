"""One database, in a process of its own: `python -m bench.one`, started by bench/run.py.

Reads BENCH_DIR, BENCH_ROWS, BENCH_ROUNDS and DATABASE_URL (an empty database); writes
`timings.json` into BENCH_DIR.
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
    county.prepare(rows)
    files = Files(folder / "provincial.xlsx", folder / "plain.xlsx", rows)
    made = people.make_people(rows, county.union_codes())
    people.write_provincial(files.provincial, made)
    stock.write_plain(files.plain, made)
    scratch = databases.scratch()
    seconds = run_rounds(scratch, files, int(os.environ["BENCH_ROUNDS"]))
    report = {"database": scratch.version(), "seconds": seconds}
    (folder / "timings.json").write_text(json.dumps(report))


if __name__ == "__main__":
    main()
