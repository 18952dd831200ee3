"""What happened lately: imports, and records the user changed himself."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Max, QuerySet
from django.urls import NoReverseMatch, reverse

from history.choices import Action
from history.models import Change
from imports.choices import State
from imports.models import ImportBatch
from townships.choices import UnionKind

ICONS = {
    "townships.union": "union",
    "townships.employer": "employer",
    "townships.townshipstatistics": "table",
    "members.member": "person",
}


def recent_imports(user: Any, limit: int = 3) -> list[ImportBatch]:
    """The newest imports in the user's places."""
    rows = ImportBatch.objects.visible_to(user, "imports.view_importbatch")
    return list(rows.exclude(state=State.DISCARDED).order_by("-id")[:limit])


@dataclass(frozen=True)
class RecentRecord:
    """A record the user changed: its name, its page and the time of the last change."""

    label: str
    icon: str
    url: str
    at: Any


def recently_changed(user: Any, limit: int = 3) -> list[RecentRecord]:
    """Records that the user changed last by hand and may still see, the newest first."""
    rows = _own_changes(user).order_by("-last")[: limit * 2]
    return [record for row in rows if (record := _record(row))][:limit]


def _own_changes(user: Any) -> QuerySet[Change, dict[str, Any]]:
    return (
        Change.objects.visible_to(user, "history.view_change")
        .filter(
            user=user,
            batch_id__isnull=True,
            model__in=sorted(ICONS),
            action__in=[Action.CREATED, Action.CHANGED],
        )
        .values("county_code", "model", "object_id")
        .annotate(last=Max("at"), label=Max("object_label"))
    )


def _record(row: dict[str, Any]) -> RecentRecord | None:
    url = record_url(row["model"], row["object_id"])
    if not url:
        return None
    return RecentRecord(row["label"], ICONS[row["model"]], url, row["last"])
