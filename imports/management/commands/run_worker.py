"""`manage.py run_worker`: the background worker, and the sweep for what nobody works on."""

import logging
import os
import threading
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Command as Worker

from unionreg import sweeping

logger = logging.getLogger("imports")
AUTOGROUP = Path("/proc/self/autogroup")


class Command(Worker):
    """The worker of the queue; beside it a thread looks for work that nobody is at.

    What it looks for is registered in `unionreg.sweeping`. Start as many as you like: a batch or a
    check is done by one of them.
    """

    help = "Work on the queue, and send again what a killed worker left or a change made due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Those of the worker, how often to look, and how far to step back."""
        super().add_arguments(parser)
        parser.add_argument(
            "--sweep-every", type=float, default=15, help="seconds between two looks (default: 15)"
        )
        parser.add_argument(
            "--nice", type=int, default=10, help="let pages go first, 0 to 19 (default: 10)"
        )

    def handle(  # type: ignore[override]
        self, *, sweep_every: float, nice: int, **options: Any
    ) -> None:
        """Start the sweeping thread and work."""
        step_back(nice)
        over = threading.Event()
        thread = threading.Thread(target=_sweep, args=(over, sweep_every), daemon=True)
        thread.start()
        try:
            super().handle(**options)
        finally:
            over.set()


def step_back(nice: int) -> None:
    """Leave the processor to the web server whenever it wants it.

    Linux may share it out by sessions first; then a session of our own has to step back as well.
    """
    os.nice(nice)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # this system does not group by session
            AUTOGROUP.write_text(str(nice))


def _sweep(over: threading.Event, seconds: float) -> None:
    """Look at once and then again and again; a busy database is tried again later."""
    turn = 0
    while True:
        close_old_connections()
        for look in sweeping.due(turn):
            try:
                look()
            except DatabaseError:
                logger.warning("The sweep found the database busy and will try again")
        turn += 1
        connection.close()
        if over.wait(seconds):
            return
