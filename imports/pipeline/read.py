"""First half of an import: read the file, check every row, stage what would be written."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from imports.choices import RowStatus, Severity, State
from imports.corrections import corrected_by
from imports.kinds import ImportKind, kind_of
from imports.kinds.checker import Checker
from imports.kinds.lines import Line
from imports.models import ImportBatch
from imports.models.batch import upload_path
from imports.pipeline import lease, staging
from imports.reading import Limits, Refused, Workbook
from imports.workbooks.failed_rows import store_workbook, workbook_of

logger = logging.getLogger(__name__)
COUNTS = {
    RowStatus.NEW: "new_count",
    RowStatus.CHANGED: "changed_count",
    RowStatus.UNCHANGED: "unchanged_count",
    RowStatus.TRANSFER: "transfer_count",
    RowStatus.FAILED: "failed_count",
}
ISSUE_COUNTS = {Severity.ERROR: "error_count", Severity.WARNING: "warning_count"}


def limits() -> Limits:
    """The limits of the reading process, from the settings."""
    return Limits(
        file_bytes=settings.IMPORT_MAX_MEGABYTES * 2**20,
        rows=settings.IMPORT_MAX_ROWS,
        memory_bytes=settings.IMPORT_READER_MEGABYTES * 2**20,
        seconds=settings.IMPORT_READER_SECONDS,
    )


def read_batch(batch: ImportBatch) -> None:
    """Check a batch that this worker holds and leave it ready, finished, or refused.

    Starts from the beginning after an interruption.  Raises :class:`lease.LeaseLost`.
    """
    kind = kind_of(batch.kind)
    if batch.rows_done:  # an earlier attempt may have staged something
        _delete_workbook(batch)
        with transaction.atomic():
            staging.clear(batch, kind)
            lease.beat(batch, rows_done=0, error_file="")
    try:
        with _opened(batch, kind) as book, _no_search_for_cycles():
            results = _check_all(batch, kind.checker(batch, book.layout), book)
            results["layout"] = book.layout.as_dict()  # with what only the end has shown
            results["corrects"] = corrected_by(batch, dict(book.layout.heads).values())
            results["left_out"] = [list(item) for item in book.summary.left_out]
            results["last_row"] = book.summary.last_row
    except Refused as refusal:
        with transaction.atomic():
            staging.clear(batch, kind)
            lease.finish(batch, state=State.REFUSED, refusal=_explained(refusal))
        return
    _finish(batch, {**results, **_next_state(results), "checked_at": timezone.now()})


def _finish(batch: ImportBatch, results: dict[str, Any]) -> None:
    """Give the batch back with its results; of one that is lost no workbook stays behind."""
    try:
        lease.finish(batch, **results)
    except lease.LeaseLost:
        _delete_workbook(batch)
        raise


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Rows hold none; looking for some among 200,000 of them takes a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _opened(batch: ImportBatch, kind: ImportKind) -> Workbook:
    """The file of a batch; while its reader is busy, the worker says that it is alive."""
    path, columns = Path(batch.file.path), kind.reader_columns()
    return Workbook(path, columns, limits(), waiting=partial(_show_life, batch))


def _show_life(batch: ImportBatch) -> None:
    """Beat; when the database is busy, the next beat will do."""
    with suppress(OperationalError):
        lease.beat(batch)


def _next_state(results: dict[str, Any]) -> dict[str, Any]:
    """Ready to be confirmed; with nothing to write there is nothing to confirm either."""
    if results["new_count"] or results["changed_count"]:
        return {"state": State.READY}
    return {"state": State.APPLIED, "applied_at": timezone.now()}


def _explained(refusal: Refused) -> dict[str, Any]:
    return {"code": str(refusal.code), "params": refusal.params}


def _check_all(batch: ImportBatch, checker: Checker, book: Workbook) -> dict[str, Any]:
    lines: list[Line] = []
    pulse = lease.Pulse(batch)
    for rows in book.batches():
        lines += map(checker.read, rows)
        pulse.beat(rows_done=len(lines))
    count, checked = len(lines), checker.check(lines)
    # the name is known before there is a file, so that none is left behind by a worker that dies
    file_name = upload_path(batch, "")
    with transaction.atomic():  # whoever has lost the batch must not leave rows in it
        lease.beat(batch, rows_done=count, error_file=file_name)
        counts, failed = staging.store(batch, checker, checked)
    results: dict[str, Any] = {name: counts[status] for status, name in COUNTS.items()}
    results |= {name: counts[severity] for severity, name in ISSUE_COUNTS.items()}
    kept = bool(failed) and _keep_workbook(batch, checker, failed, pulse)
    return {**results, "error_file": file_name if kept else ""}


def _keep_workbook(
    batch: ImportBatch, checker: Checker, failed: list[staging.Failed], pulse: lease.Pulse
) -> bool:
    """Store the workbook with the failed rows under its name; whether that was possible.

    Where it was not, the worker tries again in the background.
    """
    try:
        data = workbook_of(batch, checker.layout, failed, pulse.beat)
        store_workbook(batch.error_file.storage, str(batch.error_file.name), data)
    except lease.LeaseLost:
        raise
    except Exception as error:
        # the message may hold what stands in a cell
        logger.warning("%s kept the failed rows of %s out", type(error).__name__, batch.facts())
        return False
    return True


def _delete_workbook(batch: ImportBatch) -> None:
    """Remove what is there of the workbook with the failed rows."""
    if batch.error_file:
        with suppress(OSError):
            batch.error_file.storage.delete(str(batch.error_file.name))
