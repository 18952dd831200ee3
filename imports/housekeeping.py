"""Personal data of imports does not stay longer than it is needed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from imports.choices import BUSY_STATES
from imports.models import ImportBatch
from imports.services import forget


def forget_old() -> int:
    """Remove files and staged rows of batches that are older than IMPORT_KEEP_DAYS.

    The batches themselves stay, with their counts.  Returns how many were cleared.
    """
    limit = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    rows = ImportBatch.objects.filter(heartbeat__lt=limit).exclude(state__in=BUSY_STATES)
    old = rows.filter(~Q(file="")).order_by("pk")[:100]
    for batch in old:
        forget(batch)
    return len(old)
