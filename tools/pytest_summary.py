"""pytest plugin: write how the run ended, as numbers, to the file in UNIONREG_SUMMARY."""

import json
import os
from pathlib import Path

from _pytest.terminal import TerminalReporter

COUNTED = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Write the counts; with pytest-xdist only the controlling process has a terminal."""
    if target := os.environ.get("UNIONREG_SUMMARY"):
        counts = {name: len(terminalreporter.stats.get(name, [])) for name in COUNTED}
        Path(target).write_text(json.dumps(counts))
