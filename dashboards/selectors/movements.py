"""Who joined, came, went and left in a month: the memberships behind the counts of a month.

A person's present state does not tell it: who joined here may have moved on since, and who moved
on is no longer in the lists of the township. So the rows are memberships, chosen by the definition
that the month rows are counted by (`members.services.summaries.FLOWS`).
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Member, Membership
from members.services.summaries import FLOWS, NO_DAYS, flow_between

LABELS: dict[str, str | Promise] = {
    "joined": _("Joined"),
    "transferred_in": _("Transferred in"),
    "transferred_out": _("Transferred out"),
    "left": _("Left"),
}


@dataclass(frozen=True)
class Movement:
    """One line: the membership, the day on which the change took effect, what happened.

    `elsewhere`: the union outside the registry that the person came from or went to. `open`:
    whether the reader may open the person's record.
    """

    membership: Membership
    on: datetime.date | None
    how: str
    elsewhere: str
    open: bool


def memberships_of(
    user: Any, codes: Sequence[str], keys: Collection[str] | None = None
) -> QuerySet[Membership]:
    """Memberships of counties (of some of their townships) that the reader may see."""
    rows = Membership.objects.visible_to(user, "members.view_membership")
    rows = rows.filter(county_code__in=codes)
    return rows if keys is None else rows.filter(union__township_id__in=sorted(keys))


def flow_counts(
    rows: QuerySet[Membership], first: datetime.date, after: datetime.date
) -> dict[str, int]:
    """How many of these memberships each flow counts from `first` to before `after`, at once."""
    chosen = Q()
    for name in FLOWS:
        chosen |= flow_between(name, first, after)
    counts: dict[str, int] = (
        rows.order_by()
        .filter(chosen)
        .aggregate(**{name: Count("pk", filter=flow_between(name, first, after)) for name in FLOWS})
    )
    return counts


def flow_rows(
    rows: QuerySet[Membership], name: str, first: datetime.date, after: datetime.date
) -> QuerySet[Membership]:
    """The memberships that one flow counts from `first` to before `after`, the newest first."""
    field = FLOWS[name][0]
    found = rows.filter(flow_between(name, first, after)).select_related("member", "union")
    return found.order_by(F(field).desc(), "-pk")


def movements(user: Any, name: str, rows: Iterable[Membership]) -> list[Movement]:
    """The lines of one page of a list, in its order."""
    every = list(rows)
    people = {(row.county_code, row.member_id) for row in every}
    visible = Member.objects.visible_to(user, "members.view_member").filter(
        county_code__in={code for code, _pk in people}, pk__in={pk for _code, pk in people}
    )
    known = set(visible.values_list("county_code", "pk"))
    return [_movement(row, name, (row.county_code, row.member_id) in known) for row in every]


def _movement(row: Membership, name: str, is_open: bool) -> Movement:
    field, later, _how = FLOWS[name]
    day = getattr(row, field)
    began = field == "valid_from"
    parts = (
        (row.get_began_by_display(),)
        if began
        else (row.get_ended_by_display(), row.get_end_reason_display())
    )
    return Movement(
        membership=row,
        on=day + later if day and later != NO_DAYS else day,
        how=" · ".join(str(part) for part in parts if part),
        elsewhere=row.came_from if began else row.went_to,
        open=is_open,
    )
