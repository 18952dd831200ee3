"""Run the whole suite on SQLite and on PostgreSQL and sum both up in one closing line.

    python -m tools.run_tests [--only sqlite|postgresql|partitioned|pgbouncer] [for pytest …]

PostgreSQL is TEST_DATABASE_URL (its user must be allowed to create databases), else a
throw-away server (tools/postgres.py). Members, the admin of the organisations, money and parts of
the other apps are tested on it a second time, with the county-level tables partitioned; members,
imports, the admin and permissions a third time, partitioned and through PgBouncer in transaction
mode (tools/pgbouncer.py). Where PgBouncer cannot be installed, the closing lines say so. Tests that
touch no database, and those of how pages look, run once, in the first job: a second database has
nothing to show them. With CI=true a skipped test counts as failed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import browser, pgbouncer, postgres

ROOT = Path(__file__).resolve().parent.parent
# A run that hangs ends, with what failed until then; machines differ in speed by a factor of four.
MINUTES = 84
STARTED = time.monotonic()
MONEY = (
    *("approve_allocation", "close_years", "draw_up_budgets", "find_levies_left_behind"),
    *("hand_over_levies", "keep_books_sound", "list_arrears", "pay_at_the_same_moment", "pay_levy"),
    *("post_entry", "post_payments", "record_levy", "record_year_inputs", "release_shares"),
    *("save_grants", "set_account_mode", "take_payments_through", "upload_budgets"),
)
# What must not notice that tables are partitioned: members, the admin of the organisations, and
# of the newer apps what writes, locks and adds up rows.
PARTITIONED = (
    *("tests/county", "tests/members", "tests/compliance/test_keep_verdicts.py"),
    *(f"tests/funding/test_{name}.py" for name in MONEY),
    *("tests/federations/test_found_federation.py", "tests/federations/test_fill_seat.py"),
    *("tests/rights/test_save_contract.py", "tests/rights/test_record_work.py"),
    *("tests/cadres/test_annul_post.py", "tests/attachments/test_attach_document.py"),
    *(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/townships/test_*_admin.py"))),
)
# What PgBouncer must not change: members, imports, the admin, and who may do what. Those with real
# transactions count most: a test inside one transaction keeps one connection.
_MEMBERS = (
    *("concurrent_writes", "never_overlap", "save_member", "transfer", "member_admin"),
    *("member_pages", "export_members"),
)
_IMPORTS = (
    *("kill_worker", "import_command", "import_members", "import_statements", "undo_import"),
    *("import_organisations", "change_after_preview", "import_screens"),
)
_PAGES = ("admin/members/member", "admin/townships/union", "admin/townships/employer", "imports")
_ASKED = ("inside_by_role", "outside_is_not_found", "pages_without_a_record_by_role")
THROUGH_PGBOUNCER = (
    *(f"tests/members/test_{name}.py" for name in _MEMBERS),
    *(f"tests/imports/test_{name}.py" for name in _IMPORTS),
    *("tests/townships/test_grassroots_union_admin.py", "tests/townships/test_employer_admin.py"),
    *(f"tests/test_permission_matrix.py::test_{q}[{page}]" for q in _ASKED for page in _PAGES),
)
NO_TESTS = 5  # pytest's exit code
JOBS = ("sqlite", "postgresql", "partitioned", "pgbouncer")
CHOICES = {"partitioned": PARTITIONED, "pgbouncer": THROUGH_PGBOUNCER}


@dataclass(frozen=True)
class Outcome:
    """How one job ended. `seconds` is wall-clock time; `left_out` says why it could not run."""

    job: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    left_out: str = ""

    def line(self) -> str:
        """One line for the closing table, in words that no counter takes for the sum."""
        if self.left_out:
            return f"{self.job:<12} NOT RUN: {self.left_out}"
        return (
            f"{self.job:<12} passed {self.passed}  failed {self.failed}"
            f"  skipped {self.skipped}  ({self.seconds:.0f} s)"
        )


def processes() -> str:
    """Number of test processes: TEST_PROCESSES, else one per core up to four."""
    return os.environ.get("TEST_PROCESSES") or str(min(os.cpu_count() or 1, 4))


def read_counts(summary: Path, exit_code: int) -> tuple[int, int, int]:
    """Passed, failed and skipped from the plugin's file.

    A run that ended badly without a failed test (crash, nothing collected) counts as one failure.
    """
    counts = json.loads(summary.read_text()) if summary.exists() else {}
    failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("xpassed", 0)
    if exit_code and not failed:
        failed = 1
    return counts.get("passed", 0), failed, counts.get("skipped", 0)


def run_suite(
    job: str, url: str, arguments: list[str], scratch: Path, *, with_plain: bool
) -> Outcome:
    """Run pytest against the database at `url`; `scratch` takes its files.

    `with_plain`: also the tests that touch no database (tests/conftest.py leaves them out).
    """
    summary = scratch / "summary.json"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "PARTITIONED": str(int(job in CHOICES)),
        "UNIONREG_DATABASE_TESTS_ONLY": str(int(not with_plain)),
        "UNIONREG_SUMMARY": str(summary),
        "UNIONREG_TEST_DIR": str(scratch),
    }
    pytest = [sys.executable, "-m", "pytest", "-p", "tools.pytest_summary", "-rs", "-q"]
    parallel = ["-n", processes(), "--dist=worksteal"]
    started = time.monotonic()
    code = call([*pytest, *parallel, *arguments], environment)
    if code == NO_TESTS and not with_plain:
        code = 0  # none of the chosen tests touches a database
    passed, failed, skipped = read_counts(summary, code)
    return Outcome(job, passed, failed, skipped, time.monotonic() - started)


def call(command: list[str], environment: dict[str, str]) -> int:
    """Run a program to its end, or until MINUTES are over; returns its exit code."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        return process.wait(timeout=max(STARTED + 60 * MINUTES - time.monotonic(), 1))
    except subprocess.TimeoutExpired:
        print(f"Stopped: not done after {MINUTES} minutes", flush=True)
        return 1
    finally:
        process.terminate()
        process.wait()


