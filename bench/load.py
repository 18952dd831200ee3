"""`make bench-load`: clerks and chairs at work on a county while files are imported into it.

gunicorn and the background worker as `deploy/` starts them, on PostgreSQL (TEST_DATABASE_URL, else
a throw-away server); see docs/load.md. Environment: BENCH_LOAD_STAFF (50), BENCH_LOAD_CHAIRS (200),
BENCH_LOAD_MEMBERS (100000, there before), BENCH_LOAD_ROWS (20000, of one file), BENCH_LOAD_FILES
(4, one after the other; of two or more a fifth, one at least, with saves that look for locks
besides), BENCH_LOAD_SECONDS (90, the idle phase, and that without an import), BENCH_RESULTS.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.run import database_url  # noqa: E402
from tools import serve  # noqa: E402

RESULTS = Path(os.environ.get("BENCH_RESULTS", ROOT / "bench" / "results-load.json"))


def main() -> None:
    """Prepare, measure all phases, print the table, write the list."""
    with (
        tempfile.TemporaryDirectory(prefix="unionreg-load-") as name,
        database_url("postgresql", Path(name)) as url,
    ):
        settings = {"BENCH_DIR": name, "DATABASE_URL": url, "WORKER": "run_worker -v 0"}
        os.environ.update(settings, DJANGO_SETTINGS_MODULE="bench.settings")
        import django

        django.setup()
        from bench import load_one

        entries = load_one.run(Path(name))
    RESULTS.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n")
    print(RESULTS)


if __name__ == "__main__":
    serve.on_signals(serve.request_stop)
    try:
        main()
    except serve.StopRequest:
        sys.exit("Stopped.")
    except serve.Failure as failure:
        sys.exit(str(failure))
