#!/usr/bin/env python
"""Command-line entry point of unionreg."""

import os
import sys

from unionreg.local_env import ensure_local_env


def main() -> None:
    """Run a management command, with a local `.env` where nothing else is configured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreg.settings")
    ensure_local_env()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
