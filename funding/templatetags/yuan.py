"""`{{ amount|yuan }}`: an amount with its two decimals; a dash where nothing is recorded."""

from decimal import Decimal

from django import template

from funding.fields import FEN
from unionreg.ui import NOTHING

register = template.Library()


@register.filter
def yuan(amount: Decimal | int | None) -> str:
    """1,234.50; – for None."""
    if amount is None:
        return NOTHING
    return f"{Decimal(amount).quantize(FEN):,}"
