"""What a union's members mean for the union: they move with it, or keep it from closing."""

from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from members.models import Member, Membership
from members.services import transfers
from members.states import OPEN_STATES
from townships.models import Union, UnionEmployer


class Members:
    """The members of a union, as `townships.services.dependents` asks about them."""

    def count(self, union: Union) -> int:
        """People with an open membership."""
        rows = Member.objects.in_county(union.county_code)
        return rows.filter(union_id=union.pk, state__in=OPEN_STATES).count()

    def largest_unit(self, union: Union) -> int | None:
        """Members by place of work, for those places that are employers of the union."""
        names = UnionEmployer.objects.in_county(union.county_code).filter(
            union_id=union.pk, valid_to__isnull=True
        )
        rows = Member.objects.in_county(union.county_code).filter(
            union_id=union.pk,
            state__in=OPEN_STATES,
            workplace__in=list(names.values_list("employer__name", flat=True)),
        )
        counts = rows.order_by().values("workplace").annotate(number=Count("pk"))
        return max((row["number"] for row in counts), default=None)

    def describe(self, number: int) -> str:
        """The number in words."""
        return _("%(number)s members") % {"number": f"{number:,}"}

    def last_day(self, union: Union) -> date | None:
        """The last day on which a membership began or ended."""
        rows = Membership.objects.in_county(union.county_code).filter(union_id=union.pk)
        found = rows.aggregate(first=Max("valid_from"), last=Max("valid_to"))
        return max((day for day in found.values() if day), default=None)

    def move_all(self, *, from_union: Union, to_union: Union, on: date, user: Any) -> None:
        """Transfer all of them."""
        reason = _("%(union)s was merged into this union") % {"union": from_union.name}
        transfers.move_all(
            from_union=from_union, to_union=to_union, on=on, user=user, reason=reason[:200]
        )

    def close(self, *, union: Union, on: date, user: Any) -> None:
        """Nobody is left: a union with members is not dissolved, and a merger moves them."""

    def relocate(self, *, county_code: str, union_ids: list[int], township_key: str | None) -> None:
        """Follow the unions into another township."""
        transfers.relocate(county_code=county_code, union_ids=union_ids, township_key=township_key)
