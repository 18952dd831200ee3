"""Imports that wait for somebody: to confirm, to correct rows, to look at a refused file."""

import datetime
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dashboards.selectors.tasks import Task, Urgency
from imports.choices import State
from imports.models import ImportBatch

RECENT = datetime.timedelta(days=7)


def import_tasks(batches: Iterable[ImportBatch]) -> Iterator[Task]:
    """One task for each of the batches that waits for its user."""
    for batch in batches:
        if batch.state == State.READY:
            yield _to_confirm(batch)
        elif batch.state in (State.REFUSED, State.FAILED) and _is_recent(batch):
            yield _stopped(batch)
        elif batch.state == State.APPLIED and batch.failed_count and _is_recent(batch):
            yield _with_errors(batch)
        elif batch.can_be_undone:
            yield _undoable(batch)


def _is_recent(batch: ImportBatch) -> bool:
    return timezone.now() - batch.created_at < RECENT


def _about(batch: ImportBatch) -> str:
    return _("%(kind)s, %(n)s rows, uploaded by %(who)s on %(day)s") % {
        "kind": batch.get_kind_display(),
        "n": f"{batch.row_count:,}",
        "who": batch.created_by or _("the system"),
        "day": timezone.localtime(batch.created_at).date().isoformat(),
    }


def _url(batch: ImportBatch) -> str:
    return reverse("imports:batch", args=[batch.pk])


def _to_confirm(batch: ImportBatch) -> Task:
    text = _("has been checked and waits for you")
    hint = _about(batch)
    return Task(Urgency.DECIDE, "upload", batch.original_name, text, hint, _url(batch), _("See"))


def _stopped(batch: ImportBatch) -> Task:
    text = _("could not be imported")
    hint = _("See the reason, correct the file and upload it again.")
    return Task(Urgency.DECIDE, "error", batch.original_name, text, hint, _url(batch), _("See"))


def _with_errors(batch: ImportBatch) -> Task:
    text = _("%(n)s rows were not imported") % {"n": f"{batch.failed_count:,}"}
    hint = _("Download these rows, correct them and upload them again.")
    return Task(Urgency.DECIDE, "upload", batch.original_name, text, hint, _url(batch), _("See"))


def _undoable(batch: ImportBatch) -> Task:
    until = date_format(timezone.localtime(batch.undo_until), "SHORT_DATETIME_FORMAT")
    text = _("can be undone until %(time)s") % {"time": until}
    return Task(
        Urgency.SOON, "undo", batch.original_name, text, _about(batch), _url(batch), _("See")
    )
