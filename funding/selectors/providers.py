"""What other parts of the money tell this one. They register when the program starts.

Without a provider nothing is recorded: paid-up totals are unknown, there are no payments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PaymentRow:
    """One payment to a township: the day, what for, how much. Yuan."""

    on: date
    text: str
    amount: Decimal


@dataclass(frozen=True)
class GrantRow:
    """One earmarked grant of a township: received, spent and left. Yuan."""

    purpose: str
    received: Decimal
    spent: Decimal
    basis: str = ""
    note: str = ""

    @property
    def balance(self) -> Decimal:
        """What is left for the purpose."""
        return self.received - self.spent


ByTownship = Callable[[str, int], dict[str, Decimal]]


def _nothing(county_code: str, year: int) -> dict[str, Decimal]:
    return {}


def _no_payments(county_code: str, township_key: str, year: int) -> list[PaymentRow]:
    return []


def _no_grants(county_code: str, township_key: str, year: int) -> list[GrantRow]:
    return []


@dataclass
class Providers:
    """Who answers: union funds paid up, paid amounts, payments and grants of a township."""

    paid_up: ByTownship = _nothing
    paid: ByTownship = _nothing
    payments: Callable[[str, str, int], list[PaymentRow]] = _no_payments
    grants: Callable[[str, str, int], list[GrantRow]] = _no_grants


providers = Providers()
