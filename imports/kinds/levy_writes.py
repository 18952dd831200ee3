"""What follows an import of levies or payments."""

from __future__ import annotations

from typing import Any

from funding.services.levy_handover import settle_rows
from imports.choices import RowStatus
from imports.pipeline.sql import Run


def count_anew_later(run: Run) -> None:
    """Bring new records in line with handovers between preview and application."""
    county = run.batch.county_code
    staged: Any = run.staged.objects.in_county(county).filter(
        batch_id=run.batch.pk, row_status=RowStatus.NEW
    )
    target: Any = run.staged.target
    rows = target.objects.in_county(county).filter(pk__in=staged.values("target_id"))
    settle_rows(rows, county_code=county, user=run.batch.author, reason=run.reason)
