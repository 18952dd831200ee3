"""What the terms of a union mean for the union: they end with it."""

from datetime import date
from typing import Any

from django.db.models import Max

from cadres.models import Term
from cadres.services.elections import end_mandates
from history.services import save_record
from townships.models import Union
from townships.services.dependents import EndsWithUnion


class Terms(EndsWithUnion):
    """The terms of a union, as `townships.services.dependents` asks about them."""

    def last_day(self, union: Union) -> date | None:
        """The day of the last election."""
        rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
        last: date | None = rows.aggregate(last=Max("started_on"))["last"]
        return last

    def close(self, *, union: Union, on: date, user: Any) -> None:
        """End the running term and its mandates with the union."""
        rows = Term.objects.in_county(union.county_code).filter(union_id=union.pk)
        term = rows.filter(ended_on__isnull=True).select_related("union").first()
        if term is not None:
            term.ended_on = on
            save_record(instance=term, user=user)
            end_mandates(term, on, user)

    def relocate(self, *, county_code: str, union_ids: list[int], township_key: str | None) -> None:
        """Terms lie where their union lies."""
