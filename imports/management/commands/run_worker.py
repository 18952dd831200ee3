"""`manage.py run_worker`: the background worker, and the sweep that brings back lost batches."""

import logging
import threading
from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Command as Worker

from imports.housekeeping import forget_old
from imports.tasks import sweep

logger = logging.getLogger("imports")
FORGET_EVERY = 240  # sweeps


class Command(Worker):
    """The worker of the queue; beside it a thread looks for batches that nobody works on.

    Start as many as you like: a batch is done by one of them.
    """

    help = "Work on the queue, and send imports again whose worker was killed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Those of the worker, and how often to look."""
        super().add_arguments(parser)
        parser.add_argument(
            "--sweep-every", type=float, default=15, help="seconds between two looks (default: 15)"
        )

    def handle(self, *, sweep_every: float, **options: Any) -> None:  # type: ignore[override]
        """Start the sweeping thread and work."""
        over = threading.Event()
        thread = threading.Thread(target=_sweep, args=(over, sweep_every), daemon=True)
        thread.start()
        try:
            super().handle(**options)
        finally:
            over.set()


def _sweep(over: threading.Event, seconds: float) -> None:
    """Look at once and then again and again; a busy database is tried again later."""
    turn = 0
    while True:
        close_old_connections()
        try:
            sweep()
            if turn % FORGET_EVERY == 0:
                forget_old()
        except DatabaseError:
            logger.warning("The sweep found the database busy and will try again")
        turn += 1
        connection.close()
        if over.wait(seconds):
            return
