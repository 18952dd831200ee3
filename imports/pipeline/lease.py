"""Who is at work on a batch.

A worker takes a batch with one UPDATE that succeeds for one worker only, and names itself with a
random lease.  While it works it beats: the same UPDATE tells it when the batch was given to
somebody else, because it had been silent for too long.  So a batch may be sent to the queue as
often as one likes, and a worker may die at any moment.
"""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from imports.choices import BUSY_STATES, WORK, State
from imports.models import ImportBatch

PULSE = 3.0  # seconds


class LeaseLost(Exception):
    """The batch was given to another worker, or thrown away; whatever is open is rolled back."""


def _silent() -> Q:
    """Batches on which nobody works, as far as one can hear."""
    limit = timezone.now() - timedelta(seconds=settings.IMPORT_STALE_SECONDS)
    return Q(lease__isnull=True) | Q(heartbeat__lt=limit)


def take(batch_id: int) -> ImportBatch | None:
    """Take a batch that waits for work and is not in another worker's hands, else `None`."""
    batches = ImportBatch.objects.select_related("created_by", "confirmed_by", "default_union")
    batch = batches.filter(_silent(), pk=batch_id, state__in=BUSY_STATES).first()
    if batch is None:
        return None
    mine = {
        "lease": uuid.uuid4(),
        "heartbeat": timezone.now(),
        "state": WORK[State(batch.state)],
        "attempts": batch.attempts + 1,
    }
    # nobody has taken or changed it since it was read
    same = {"county_code": batch.county_code, "state": batch.state, "attempts": batch.attempts}
    if not ImportBatch.objects.filter(_silent(), pk=batch_id, **same).update(**mine):
        return None
    for name, value in mine.items():
        setattr(batch, name, value)
    return batch


def held(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """The row of a batch as long as this worker holds it."""
    return ImportBatch.objects.filter(
        county_code=batch.county_code, pk=batch.pk, lease=batch.lease, state=batch.state
    )


def beat(batch: ImportBatch, **values: Any) -> None:
    """Say that the work goes on, and store progress.  Raises :class:`LeaseLost`.

    Inside a transaction this also keeps others from taking the batch until its end.
    """
    values["heartbeat"] = timezone.now()
    if not held(batch).update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(batch, name, value)


class Pulse:
    """Beats of work that goes on for long: at most one in `PULSE` seconds, by the clock."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch, self._last = batch, time.monotonic()

    def beat(self, **values: Any) -> None:
        """Beat if it is time.  Raises :class:`LeaseLost`."""
        now = time.monotonic()
        if now - self._last >= PULSE:
            beat(self._batch, **values)
            self._last = now


def finish(batch: ImportBatch, **values: Any) -> None:
    """Give the batch back in its next state.  Raises :class:`LeaseLost`."""
    beat(batch, lease=None, attempts=0, **values)


def stale_batches() -> list[int]:
    """Ids of batches that need a worker and have had none for a while."""
    limit = timezone.now() - timedelta(seconds=settings.IMPORT_STALE_SECONDS)
    with transaction.atomic():
        rows = ImportBatch.objects.filter(heartbeat__lt=limit, state__in=BUSY_STATES)
        if connection.features.has_select_for_update_skip_locked:
            # a batch that is being written is locked by its worker, however long that takes
            rows = rows.select_for_update(skip_locked=True)
        return list(rows.values_list("pk", flat=True))
