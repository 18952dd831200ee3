"""The one column type of money: yuan, exact to the fen."""

from decimal import Decimal
from typing import Any

from django.db import models

DIGITS = 16
FEN = Decimal("0.01")


def yuan(verbose_name: Any, **options: Any) -> "models.DecimalField[Decimal, Decimal]":
    """A column for an amount in yuan with two decimals."""
    return models.DecimalField(verbose_name, max_digits=DIGITS, decimal_places=2, **options)
