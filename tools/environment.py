"""Create `.venv` from the hash-locked requirements, and only when they changed.

    python3 -m tools.environment          what the running system needs
    python3 -m tools.environment --dev    with tests, checks and translations

Runs on the system's own Python, before anything is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools import apt

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
LOCKS = {"runtime": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}


def fingerprint(kind: str, root: Path = ROOT) -> str:
    """SHA-256 over the lock files of this kind of environment."""
    digest = hashlib.sha256()
    for name in LOCKS[kind]:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def stamp(kind: str, venv: Path = VENV) -> Path:
    """File that remembers which lock was installed."""
    return venv / f"installed-{kind}"


def is_current(kind: str, venv: Path = VENV, root: Path = ROOT) -> bool:
    """Whether the environment works here and holds what the lock files name today."""
    mark = stamp(kind, venv)
    return works(venv) and mark.is_file() and mark.read_text() == fingerprint(kind, root)


def works(venv: Path) -> bool:
    """Whether the environment starts: it does not after a move, a copy or an upgrade of Python."""
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    code = f"import pip, sys; sys.exit(sys.prefix != {str(venv)!r} or sys.version_info < {OLDEST})"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


def create(venv: Path) -> None:
    """Make a fresh environment, with Debian's extra package where Python comes without venv."""
    print(f"Creating {venv.name} with Python {sys.version.split()[0]}", flush=True)
    shutil.rmtree(venv, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(venv)]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        return
    shutil.rmtree(venv, ignore_errors=True)
    install_venv_package()
    subprocess.run(command, check=True)


def install_venv_package() -> None:
    """Debian keeps venv in a package of its own; install it as root, else say how."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not apt.may_install():
        raise SystemExit(f"This Python has no venv. Install it first (Debian: {package}).")
    apt.install(package)


def install(kind: str, venv: Path = VENV, root: Path = ROOT) -> None:
    """Install the locked packages; pip refuses every file whose hash is not in the lock."""
    print(f"Installing the {kind} packages of {LOCKS[kind][-1]}", flush=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
    lock = str(root / LOCKS[kind][-1])
    subprocess.run([*pip, "install", "--require-hashes", "--requirement", lock], check=True)
    # The development lock holds the runtime lock as well.
    for done in ("runtime", "dev") if kind == "dev" else ("runtime",):
        stamp(done, venv).write_text(fingerprint(done, root))


@contextmanager
def only_one(root: Path = ROOT) -> Iterator[None]:
    """Let a second `make` wait while the first one installs."""
    with (root / "requirements.txt").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> None:
    """Bring the environment up to date; say nothing when it is."""
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise SystemExit(f"unionreg needs Python {wanted} or newer: make PYTHON=python3.x …")
    kind = "dev" if "--dev" in arguments else "runtime"
    with only_one():
        if is_current(kind):
            return
        if not works(VENV):
            create(VENV)
        install(kind)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"Failed: {' '.join(map(str, error.cmd))}") from None
