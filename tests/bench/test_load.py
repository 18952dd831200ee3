"""The load: its statistics and its browser's reading of forms, and a small run of it all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.load_browser import read_form
from bench.load_stats import Line, Sample, as_json, during, lines, percentile, table
from tools import postgres

ROOT = Path(__file__).resolve().parent.parent.parent


def samples(kind, *seconds, start=0.0, error=""):
    return [Sample(kind, start, one, error) for one in seconds]


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 10), (0.95, 19), (0.951, 20), (1.0, 20), (0.0, 1)]
)
def test_percentile_is_a_value_that_was_measured(share, expected):
    assert percentile(range(20, 0, -1), share) == expected


def test_lines_are_the_kinds_of_all_phases():
    idle = [*samples("list", 0.1, 0.2), *samples("never under load", 0.1)]
    people = samples("list", 0.4)
    loaded = [*samples("never idle", 0.1), *samples("list", 0.5, 0.4, error="status 500")]
    (line,) = lines(idle, people, loaded)
    assert line == Line("list", idle[:2], people, loaded[1:])
    assert (line.errors, line.floor, line.ratio) == (2, 2.0, 2.5)


def test_saves_that_touch_a_span_ran_during_it():
    before, into, inside, after = (Sample("save", start, 1.0) for start in (0.0, 1.5, 3.0, 5.0))
    assert during([before, into, inside, after], [(2.0, 5.0)]) == [into, inside]


def test_entries_say_whether_the_goals_are_met():
    found = lines(samples("list", 0.1), samples("list", 0.2), samples("list", 0.4))
    entries = as_json("PostgreSQL 17", found, samples("save", 0.2, 0.5), 0)
    assert [(e["subject_s"], e["baseline_s"], e["ratio"], e["met"]) for e in entries] == [
        (0.4, 0.1, 4.0, False),
        (0.2, 0.1, 2.0, None),
        (0.5, 1.0, 0.5, True),
        (None, None, 0, True),
    ]
    assert as_json("PostgreSQL 17", found, [], 1)[-1]["met"] is False


def test_table_has_a_row_for_each_kind():
    found = lines(samples("list", 0.1), samples("list", 0.15), samples("list", 0.25))
    row = table(found).splitlines()[-1]
    assert row.startswith("list ")
    assert "100 / 100 / 100 ms" in row
    assert "150 / 150 / 150 ms   1.50" in row
    assert "250 / 250 / 250 ms" in row
    assert row.endswith("2.50")


def test_a_form_is_read_as_a_browser_sends_it():
    page = """
      <form><input name="q" value="other form"></form>
      <form>
        <input type="hidden" name="version" value="3"><input name="phone" value="138&amp;1">
        <input type="checkbox" name="ticked" checked><input type="checkbox" name="unticked">
        <input type="radio" name="one" value="a"><input type="radio" name="one" value="b" checked>
        <select name="sex"><option value="1">m<option value="2" selected>f</select>
        <select name="empty"><option value="x">x</option></select>
        <textarea name="note">two
lines</textarea>
        <input type="submit" name="_save" value="Save"><input value="no name">
      </form>
      <form><input name="q" value="last form"></form>
    """
    assert read_form(page, "version") == {
        "version": "3",
        "phone": "138&1",
        "ticked": "on",
        "one": "b",
        "sex": "2",
        "note": "two\nlines",
    }
    assert read_form(page, "nothing") == {}


def there_is_postgresql():
    try:
        return bool(os.environ.get("TEST_DATABASE_URL") or postgres.find_binaries())
    except SystemExit:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not there_is_postgresql(), reason="there is no PostgreSQL server")
def test_a_small_load_runs_without_errors(tmp_path):
    results = tmp_path / "results.json"
    small = {"STAFF": "3", "CHAIRS": "3", "MEMBERS": "300", "ROWS": "100", "FILES": "2"}
    sizes = {f"BENCH_LOAD_{name}": value for name, value in {**small, "SECONDS": "5"}.items()}
    done = subprocess.run(
        [sys.executable, "bench/load.py"],
        cwd=ROOT,
        env={**os.environ, **sizes, "BENCH_RESULTS": str(results)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    entries = json.loads(results.read_text())
    assert entries[-1]["ratio"] == 0, done.stdout
    assert {entry["database"] for entry in entries} == {entries[0]["database"]}
    assert entries[0]["database"].startswith("PostgreSQL ")
