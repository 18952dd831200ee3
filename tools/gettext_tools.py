"""Make sure that GNU gettext is there: `make messages` collects strings with it."""

import os
import shutil
import sys

from tools.browser import apt


def main() -> int:
    """Install gettext where it is missing and where we may; returns the exit code."""
    if shutil.which("xgettext") and shutil.which("msgfmt"):
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("Install GNU gettext first (Debian: apt-get install gettext).", file=sys.stderr)
        return 1
    apt("update")
    apt("install", "--yes", "--no-install-recommends", "gettext")
    return 0


if __name__ == "__main__":
    sys.exit(main())
