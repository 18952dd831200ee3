"""The measurements run and write their list; times are never tested."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.report import LINES

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {"name", "database", "subject_s", "baseline_s", "ratio", "goal", "met"}


@pytest.mark.slow
def test_a_small_run_writes_every_line(tmp_path):
    results = tmp_path / "results.json"
    small = {"BENCH_ROWS": "50", "BENCH_ROUNDS": "1", "BENCH_DATABASES": "sqlite"}
    small |= {"BENCH_COUNTY_UNIONS": "60", "BENCH_COUNTY_MEMBERS": "200"}
    done = subprocess.run(
        [sys.executable, "bench/run.py"],
        cwd=ROOT,
        env={**os.environ, **small, "BENCH_RESULTS": str(results)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(results.read_text())
    assert [entry["name"] for entry in found] == [line.name for line in LINES]
    for entry in found:
        assert set(entry) == KEYS
        assert entry["database"].startswith("SQLite ")
        assert entry["subject_s"] > 0
        assert entry["baseline_s"] > 0
        assert entry["ratio"] > 0
        assert entry["met"] is None or entry["goal"] is not None
        assert entry["name"] in done.stdout
