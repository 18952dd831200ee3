"""Make sure that GNU gettext is there: `make messages` collects strings with it."""

import shutil
import sys

from tools import apt


def main() -> int:
    """Install gettext where it is missing and where we may; returns the exit code."""
    if shutil.which("xgettext") and shutil.which("msgfmt"):
        return 0
    if not apt.may_install():
        print("Install GNU gettext first (Debian: apt-get install gettext).", file=sys.stderr)
        return 1
    apt.install("gettext")
    return 0


if __name__ == "__main__":
    sys.exit(main())
