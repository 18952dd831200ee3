"""Levies, payments and share tables of every sort of place."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from funding.models import Levy, LevyPayment, ShareTable
from tests.policies.local import released_by_two
from townships.models import Division

DAY = datetime.date(2026, 3, 1)


def _of_a_month(world: Any, spot: Any) -> dict[str, Any]:
    return {
        "county_code": spot.county_code,
        "employer": world.record("employer", spot.name),
        "year": 2026,
        "month": 3,
        "collecting_township_id": spot.township,
    }


def _levy(world: Any, spot: Any) -> Levy:
    return Levy.objects.create(**_of_a_month(world, spot), payroll_total=Decimal(100))


def _payment(world: Any, spot: Any) -> LevyPayment:
    return LevyPayment.objects.create(
        **_of_a_month(world, spot), amount=Decimal(2), paid_on=DAY, reference=spot.division
    )


def _share_table(world: Any, spot: Any) -> ShareTable:
    office = spot.county_code if spot.township else spot.division
    return ShareTable.objects.create(
        document_no=spot.mark,
        jurisdiction_id=spot.division,
        valid_from=DAY,
        grassroots=Decimal(60),
        county=Decimal(40),
        **released_by_two(Division.objects.get(pk=office)),
    )


def _draft(world: Any, spot: Any) -> ShareTable:
    draft = ShareTable.objects.get(document_no=spot.mark)
    draft.pk, draft._state.adding = None, True
    draft.state, draft.releaser, draft.released_at = "draft", None, None
    draft.document_no = f"{draft.document_no}-draft"
    draft.save()
    return draft


# In this order: later kinds refer to earlier ones.
LEVY_MAKERS: dict[str, Callable[[Any, Any], Any]] = {
    "levy": _levy,
    "levy payment": _payment,
    "share table": _share_table,
    "draft share table": _draft,
}
