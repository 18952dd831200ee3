"""Imports that wait for somebody: to confirm, to correct rows, to look at a fault."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.selectors.tasks import Task, Urgency
from imports.choices import SENT_STATES, State
from imports.corrections import rows_sent_again
from imports.models import ImportBatch


def import_tasks(batches: Iterable[ImportBatch]) -> Iterator[Task]:
    """One task for each of the batches that waits for its user; `batches`: the newest first.

    A refused file is none: nothing came of it, and whoever uploaded it was told why. Nor is an
    import that can still be undone: nobody has to. Nor are rows that may stay out, as somebody
    said on the page of the batch.
    """
    batches = list(batches)
    back = rows_sent_again(batches)
    newer: list[ImportBatch] = []
    for batch in batches:
        if batch.state == State.READY:
            yield _to_confirm(batch)
        elif batch.is_recent and not _was_sent_again(batch, newer):
            yield from _unfinished(batch, batch.failed_count - back[batch.pk])
        newer.append(batch)


def _unfinished(batch: ImportBatch, missing: int) -> Iterator[Task]:
    if batch.state == State.FAILED:
        yield _stopped(batch)
    elif batch.reminds and missing > 0:
        yield _with_errors(batch, missing)


def _was_sent_again(batch: ImportBatch, newer: Iterable[ImportBatch]) -> bool:
    """Whether a file of that name came again for the same place."""
    same, name = (batch.kind, batch.county_code, batch.township_id), _stem(batch)
    return any(
        _stem(later).endswith(name)
        for later in newer
        if (later.kind, later.county_code, later.township_id) == same and later.state in SENT_STATES
    )


def _stem(batch: ImportBatch) -> str:
    return batch.original_name.rpartition(".")[0] or batch.original_name


def _about(batch: ImportBatch) -> str:
    return _("%(kind)s, %(n)s rows, uploaded by %(who)s on %(day)s") % {
        "kind": batch.get_kind_display(),
        "n": f"{batch.row_count:,}",
        "who": batch.created_by or _("the system"),
        "day": timezone.localtime(batch.created_at).date().isoformat(),
    }


def _task(batch: ImportBatch, icon: str, text: str, hint: str) -> Task:
    url = reverse("imports:batch", args=[batch.pk])
    name = batch.original_name
    return Task(Urgency.IMPORT, icon, name, text, hint, url, _("See"))


def _to_confirm(batch: ImportBatch) -> Task:
    text = _("has been checked and waits for you")
    hint = _about(batch)
    return _task(batch, "upload", text, hint)


def _stopped(batch: ImportBatch) -> Task:
    text = _("could not be imported")
    hint = _("See the reason, correct the file and upload it again.")
    return _task(batch, "error", text, hint)


def _with_errors(batch: ImportBatch, missing: int) -> Task:
    text = _("%(n)s rows were not imported") % {"n": f"{missing:,}"}
    hint = _("Download these rows, correct them and upload them again.")
    return _task(batch, "upload", text, hint)
