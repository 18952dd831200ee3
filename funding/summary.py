"""The money card of the dashboards: approved, paid, open, of the latest year with an approval."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode

from funding.choices import AllocationState
from funding.exact import ZERO, to_fen
from funding.models import AllocationLine
from funding.selectors.payments import paid_of_lines

VIEW = "funding.view_allocation"


@dataclass(frozen=True)
class MoneyCard:
    """What was approved and paid in a year. Yuan; `year` None: nothing is approved yet."""

    year: int | None
    approved: Decimal
    paid: Decimal
    url: str

    @property
    def open(self) -> Decimal:
        """What has still to be paid."""
        return self.approved - self.paid


def county_card(user: Any, codes: Collection[str], county: str) -> MoneyCard | None:
    """The card of a county; None for somebody who may not see it. One query."""
    scope = user.scope_for(VIEW)
    if not (scope.nationwide or county in scope.counties):
        return None
    url = f"{reverse('allocations')}?{urlencode({'county': county})}"
    return _card(codes, None, url)


def region_card(user: Any, codes: Collection[str]) -> MoneyCard | None:
    """The counties of a region together, of the latest year that one of them has approved.

    `codes`: registry keys of all their rows; those that the user may not see are left out. None
    where that leaves none.
    """
    scope = user.scope_for(VIEW)
    seen = [code for code in codes if scope.nationwide or code in scope.counties]
    return _card(seen, None, reverse("allocations")) if seen else None


def township_card(
    user: Any, codes: Collection[str], keys: Collection[str], county: str, township: str
) -> MoneyCard | None:
    """The card of a township; None for somebody who may not see it. One query."""
    if not user.scope_for(VIEW).covers(county, township):
        return None
    return _card(codes, set(keys), reverse("statement", args=[township]))


def _card(codes: Collection[str], keys: set[str] | None, url: str) -> MoneyCard:
    rows = AllocationLine.objects.filter(
        county_code__in=sorted(codes), allocation__state=AllocationState.APPROVED
    )
    if keys is not None:
        rows = rows.filter(township_id__in=sorted(keys))
    sums = rows.order_by("-allocation__year").values_list("allocation__year")
    latest = sums.annotate(total=Sum("amount")).first()
    if latest is None:
        return MoneyCard(None, ZERO, ZERO, url)
    year, total = latest
    return MoneyCard(year, to_fen(total), _paid(codes, keys, year), url)


def _paid(codes: Collection[str], keys: set[str] | None, year: int) -> Decimal:
    paid = paid_of_lines(codes, year)
    return sum((paid[key] for key in paid if keys is None or key in keys), ZERO)
