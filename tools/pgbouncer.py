"""PgBouncer in transaction mode before a PostgreSQL server, for the tests; Debian's package.

    with pgbouncer.before(url) as through: …

It refuses to run as root; there the user of the throw-away servers runs it (tools/postgres.py).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tools import apt, postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = "pgbouncer"
SECONDS = 10
QUOTE = '"'  # doubled inside a quoted word
# Stricter than an office needs: what a session remembers is lost after each transaction, so that a
# test fails that relied on it; idle connections end before a test database is dropped.
SETTINGS = """\
[databases]
* = host={host} port={port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
logfile = {log}
pool_mode = transaction
default_pool_size = 20
max_client_conn = 200
server_reset_query = DISCARD ALL
server_reset_query_always = 1
server_idle_timeout = 0.2
log_connections = 0
log_disconnections = 0
"""


def find() -> str | None:
    """Path of the program; None without one. Debian keeps it where only root looks."""
    return shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


def ensure() -> str:
    """Install PgBouncer where it is missing; returns why there is none, or an empty text."""
    if find():
        return ""
    if not apt.may_install():
        return f"PgBouncer is not installed (Debian: apt-get install {PACKAGE})"
    try:
        apt.install(PACKAGE)
    except SystemExit as error:
        return f"PgBouncer could not be installed: {error}"
    return "" if find() else "PgBouncer was installed but is nowhere to be found"


def write_settings(url: str, port: int, home: Path) -> Path:
    """Write the settings for the server at `url` into `home`; returns their file."""
    server = urlsplit(url)
    users = home / "users"
    login = (server.username or "", server.password or "")
    users.write_text(" ".join(f'"{unquote(word).replace(QUOTE, QUOTE * 2)}"' for word in login))
    file = home / "pgbouncer.ini"
    file.write_text(
        SETTINGS.format(
            host=server.hostname,
            port=server.port or 5432,
            listen=port,
            users=users,
            log=home / "log",
        )
    )
    return file


def moved(url: str, port: int) -> str:
    """The address of the same database, login included, on another port of this machine."""
    parts = urlsplit(url)
    login = parts.netloc.rpartition("@")[0]
    return parts._replace(netloc=f"{login}@127.0.0.1:{port}").geturl()


def wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when connections are taken. Raises SystemExit with the log when none are."""
    end = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    words = log.read_text() if log.exists() else ""
    raise SystemExit(f"PgBouncer did not start:\n{words}")


@contextmanager
def before(url: str) -> Iterator[str]:
    """Run PgBouncer for the time of the block; yields the address of the database through it."""
    program = find()
    if program is None:
        raise SystemExit("PgBouncer is missing.")
    with postgres.home_folder() as home:
        port = postgres.free_port()
        settings = write_settings(url, port, home)
        process = subprocess.Popen(
            [program, "-q", str(settings)], stdin=subprocess.DEVNULL, **postgres.other_user()
        )
        try:
            wait_until_it_listens(process, port, home / "log")
            yield moved(url, port)
        finally:
            process.terminate()
            process.wait()
