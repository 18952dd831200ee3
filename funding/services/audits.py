"""Audits of the funds (R-FIN-09)."""

from typing import Any

from django.db import transaction

from funding.models import AuditRecord
from history.services import save_record
from townships.services.common import lock_stored, today_or
from townships.services.summaries import mark_due


@transaction.atomic
def record_audit(
    *, audit: AuditRecord, user: Any, expected_version: int | None = None
) -> AuditRecord:
    """Save who audited the funds of a year, when, and what was found.

    Raises Refused for a day to come, ValidationError, Conflict when somebody else saved.
    """
    today_or(audit.audited_on, "audited_on")
    audit.county_code = audit.county_code or audit.union.county_code
    lock_stored(audit, expected_version)
    save_record(instance=audit, user=user)
    mark_due(county_code=audit.county_code, township_keys=[audit.union.township_id])
    return audit
