"""Allocations, draft schemes and numbers of a year of every sort of place."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from funding.models import Allocation, Scheme, SchemePart, YearInput

DAY = datetime.date(2025, 12, 31)
COUNTIES = {"410581", "410523"}


def _allocation(world: Any, spot: Any) -> Allocation | None:
    """What belongs to a county office, and no chair sees."""
    if spot.township or spot.county_code not in COUNTIES:
        return None
    return Allocation.objects.create(
        county_code=spot.county_code,
        scheme_key="mark",
        scheme_title=spot.mark,
        year=2025,
        as_of=DAY,
        total=Decimal(0),
    )


def _scheme(world: Any, spot: Any) -> Scheme | None:
    """A draft, which only its office and those above see."""
    if spot.township or spot.county_code not in COUNTIES:
        return None
    scheme = Scheme.objects.create(
        key=f"{spot.county_code}-1",
        title=spot.mark,
        place_id=spot.division,
        owner_id=spot.division,
        document_text=spot.mark,
        valid_from=DAY,
        author=world.users["admin"],
    )
    SchemePart.objects.create(
        scheme=scheme, number=1, label=spot.mark, kind="fixed", source="rebate"
    )
    return scheme


def _year_input(world: Any, spot: Any) -> YearInput:
    return YearInput.objects.create(
        county_code=spot.county_code,
        township_id=spot.township,
        year=2025,
        name="ranking",
        value="1",
        source=spot.mark,
    )


ALLOCATION_MAKERS: dict[str, Callable[[Any, Any], Any]] = {
    "allocation": _allocation,
    "scheme": _scheme,
    "year input": _year_input,
}
