"""The card that tells on other pages how many findings wait, and which come first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from compliance import words
from compliance.pages import Line, lines
from compliance.permissions import VIEW
from compliance.selectors import findings, order, runs


@dataclass(frozen=True)
class Summary:
    """Open findings of a place: by group, the first of them, and when all was last checked.

    `url` is the list with the place chosen; a tab is added to it with `&tab=`.
    """

    groups: list[words.Tab]
    total: int
    lines: list[Line]
    last: datetime.datetime | None
    url: str


def summary(
    user: Any,
    *,
    counties: Iterable[str] = (),
    townships: Iterable[str] = (),
    query: dict[str, str] | None = None,
    first: int = 0,
) -> Summary:
    """The findings of some counties, or of some of their townships, by registry keys.

    Without counties all that the user sees. `query` chooses the place in the list; `first` is how
    many findings are told in full. The number of queries depends on nothing else.
    """
    rows = findings.visible(user)
    if counties := sorted(counties):
        rows = rows.filter(county_code__in=counties)
    if townships := sorted(townships):
        rows = rows.filter(township_key__in=townships)
    counts = findings.counts(rows, timezone.localdate())
    groups = order.order_for(user)
    told = findings.most_urgent(rows, groups, first) if first and counts.all else []
    tabs = words.tabs(groups, dict(counts.open))
    return Summary(
        groups=[tab for tab in tabs if tab.look],
        total=counts.all,
        lines=lines(told, user),
        last=runs.last_check(user),
        url=f"{reverse('compliance_list')}?{urlencode(query or {})}",
    )


def place_query(user: Any, *, county: str, township: str = "") -> dict[str, str]:
    """What chooses a place in the list; the county only for somebody who sees several."""
    scope = user.scope_for(VIEW)
    several = scope.nationwide or len(scope.counties | scope.township_counties) > 1
    chosen = {"county": county if several else "", "township": township}
    return {name: key for name, key in chosen.items() if key}
