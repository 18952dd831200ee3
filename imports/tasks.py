"""What the queue carries: the id of a batch.  Everything else is in the database."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

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
ASK_AGAIN = timedelta(minutes=10)


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
            want_error_file(batch)
    except lease.LeaseLost:
        logger.warning("Another worker took over %s", batch.facts())
    except Exception as error:
        _log(error, batch.facts())
        _give_up(batch)


def _log(error: Exception, facts: Any) -> None:
    """Kind and place of an error; its message may hold a person's data."""
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s stopped %s\n%s", type(error).__name__, facts, place)


def _give_up(batch: ImportBatch) -> None:
    """Stop trying; a person may send it again."""
    try:
        lease.finish(batch, state=State.FAILED, failed_in=batch.state)
    except lease.LeaseLost:
        logger.warning("Another worker took over %s", batch.facts())


@task(priority=-10)  # a file that waits for its check comes first
def build_error_file(batch_id: int) -> None:
    """Write the workbook with the failed rows of a batch."""
    try:
        make_error_file(batch_id)
    except Exception as error:
        _log(error, {"error file of": batch_id})


def want_error_file(batch: ImportBatch) -> None:
    """Have the workbook with the failed rows made, if there are any; ask once."""
    if batch.failed_count and batch.file and not batch.error_file and not _is_wanted(batch):
        transaction.on_commit(lambda: build_error_file.enqueue(batch.pk))


def _is_wanted(batch: ImportBatch) -> bool:
    """Whether it was asked for since the batch came into its state.

    After some minutes it may be asked for again: the worker may have been killed.
    """
    since = max(batch.heartbeat, timezone.now() - ASK_AGAIN)
    asked = DBTaskResult.objects.filter(
        task_path=build_error_file.module_path, enqueued_at__gte=since
    )
    return asked.filter(args_kwargs__args=[batch.pk]).exists()


def sweep() -> list[int]:
    """Send batches again whose worker has fallen silent; return their ids."""
    found = lease.stale_batches()
    for batch_id in found:
        run_batch.enqueue(batch_id)
    return found
