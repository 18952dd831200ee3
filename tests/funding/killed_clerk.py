"""A posting that is killed in the middle: run as a program by the tests.

Arguments: what (post, hand_over or close), id of the sub-ledger, module, attribute path, before or
after, how often it may pass.
"""

import datetime
import sys
from decimal import Decimal

from tests.imports.killed_worker import arm

DAY = datetime.date(2025, 9, 1)


def _post(book) -> None:
    from funding.services.journal import Posting, post

    lines = [Posting("activities", "bank", Decimal("40.10")), Posting("rights", "bank", Decimal(2))]
    post(sub_ledger=book, on=DAY, lines=lines, text="x", user=None)


def _hand_over(book) -> None:
    from funding.services.accounts import begin_account_mode
    from townships.models import Union

    county = Union.objects.get(county_code=book.county_code, kind="county")
    begin_account_mode(union=book.union, mode="custody", custodian=county, on=DAY, user=None)


def _close(book) -> None:
    from funding.services.closing import close_year

    close_year(sub_ledger=book, year=DAY.year, user=None)


if __name__ == "__main__":
    arm(sys.argv[3], sys.argv[4], sys.argv[5], int(sys.argv[6]))
    from funding.models import SubLedger

    actions = {"post": _post, "hand_over": _hand_over, "close": _close}
    actions[sys.argv[1]](SubLedger.objects.get(pk=sys.argv[2]))
