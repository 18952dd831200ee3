"""The make targets the documents promise, and what the repository says about machines."""

import re
import subprocess

import pytest

from tools.environment import ROOT

PROMISED = {
    "run", "test", "lint", "format", "typecheck", "bench", "help", "check", "messages", "lock",
}  # fmt: skip


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_every_promised_target():
    listed = {line.split()[0] for line in make("help").stdout.splitlines()}
    assert PROMISED - listed == set()


def test_every_listed_target_is_phony_and_can_be_planned():
    text = (ROOT / "Makefile").read_text()
    phony = re.search(r"\.PHONY: ((?:.*\\\n)*.*)", text)
    assert phony
    for target in {line.split()[0] for line in make("help").stdout.splitlines()}:
        assert target in phony[1].replace("\\\n", " ").split()
        planned = make("--dry-run", target)
        assert planned.returncode == 0, planned.stderr


def test_help_is_the_default():
    assert make().stdout == make("help").stdout


def test_ci_runs_checks_and_tests():
    script = (ROOT / ".ci" / "run").read_text()
    assert "make check" in script
    assert "make test" in script


@pytest.mark.parametrize("variable", ["PORT", "WORKER"])
def test_run_passes_its_settings_on(variable):
    assert variable in re.findall(r"^export (.*)$", (ROOT / "Makefile").read_text(), re.M)[0]
