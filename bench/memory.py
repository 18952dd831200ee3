"""How much memory a piece of work takes: in a process of its own, looked at from outside.

As a program: `python -m bench.memory import FILE` or `export`; the database is DATABASE_URL.  It
prints how many SQL statements the work took.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

EVERY = 0.01  # seconds


def measure(url: str, *work: str) -> tuple[float, int]:
    """Most memory in MB that the process and its children had at one moment; its statements."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.memory", *work],
        stdout=subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": url},
        text=True,
    )
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_resident, _family(process.pid))))
        time.sleep(EVERY)
    output, _errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{work} failed in a process of its own")
    return most / 1024, int(output)


def _family(pid: int) -> Iterator[int]:
    """A process and everything that it has started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(task).split():
            yield from _family(int(child))


def _resident(pid: int) -> int:
    """Memory of a process in kilobytes; nothing once it is gone."""
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def main(kind: str, path: str = "") -> None:
    """Do the work once and print the number of statements."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    print(_import(Path(path)) if kind == "import" else _export())


def _export() -> int:
    """Export the list of the county; its statements."""
    from bench import subjects
    from bench.counting import statements
    from bench.county import COUNTY, clerk_name

    with statements() as found:
        subjects.export(clerk_name(COUNTY))
    return len(found)


def _import(path: Path) -> int:
    """Import a file; the statements of the worker."""
    from bench import subjects
    from bench.counting import statements

    batch = subjects.upload(path)
    with statements() as checking:
        subjects.check(batch)
    subjects.order(batch)
    with statements() as writing:
        subjects.write(batch)
    return len(checking) + len(writing)


if __name__ == "__main__":
    main(*sys.argv[1:])
