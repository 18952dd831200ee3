"""A worker that is killed at a given point: run as a program by the tests.

Arguments: batch id, module, attribute path, before or after, how often it may pass.  The named
function is replaced; when it is reached, the process kills itself as `kill -9` would.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import Any

import django

django.setup()

from imports.tasks import work  # noqa: E402


def arm(module: str, path: str, when: str, passes: int) -> None:
    """Replace a function by one that kills the process."""
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    real = getattr(owner, name)
    left = [passes]

    def killed(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if when == "after":
            result = real(*args, **kwargs)
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    setattr(owner, name, killed)


if __name__ == "__main__":
    arm(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
    work(int(sys.argv[1]))
