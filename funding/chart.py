"""The chart of accounts by 《工会会计制度》（财会〔2021〕7号）, read once from data/."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).parent / "data" / "accounts.toml"


class AccountClass(TextChoices):
    """The five classes of accounts."""

    ASSET = "asset", _("assets")
    LIABILITY = "liability", _("liabilities")
    NET = "net", _("net assets")
    INCOME = "income", _("income")
    SPENDING = "spending", _("spending")


@dataclass(frozen=True)
class Account:
    """One account (会计科目). `money`: its balance is money at hand."""

    key: str
    name: str
    kind: AccountClass
    money: bool = False


@cache
def accounts() -> dict[str, Account]:
    """All accounts by key, in the order of the regulation."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["account"]
    found = [
        Account(row["key"], row["name"], AccountClass(row["class"]), row.get("money", False))
        for row in rows
    ]
    return {account.key: account for account in found}


def name_of(key: str) -> str:
    """The name of an account; the key itself where a later file does not know it any more."""
    account = accounts().get(key)
    return account.name if account else key


def choices(kinds: Iterable[AccountClass] = ()) -> list[tuple[str, str]]:
    """Keys and names, of some classes only."""
    wanted = set(kinds or AccountClass)
    return [(one.key, one.name) for one in accounts().values() if one.kind in wanted]


def keys(kind: AccountClass) -> tuple[str, ...]:
    """The keys of one class."""
    return tuple(one.key for one in accounts().values() if one.kind == kind)


def money() -> tuple[str, ...]:
    """The accounts whose balance is money (库存现金、银行存款)."""
    return tuple(one.key for one in accounts().values() if one.money)


# What budgets and final accounts are made up of.
BUDGETED = (AccountClass.INCOME, AccountClass.SPENDING)
