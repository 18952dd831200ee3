"""What the queue carries: the id of a batch.  Everything else is in the database."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from django.db import transaction
from django_tasks import task

from imports.choices import State
from imports.models import ImportBatch
from imports.pipeline import lease
from imports.pipeline.apply import apply_batch
from imports.pipeline.read import read_batch
from imports.pipeline.undo import undo_batch
from imports.workbooks.errors import make_error_file

logger = logging.getLogger(__name__)

WORKERS: dict[str, Callable[[ImportBatch], None]] = {
    State.READING: read_batch,
    State.APPLYING: apply_batch,
    State.UNDOING: undo_batch,
}
MOST_ATTEMPTS = 5


@task()
def run_batch(batch_id: int) -> None:
    """Do what a batch waits for; nothing when another worker is at it."""
    work(batch_id)


def send(batch: ImportBatch) -> None:
    """Put a batch into the queue once the transaction that changed it is through."""
    transaction.on_commit(lambda: run_batch.enqueue(batch.pk))


def work(batch_id: int) -> None:
    """Take a batch and do the next piece of work on it, here and now."""
    batch = lease.take(batch_id)
    if batch is None:
        return
    try:
        if batch.attempts > MOST_ATTEMPTS:
            _give_up(batch)
        else:
            WORKERS[batch.state](batch)
            batch.refresh_from_db()
            want_error_file(batch)
    except lease.LeaseLost:
        logger.warning("Another worker took over %s", batch.facts())
    except Exception as error:
        # the message of a database error may hold a person's data: its kind and place must do
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("%s stopped %s\n%s", type(error).__name__, batch.facts(), place)
        _give_up(batch)


def _give_up(batch: ImportBatch) -> None:
    """Stop trying; a person may send it again."""
    try:
        lease.finish(batch, state=State.FAILED, failed_in=batch.state)
    except lease.LeaseLost:
        logger.warning("Another worker took over %s", batch.facts())


@task(priority=-10)  # a file that waits for its check comes first
def build_error_file(batch_id: int) -> None:
    """Write the workbook with the failed rows of a batch."""
    make_error_file(batch_id)


def want_error_file(batch: ImportBatch) -> None:
    """Have the workbook with the failed rows made, if there are any."""
    if batch.failed_count and not batch.error_file:
        transaction.on_commit(lambda: build_error_file.enqueue(batch.pk))


def sweep() -> list[int]:
    """Send batches again whose worker has fallen silent; return their ids."""
    found = lease.stale_batches()
    for batch_id in found:
        run_batch.enqueue(batch_id)
    return found
