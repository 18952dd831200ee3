"""The levies of several counties side by side, for offices above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from funding.exact import to_fen
from funding.models import Levy, LevyPayment
from funding.selectors.levies import VIEW, standing
from townships.models import Division


@dataclass(frozen=True)
class CountyLevies:
    """What is due for the months of a year and what was paid up in it; None: nothing recorded."""

    county: Division
    due: Decimal | None = None
    unknown: int | None = None
    paid_up: Decimal | None = None


def of_counties(user: Any, counties: Sequence[Division], year: int) -> list[CountyLevies]:
    """The counties with their sums of a year, as far as the user sees them; two queries.

    `due` adds up the months of which it is known, `unknown` counts the others.
    """
    codes = [county.key for county in counties]
    levies = _grouped(
        Levy.objects.visible_to(user, VIEW).filter(county_code__in=codes, year=year),
        unknown=Count("pk", filter=Q(due__isnull=True)),
        due=Sum("due"),  # last: it takes the name of the column
    )
    payments = LevyPayment.objects.visible_to(user, "funding.view_levypayment")
    paid = _grouped(
        standing(payments.filter(county_code__in=codes, paid_on__year=year)),
        paid_up=Sum("amount"),
    )
    return [
        _line(county, {**levies.get(county.key, {}), **paid.get(county.key, {})})
        for county in counties
    ]


def _grouped(rows: Any, **sums: Any) -> dict[str, dict[str, Any]]:
    found = rows.order_by().values("county_code").annotate(**sums)
    return {row.pop("county_code"): row for row in found}


def _line(county: Division, row: dict[str, Any]) -> CountyLevies:
    amounts = {name: to_fen(row[name]) for name in ("due", "paid_up") if row.get(name) is not None}
    return CountyLevies(county, unknown=row.get("unknown"), **amounts)
