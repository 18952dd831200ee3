"""Entries of the work log and contracts of every sort of place."""

import datetime
from collections.abc import Callable
from typing import Any

from rights.models import CollectiveContract, WorkRecord

DAY = datetime.date(2026, 3, 1)


def _work(world: Any, spot: Any) -> WorkRecord:
    return WorkRecord.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        category="visit",
        held_on=DAY,
        title=spot.mark,
    )


def _contract(world: Any, spot: Any) -> CollectiveContract:
    return CollectiveContract.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        scope="regional",
        title=spot.mark,
        signed_on=DAY,
        valid_from=DAY,
    )


RIGHTS_MAKERS: dict[str, Callable[[Any, Any], Any]] = {"work": _work, "contract": _contract}
