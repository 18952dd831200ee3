"""The measurements run and write their lists; times are never tested."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.lines import Line, both, city_lines, lines
from bench.report import Outcome, markdown, table
from bench.sizes import Sizes

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {"name", "database", "subject_s", "baseline_s", "ratio", "goal", "met"}


def run(tmp_path, *what, **small):
    """The list that a small run writes, and what it prints."""
    results = tmp_path / "results.json"
    environment = {"BENCH_ROUNDS": "1", "BENCH_DATABASES": "sqlite", **small}
    done = subprocess.run(
        [sys.executable, "bench/run.py", *what],
        cwd=ROOT,
        env={**os.environ, **environment, "BENCH_RESULTS": str(results)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    assert results.with_suffix(".md").exists()
    return json.loads(results.read_text()), done.stdout


def check(found, output, wanted):
    """Every line is there, with times or with a number."""
    assert [entry["name"] for entry in found] == [line.name for line in wanted]
    for entry, line in zip(found, wanted, strict=True):
        assert set(entry) == KEYS
        assert entry["database"].startswith("SQLite ")
        assert entry["name"] in output
        assert (entry["goal"], entry["met"] is None) == (
            line.goals.get("sqlite"),
            "sqlite" not in line.goals,
        )
        if line.counted:
            assert entry["subject_s"] is entry["baseline_s"] is None
        else:
            assert min(entry["subject_s"], entry["baseline_s"], entry["ratio"]) > 0


@pytest.mark.slow
def test_a_small_run_writes_every_line(tmp_path):
    small = {"BENCH_ROWS": "25", "BENCH_COUNTY_UNIONS": "60", "BENCH_COUNTY_MEMBERS": "200"}
    found, output = run(tmp_path, **small)
    check(found, output, lines(Sizes(25)))


@pytest.mark.slow
def test_a_small_city_writes_every_line(tmp_path):
    found, output = run(tmp_path, "city", BENCH_CITY_ROWS="450")
    check(found, output, city_lines(450, 50))


def outcome(subject, baseline, **line):
    return Outcome(Line("a line", ("a",), ("b",), **line), "sqlite", "SQLite 3", subject, baseline)


@pytest.mark.parametrize(
    ("line", "ratio", "met"),
    [
        ({"goals": both(0.5)}, 0.5, True),
        ({"goals": both(0.4)}, 0.5, False),
        ({"goals": both(2), "faster": True}, 2, True),
        ({"goals": both(3), "faster": True}, 2, False),
        ({"goals": both(-2), "counted": True}, -2, True),
        ({"goals": both(-3), "counted": True}, -2, False),
        ({"goals": {"postgresql": 1.0}}, 0.5, None),
    ],
)
def test_ratios_of_medians_and_goals(line, ratio, met):
    found = outcome([1, 9, 2], [4], **line)
    assert (found.ratio, found.met) == (ratio, met)
    assert found.as_json()["met"] is met


def test_tables_show_spread_rounds_and_goal():
    found = outcome([1.0, 9.0, 2.0], [0.004], goals=both(500))
    for shown in (table([found]), markdown([found])):
        for part in ("1.00 / 2.00 / 9.00 s (3)", "4.00 / 4.00 / 4.00 ms (1)", "500.00", "≤ 500"):
            assert part in shown


def test_a_number_is_no_time():
    found = outcome([61.0], [], counted=True)
    assert (found.as_json()["subject_s"], found.ratio) == (None, 61)
