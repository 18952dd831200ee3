"""Find the system's Chromium for the browser tests, or install it (Debian and Ubuntu, as root)."""

from __future__ import annotations

import os
import shutil
import subprocess

from tools import apt

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fontconfig", "fonts-noto-cjk")

# The tests may not reach out, and a browser as root has no sandbox.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Path of a Chromium: CHROMIUM if set, else the first known name in PATH; None without one."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether the system can draw Chinese; without fontconfig there is nothing to ask, so no."""
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


def ensure() -> None:
    """Install what the browser tests need and the system lacks.

    Raises SystemExit with the remedy where that is not possible.
    """
    if find() and has_chinese_font():
        return
    if not apt.may_install():
        raise SystemExit(
            "The browser tests need Chromium and a Chinese font. "
            f"Install them (Debian: apt-get install {' '.join(PACKAGES)}) "
            "or set CHROMIUM to the program's path."
        )
    apt.install(*PACKAGES)
    if not find():
        raise SystemExit("Chromium was installed but is not in PATH.")


if __name__ == "__main__":
    ensure()
