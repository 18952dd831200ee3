"""What happened lately: imports, and records the user changed himself."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from dashboards import links
from history.choices import Action
from history.models import Change
from imports.choices import State
from imports.models import ImportBatch

ICONS = {
    "townships.union": "union",
    "townships.employer": "employer",
    "townships.townshipstatistics": "table",
    "members.member": "person",
}


def recent_imports(user: Any, limit: int = 20) -> list[ImportBatch]:
    """The newest imports in the user's places, those thrown away left out."""
    rows = ImportBatch.objects.visible_to(user, "imports.view_importbatch")
    kept = rows.exclude(state=State.DISCARDED).select_related("created_by")
    return list(kept.order_by("-id")[:limit])


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
