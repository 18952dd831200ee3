"""What happened lately: imports, and records the user changed himself."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from dashboards import links
from history.choices import Action
from history.models import Change
from imports.choices import State
from imports.models import ImportBatch
from imports.models.batch import REMINDED

ICONS = {
    "townships.union": "union",
    "townships.employer": "employer",
    "townships.townshipstatistics": "table",
    "members.member": "person",
}


MOST_IMPORTS = 500  # of a week, with a task or not


def recent_imports(user: Any, limit: int) -> list[ImportBatch]:
    """The newest imports in the user's places, those thrown away left out."""
    return list(_imports(user).order_by("-id")[:limit])


def imports_to_finish(user: Any, where: Q) -> list[ImportBatch]:
    """The imports that may wait for the user, the newest first, and those that came after them.

    `where`: the batches that are his to finish. Those of a week ago wait only to be confirmed.
    """
    open_still = Q(state=State.READY) | Q(created_at__gt=timezone.now() - REMINDED)
    rows = _imports(user).exclude(state=State.REFUSED).filter(where, open_still)
    return list(rows.order_by("-id")[:MOST_IMPORTS])


def _imports(user: Any) -> QuerySet[ImportBatch]:
    rows = ImportBatch.objects.visible_to(user, "imports.view_importbatch")
    seen = rows.exclude(state=State.DISCARDED).select_related("created_by")
    return seen.defer("layout", "left_out", "undo_blocked_rows")


@dataclass(frozen=True)
class RecentRecord:
    """A record the user changed: its name, its page and the time of the last change."""

    label: str
    icon: str
    url: str
    at: datetime.datetime


def recently_changed(user: Any, limit: int = 3) -> list[RecentRecord]:
    """Records that the user last changed by hand and may still see, the newest first."""
    rows = list(
        Change.objects.visible_to(user, "history.view_change")
        .filter(
            user=user,
            batch_id__isnull=True,
            model__in=sorted(ICONS),
            action__in=[Action.CREATED, Action.CHANGED],
        )
        .values("county_code", "model", "object_id")
        .annotate(last=Max("at"), label=Max("object_label"))
        .order_by("-last")[:limit]
    )
    return [
        RecentRecord(
            label=row["label"],
            icon=ICONS[row["model"]],
            url=links.record(row["model"], row["object_id"]),
            at=row["last"],
        )
        for row in rows
    ]
