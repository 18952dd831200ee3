"""What coverage means for a union that closes: it ends, and the seat for it is to be filled."""

from datetime import date
from typing import Any

from django.db.models import Max, Q

from federations.models import Coverage
from federations.services.coverage import end_with_union
from townships.models import Union
from townships.services.dependents import EndsWithUnion


class CoverageOfUnion(EndsWithUnion):
    """Coverage by federations, and that of a federation, as `dependents` asks about them."""

    def last_day(self, union: Union) -> date | None:
        """The last day on which a coverage began or ended."""
        rows = Coverage.objects.in_county(union.county_code).filter(
            Q(union_id=union.pk) | Q(federation__union_id=union.pk)
        )
        found = rows.aggregate(first=Max("valid_from"), last=Max("valid_to"))
        return max((day for day in found.values() if day), default=None)

    def close(self, *, union: Union, on: date, user: Any) -> None:
        """End every coverage with the union."""
        end_with_union(union=union, last_day=on, user=user)

    def relocate(self, *, county_code: str, union_ids: list[int], township_key: str | None) -> None:
        """Coverage says nothing about places."""
