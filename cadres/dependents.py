"""What the posts of a union mean for the union: they end with it, people move along with it."""

from datetime import date
from typing import Any

from django.db.models import Max

from cadres.models import Appointment
from cadres.services.appointments import end_with_union, settle_people
from townships.models import Union
from townships.services.dependents import EndsWithUnion


class Posts(EndsWithUnion):
    """The posts of a union, as `townships.services.dependents` asks about them."""

    def last_day(self, union: Union) -> date | None:
        """The last day on which a post began or ended."""
        rows = Appointment.objects.in_county(union.county_code).filter(union_id=union.pk)
        found = rows.aggregate(first=Max("valid_from"), last=Max("valid_to"))
        return max((day for day in found.values() if day), default=None)

    def close(self, *, union: Union, on: date, user: Any) -> None:
        """End all posts with the union."""
        end_with_union(union=union, last_day=on, user=user)

    def relocate(self, *, county_code: str, union_ids: list[int], township_key: str | None) -> None:
        """Let the people in office follow the unions into another township."""
        rows = Appointment.objects.in_county(county_code).filter(
            union_id__in=union_ids, valid_to__isnull=True
        )
        people = set(rows.values_list("person_id", flat=True))
        settle_people(county_code=county_code, person_ids=people, user=None)
