"""Imports that wait for somebody: to confirm, to correct rows, to look at a fault."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.selectors.tasks import Task, Urgency
from imports.choices import State
from imports.models import ImportBatch

GOOD = (State.READY, State.CONFIRMED, State.APPLYING, State.APPLIED)


def import_tasks(batches: Iterable[ImportBatch]) -> Iterator[Task]:
    """One task for each of the batches that waits for its user; `batches`: the newest first.

    A refused file is none: nothing came of it, and whoever uploaded it was told why. Nor is an
    import that can still be undone: nobody has to. Nor are rows that may stay out, as somebody
    said on the page of the batch.
    """
    newer: list[ImportBatch] = []
    for batch in batches:
        if batch.state == State.READY:
            yield _to_confirm(batch)
        elif batch.is_recent and not _was_sent_again(batch, newer):
            yield from _unfinished(batch)
        newer.append(batch)


def _unfinished(batch: ImportBatch) -> Iterator[Task]:
    if batch.state == State.FAILED:
        yield _stopped(batch)
    elif batch.reminds:
        yield _with_errors(batch)


def _was_sent_again(batch: ImportBatch, newer: Iterable[ImportBatch]) -> bool:
    """Whether the file or its wrong rows came again: by the title in that workbook, or the name."""
    name = _stem(batch)
    return any(
        later.corrects(batch) or _stem(later).endswith(name)
        for later in newer
        if later.kind == batch.kind and later.state in GOOD
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


def _with_errors(batch: ImportBatch) -> Task:
    text = _("%(n)s rows were not imported") % {"n": f"{batch.failed_count:,}"}
    hint = _("Download these rows, correct them and upload them again.")
    return _task(batch, "upload", text, hint)
