"""Books and budgets of every sort of place."""

import datetime
from collections.abc import Callable
from typing import Any

from funding.models import AccountTerm, Budget, Ledger, SubLedger

DAY = datetime.date(2024, 1, 1)


def _sub_ledger(world: Any, spot: Any) -> SubLedger:
    union = world.record("grassroots union", spot.name)
    here = {"county_code": spot.county_code}
    ledger = Ledger.objects.create(owner=union, mode="own", opened_on=DAY, **here)
    book = SubLedger.objects.create(ledger=ledger, union=union, opened_on=DAY, **here)
    AccountTerm.objects.create(
        union=union, mode="own", sub_ledger=book, bank_name=spot.mark, valid_from=DAY, **here
    )
    return book


def _budget(world: Any, spot: Any) -> Budget:
    return Budget.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        year=2025,
        kind="budget",
        note=spot.mark,
    )


BOOK_MAKERS: dict[str, Callable[[Any, Any], Any]] = {
    "sub-ledger": _sub_ledger,
    "budget": _budget,
}
