"""Small pieces that the services of this app share."""

import datetime
from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.services import lock
from townships.choices import Level
from townships.models import Division, Union
from unionreg.county import Conflict, RegistryRow
from unionreg.refusals import Refused

Record = TypeVar("Record", bound=RegistryRow)
ONE_DAY = datetime.timedelta(days=1)
FIRST_DAY = datetime.date(1925, 5, 1)  # 中华全国总工会 was founded: no record of a union is older
LAST_DAY = datetime.date(2100, 12, 31)  # as in imports: a later year is a typing error
TOO_EARLY = gettext_lazy("This day lies too far back. Check the year.")


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
    """The given day, or today; raises Refused for a day to come and for one no union has seen."""
    today = timezone.localdate()
    if day is not None and day > today:
        raise Refused({field: _("This day is still to come. Record the change on that day.")})
    refuse_too_early(day, field)
    return day or today


def too_early(day: datetime.date | None) -> bool:
    """Whether a day lies so far back that its year can only be a typing error."""
    return day is not None and day < FIRST_DAY


def refuse_too_early(day: datetime.date | None, field: str) -> None:
    """Raises Refused for a day that lies too far back."""
    if too_early(day):
        raise Refused({field: TOO_EARLY})


def refuse_too_late(day: datetime.date | None, field: str) -> None:
    """Raises Refused for a day so far ahead that its year can only be a typing error."""
    if day is not None and day > LAST_DAY:
        raise Refused({field: _("This day lies too far ahead. Check the year, or leave it empty.")})


def first_day_of(union: Union) -> datetime.date | None:
    """The first day on which an organisation can have met or elected; None when not recorded.

    Its founding, or the approval of the founding where that came before: the assembly that elects
    the first committee lies between the two.
    """
    founded, approved = union.founded_on, union.approved_on
    return min(founded, approved) if founded and approved else founded


def settle_county(record: Any, stored: Any, user: Any = None) -> None:
    """Settle the county of a new record; keep a stored record in its county.

    The county comes from the township; without one from the superior union, else from the only
    county in which the user may add such records. Raises Refused for a place that is no township
    or lies in another county, and when none of them says which county it is.
    """
    township: Division | None = record.township
    if stored is not None and record.township_id == stored.township_id:
        return
    if township is not None and township.level != Level.TOWNSHIP:
        raise Refused({"township": _("Choose a township or street.")})
    if not record.county_code:
        record.county_code = _county_of(record, township, user)
    if township is not None and township.parent_id != record.county_code:
        raise Refused({"township": _("This township lies in another county.")})
    if not record.county_code:
        raise Refused({"township": _no_county(record)})


def _county_of(record: Any, township: Division | None, user: Any) -> str:
    """The key of the county a new record belongs to; empty when nothing says so."""
    if township is not None:
        return township.parent_id or ""
    superior = getattr(record, "superior", None)
    if superior is not None:
        return str(superior.county_code)
    return _only_county(record, user) if user is not None else ""


def _only_county(record: Any, user: Any) -> str:
    """The county of a user who may add such records in one county only."""
    scope = user.scope_for(f"{record._meta.app_label}.add_{record._meta.model_name}")
    counties = Division.objects.filter(key__in=scope.divisions, level=Level.COUNTY)
    keys = list(counties.values_list("key", flat=True)[:2])
    return keys[0] if len(keys) == 1 else ""


def _no_county(record: Any) -> str:
    if hasattr(record, "superior_id"):
        return _("Choose the township, or a superior union: it says which county this is.")
    return _("Choose the township: it says which county this is.")
