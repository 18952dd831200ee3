"""What changed in a township in the running month."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from dashboards.selectors.places import TownshipPlace
from dashboards.selectors.trends import MonthSum
from townships.choices import GRASSROOTS_KINDS, UnionStatus
from townships.models import Union


@dataclass(frozen=True)
class ThisMonth:
    """People who came and went, and unions that were founded, since the first of the month."""

    since: datetime.date
    joined: int
    transferred_in: int
    transferred_out: int
    left: int
    new_unions: int

    @property
    def quiet(self) -> bool:
        """Nothing has happened."""
        return not (
            self.joined
            or self.transferred_in
            or self.transferred_out
            or self.left
            or self.new_unions
        )


def this_month(place: TownshipPlace, month: MonthSum) -> ThisMonth:
    """The flows of the running month with the unions founded in it."""
    since = timezone.localdate().replace(day=1)
    new = Union.objects.filter(
        county_code__in=place.county.codes,
        township_id__in=place.keys,
        kind__in=GRASSROOTS_KINDS,
        status=UnionStatus.ACTIVE,
        founded_on__gte=since,
    )
    return ThisMonth(since=since, new_unions=new.count(), **month.flows)
