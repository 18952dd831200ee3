"""How long the list of members is, as far as the summary rows know it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum

from members.choices import Sex
from members.states import MemberState
from townships.models import TownshipSummary

TOWNSHIP, COUNTIES = "township__key__exact", "county_code__in"
# What the list shows with one filter set, and the column of the summary rows that counts the same.
_COUNTED_BY: dict[tuple[str, str], str] = {
    ("state", MemberState.KEPT): "kept",
    ("sex__exact", Sex.FEMALE): "women",
    ("is_migrant__exact", "1"): "migrants",
}


def listed_members(user: Any, filters: Mapping[str, str]) -> int | None:
    """People in the list with these filters (of the address); None where summaries do not say."""
    kept = {name: value for name, value in filters.items() if value}
    rows = TownshipSummary.objects.visible_to(user, "members.view_member")
    if township := kept.pop(TOWNSHIP, ""):
        rows = rows.filter(township_key=township)
    if counties := kept.pop(COUNTIES, ""):
        rows = rows.filter(county_code__in=counties.split(","))
    column = _column(kept)
    if column is None:
        return None
    number: int | None = rows.aggregate(number=Sum(column))["number"]
    return number


def _column(filters: Mapping[str, str]) -> str | None:
    if not filters:
        return "members"
    (first, *others) = filters.items()
    return None if others else _COUNTED_BY.get(first)
