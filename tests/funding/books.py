"""Books of unions, for tests of accounts and journals."""

import datetime
from decimal import Decimal
from typing import Any

from funding.models import JournalEntry, SubLedger
from funding.services.accounts import begin_account_mode
from funding.services.journal import Posting, post
from townships.models import Union

OPENED = datetime.date(2025, 1, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def own_books(union: Union, user: Any = None, on: datetime.date = OPENED) -> SubLedger:
    """The books of a union with an account of its own."""
    saved = begin_account_mode(union=union, mode="own", on=on, user=user)
    return saved.record.sub_ledger


def income(book: SubLedger, amount: str, on: str = "2025-03-01", **values: Any) -> JournalEntry:
    """拨缴经费收入 into the bank account."""
    lines = [Posting("bank", "levy", Decimal(amount))]
    known = {"text": "拨缴经费", "user": None}
    return post(sub_ledger=book, on=day(on), lines=lines, **{**known, **values})


def spend(book: SubLedger, amount: str, on: str = "2025-06-01", **values: Any) -> JournalEntry:
    """职工活动支出 from the bank account."""
    lines = [Posting("activities", "bank", Decimal(amount))]
    known = {"text": "五一活动", "user": None}
    return post(sub_ledger=book, on=day(on), lines=lines, **{**known, **values})
