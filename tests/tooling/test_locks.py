"""The lock files: everything pinned and hashed, and no address of a machine or mirror in them."""

import re
from pathlib import Path

import pytest

from tools.environment import ROOT

LOCKS = ["requirements.txt", "requirements-dev.txt"]
REQUIREMENT = re.compile(
    r"^([a-z0-9][a-z0-9.-]*)(\S*)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)", re.M
)
ADDRESS = re.compile(r"https?:|file:/|git\+|(^|\s)/\w|--index-url|--find-links|--trusted-host| @ ")


def requirements(lock: str) -> dict[str, tuple[str, int]]:
    """Name -> (version part, number of hashes) of each package in a lock file."""
    found = REQUIREMENT.findall((ROOT / lock).read_text())
    return {name: (version, hashes.count("sha256:")) for name, version, hashes in found}


def inputs(path: Path) -> set[str]:
    """Names of the packages a requirements*.in file asks for."""
    lines = [line.split("#")[0].strip() for line in path.read_text().splitlines()]
    names = [re.split(r"[<>=\[]", line)[0] for line in lines if line and not line.startswith("-r")]
    return {name.lower().replace("_", "-") for name in names}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock):
    found = requirements(lock)
    assert len(found) > 20
    assert [name for name, (version, _) in found.items() if not version.startswith("==")] == []
    assert [name for name, (_, hashes) in found.items() if hashes == 0] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_address(lock):
    lines = (ROOT / lock).read_text().splitlines()
    assert [line for line in lines if ADDRESS.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_locked(lock):
    asked = inputs(ROOT / lock.replace(".txt", ".in"))
    assert asked
    assert asked - requirements(lock).keys() == set()


def test_development_lock_holds_the_runtime_versions():
    development = requirements("requirements-dev.txt")
    for name, (version, _) in requirements("requirements.txt").items():
        assert development[name][0] == version, name
