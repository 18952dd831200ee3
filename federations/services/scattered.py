"""Recording how many scattered workers there are in the area of a federation."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from federations.models import Federation, ScatteredCount
from federations.services.records import keep_due
from history.services import save_record
from townships.services.common import lock_unions, today_or
from unionreg.refusals import Refused


@transaction.atomic
def record_scattered(
    *,
    federation: Federation,
    as_of: date,
    workers: int,
    covered: int | None,
    user: Any,
    source: str = "",
) -> ScatteredCount:
    """Record the scattered workers of a day (people); the same day again corrects its numbers.

    `covered` None: nobody counted them. Raises Refused for a day to come, for more covered than
    there are and for a closed federation; ValidationError (R-ORG-24).
    """
    today_or(as_of, "as_of")
    union = lock_unions(federation.county_code, [federation.union_id])[federation.union_id]
    if not union.is_open:
        raise Refused(_("This federation is closed. Its record stays as it was."))
    if covered is not None and covered > workers:
        raise Refused({"covered": _("More are covered than there are. Compare the two numbers.")})
    rows = ScatteredCount.objects.in_county(federation.county_code)
    row = rows.filter(federation_id=federation.pk, as_of=as_of).first()
    row = row or ScatteredCount(
        county_code=federation.county_code, federation=federation, as_of=as_of
    )
    row.workers, row.covered, row.source = workers, covered, source.strip()
    save_record(instance=row, user=user)
    keep_due(union)
    return row