@contextmanager
def database_url(job: str, scratch: Path) -> Iterator[str]:
    """Address of an empty database for this job, for the time of the block."""
    if job == "sqlite":
        yield f"sqlite:///{scratch / 'unionreg.sqlite3'}"
    elif job == "pgbouncer":
        with database_url("postgresql", scratch) as url, pgbouncer.before(url) as through:
            yield through
    elif chosen := os.environ.get("TEST_DATABASE_URL"):
        yield chosen
    else:
        with postgres.server() as server:
            print(server.version, flush=True)
            yield server.url


def names_tests(argument: str) -> bool:
    """Whether an argument for pytest is a path to tests, perhaps with a test's name behind it."""
    return not argument.startswith("-") and (ROOT / argument.split("::")[0]).exists()


def run_job(job: str, arguments: list[str], *, with_plain: bool = True) -> Outcome:
    """Prepare a database and run the tests on it."""
    print(f"\n=== {job} ===", flush=True)
    if job == "pgbouncer" and (reason := pgbouncer.ensure()):
        return Outcome(job, 0, 0, 0, 0.0, reason)
    if not any(names_tests(argument) for argument in arguments):
        arguments = [*arguments, *CHOICES.get(job, ())]
    with (
        tempfile.TemporaryDirectory(prefix="unionreg-", ignore_cleanup_errors=True) as folder,
        database_url(job, Path(folder)) as url,
    ):
        return run_suite(job, url, arguments, Path(folder), with_plain=with_plain)


def closing(outcomes: list[Outcome], *, skips_fail: bool) -> tuple[str, int]:
    """Closing lines for all jobs and the exit code."""
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    lines = [outcome.line() for outcome in outcomes]
    if skips_fail and skipped:
        lines.append(f"{skipped} skipped tests count as failed with CI=true; reasons above")
        failed, skipped = failed + skipped, 0
    lines.append(
        f"total: {passed} passed, {failed} failed" + f", {skipped} skipped" * (skipped > 0)
    )
    return "\n".join(lines), int(failed > 0 or passed == 0)


def interrupt(*_: object) -> None:
    """Treat a request to stop like Ctrl-C, so that the database server is stopped as well."""
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Run everything; returns the exit code."""
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    jobs: tuple[str, ...] = JOBS
    if arguments[:1] == ["--only"]:
        jobs, arguments = (arguments[1],), arguments[2:]
    browser.ensure()
    outcomes = [run_job(job, arguments, with_plain=job == jobs[0]) for job in jobs]
    text, code = closing(outcomes, skips_fail=os.environ.get("CI") == "true")
    print(f"\n{text}", flush=True)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
