"""When `make` installs packages again, and when it leaves them alone."""

import sys
from pathlib import Path

import pytest

from tools import environment


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with two lock files and an environment in which nothing is installed yet."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("django==5.2\n")
    (tmp_path / ".venv").mkdir()
    return tmp_path


def current(kind: str, checkout: Path) -> bool:
    return environment.is_current(kind, checkout / ".venv", checkout)


def install(kind: str, checkout: Path, monkeypatch) -> list[list[str]]:
    calls: list[list[str]] = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: calls.append(command))
    environment.install(kind, checkout / ".venv", checkout)
    return calls


@pytest.fixture
def working(monkeypatch):
    monkeypatch.setattr(environment, "works", lambda venv: True)


@pytest.mark.usefixtures("working")
def test_nothing_is_installed_twice(checkout, monkeypatch):
    assert not current("runtime", checkout)
    calls = install("runtime", checkout, monkeypatch)
    assert "--require-hashes" in calls[0]
    assert calls[0][-1] == str(checkout / "requirements.txt")
    assert current("runtime", checkout)
    assert not current("dev", checkout)


@pytest.mark.usefixtures("working")
def test_a_changed_lock_is_installed(checkout, monkeypatch):
    install("dev", checkout, monkeypatch)
    assert current("runtime", checkout)
    assert current("dev", checkout)
    (checkout / "requirements-dev.txt").write_text("django==5.2.1\n")
    assert current("runtime", checkout)
    assert not current("dev", checkout)
    (checkout / "requirements.txt").write_text("django==5.2.1\n")
    assert not current("runtime", checkout)


def test_an_environment_without_python_does_not_work(checkout):
    assert not environment.works(checkout / ".venv")


def test_a_moved_environment_does_not_work(checkout):
    binaries = checkout / ".venv" / "bin"
    binaries.mkdir()
    (binaries / "python").symlink_to(sys.executable)
    assert not environment.works(checkout / ".venv")


def test_this_environment_works():
    assert environment.works(Path(sys.prefix))
