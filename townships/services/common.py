"""Small pieces that the services of this app share."""

import datetime
from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from history.services import lock
from townships.choices import Level
from townships.models import Division, Union
from unionreg.county import Conflict, RegistryRow
from unionreg.refusals import Refused

Record = TypeVar("Record", bound=RegistryRow)


def lock_stored(record: Record, expected_version: int | None) -> Record | None:
    """The stored row of `record`, locked; None for a new one. Raises Conflict when it moved on."""
    if record.pk is None:
        return None
    stored = lock(record)
    if expected_version is not None and stored.version != expected_version:
        raise Conflict(stored)
    return stored


def lock_unions(county_code: str, ids: Iterable[int]) -> dict[int, Union]:
    """Unions of a county, locked in the common order (by id)."""
    rows = Union.objects.in_county(county_code).filter(pk__in=set(ids)).order_by("pk")
    return {union.pk: union for union in rows.select_for_update(no_key=True)}


def today_or(day: datetime.date | None, field: str) -> datetime.date:
    """The given day, or today; raises Refused for a day to come."""
    today = timezone.localdate()
    if day is not None and day > today:
        raise Refused({field: _("This day is still to come. Record the change on that day.")})
    return day or today


def settle_county(record: Any, stored: Any) -> None:
    """Take the county of a new record from its township; keep a stored record in its county.

    Raises Refused for a place that is no township, or lies in another county.
    """
    township: Division | None = record.township
    if stored is not None and record.township_id == stored.township_id:
        return
    if township is not None and township.level != Level.TOWNSHIP:
        raise Refused({"township": _("Choose a township or street.")})
    if township is not None and not record.county_code:
        record.county_code = township.parent_id or ""
    if township is not None and township.parent_id != record.county_code:
        raise Refused({"township": _("This township lies in another county.")})
    if not record.county_code:
        raise Refused({"township": _("Choose the township.")})
