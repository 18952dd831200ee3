"""The runner behind `make test`: what it counts, and what makes it fail."""

import json

import pytest

from tools import postgres, run_tests
from tools.environment import ROOT
from tools.run_tests import Outcome, closing, read_counts


@pytest.mark.parametrize("job", run_tests.CHOICES)
def test_jobs_with_a_choice_run_tests_that_exist(job):
    for chosen in run_tests.CHOICES[job]:
        path = ROOT / chosen.split("::")[0]
        assert path.is_file() or any(path.glob("test_*.py")), chosen


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], [*run_tests.PARTITIONED]),
        (["--durations=5"], ["--durations=5", *run_tests.PARTITIONED]),
        (["tests/policies"], ["tests/policies"]),
        (["-x", "tests/test_scope.py::test_x"], ["-x", "tests/test_scope.py::test_x"]),
    ],
)
def test_partitioned_job_leaves_a_choice_of_tests_alone(monkeypatch, arguments, expected):
    given: list[list[str]] = []
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://nobody@127.0.0.1/none")
    monkeypatch.setattr(run_tests, "run_suite", lambda *args, **options: given.append(args[2]))
    run_tests.run_job("partitioned", arguments)
    assert given == [expected]


def outcome(passed=10, failed=0, skipped=0) -> Outcome:
    return Outcome("sqlite", passed, failed, skipped, 1.0)


def test_closing_line_sums_both_databases():
    text, code = closing([outcome(10), outcome(12)], skips_fail=True)
    assert text.splitlines()[-1] == "total: 22 passed, 0 failed"
    assert code == 0


def test_a_failure_on_one_database_fails_the_run():
    text, code = closing([outcome(10), outcome(9, failed=1)], skips_fail=False)
    assert text.splitlines()[-1] == "total: 19 passed, 1 failed"
    assert code == 1


def test_skips_are_told_and_fail_on_ci():
    text, code = closing([outcome(skipped=2)], skips_fail=False)
    assert text.splitlines()[-1] == "total: 10 passed, 0 failed, 2 skipped"
    assert code == 0
    text, code = closing([outcome(skipped=2)], skips_fail=True)
    assert text.splitlines()[-1] == "total: 10 passed, 2 failed"
    assert code == 1


def test_a_run_without_tests_fails():
    assert closing([outcome(0)], skips_fail=False)[1] == 1


def test_only_the_closing_line_looks_like_one():
    text, _ = closing([outcome(10), outcome(12)], skips_fail=False)
    assert [line for line in text.splitlines() if " passed," in line] == text.splitlines()[-1:]


def test_errors_and_unexpected_passes_count_as_failed(tmp_path):
    summary = tmp_path / "summary.json"
    summary.write_text(json.dumps({"passed": 5, "failed": 1, "error": 2, "xpassed": 1}))
    assert read_counts(summary, 1) == (5, 4, 0)


@pytest.mark.parametrize("exit_code", [2, 3, 5, -9])
def test_a_crash_counts_as_a_failure(tmp_path, exit_code):
    assert read_counts(tmp_path / "missing.json", exit_code) == (0, 1, 0)


def test_numbers_reach_the_runner(tmp_path, monkeypatch):
    """A real little suite: one test of each kind."""
    (tmp_path / "test_kinds.py").write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "def test_bad(): assert False\n"
        "def test_left_out(): pytest.skip('reason')\n"
        "def test_broken(missing_fixture): pass\n"
    )
    arguments = [str(tmp_path), "-p", "no:django", "-c", "/dev/null", f"--rootdir={tmp_path}"]
    monkeypatch.setenv("TEST_PROCESSES", "0")
    result = run_tests.run_suite("sqlite", "sqlite://", arguments, tmp_path, with_plain=True)
    assert (result.passed, result.failed, result.skipped) == (1, 2, 1)


@pytest.mark.parametrize(("with_plain", "passed"), [(True, 1), (False, 0)])
def test_what_touches_no_database_runs_once(tmp_path, monkeypatch, with_plain, passed):
    monkeypatch.setenv("TEST_PROCESSES", "0")
    plain = ["tests/tooling/test_locks.py::test_development_lock_holds_the_runtime_versions"]
    url = f"sqlite:///{tmp_path / 'unused.sqlite3'}"
    result = run_tests.run_suite("postgresql", url, plain, tmp_path, with_plain=with_plain)
    assert (result.passed, result.failed, result.skipped) == (passed, 0, 0)


def binaries(folder, *names):
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch()
    return folder


def test_chosen_server_binaries_win(tmp_path, monkeypatch):
    chosen = binaries(tmp_path / "bin", "initdb", "pg_ctl", "postgres")
    monkeypatch.setenv("PG_BIN", str(chosen))
    assert postgres.find_binaries() == chosen


def test_client_packages_alone_are_not_a_server(tmp_path, monkeypatch):
    monkeypatch.setenv("PG_BIN", str(binaries(tmp_path / "bin", "pg_ctl")))
    with pytest.raises(SystemExit, match="TEST_DATABASE_URL"):
        postgres.find_binaries()


def test_newest_debian_server_is_found_first(tmp_path, monkeypatch):
    for version in ("9.6", "14", "18"):
        binaries(tmp_path / version / "bin", "initdb", "pg_ctl", "postgres")
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: None)
    found = [folder.parent.name for folder in postgres.candidates() if tmp_path in folder.parents]
    assert found[0] == "18"
    assert postgres.find_binaries() == tmp_path / "18" / "bin"


def test_server_is_stopped_and_removed_after_an_error():
    homes = []

    def use() -> None:
        with postgres.server() as server:
            homes.append(server)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        use()
    import psycopg

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(homes[0].url, connect_timeout=2)
