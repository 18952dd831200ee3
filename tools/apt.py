"""Install packages of Debian and Ubuntu, as root and without questions."""

from __future__ import annotations

import os
import shutil
import subprocess


def may_install() -> bool:
    """Whether this is Debian or Ubuntu and we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install packages from fresh lists. Raises SystemExit with apt's words when it fails."""
    run("update")
    run("install", "--yes", "--no-install-recommends", *packages)


def run(*arguments: str) -> None:
    """Run apt-get; what it says is shown only when it fails."""
    print(f"apt-get {' '.join(arguments)}", flush=True)
    done = subprocess.run(
        ["apt-get", "-qq", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}\napt-get {arguments[0]} failed.")
