"""How amounts are shown: `yuan`, `signed_yuan`, `in_yuan`. What is not known is never 0."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionreg.ui import NOTHING

register = template.Library()


@register.filter
def yuan(amount: Decimal | int | None) -> str:
    """1,234.50; a dash for what is not known."""
    return NOTHING if amount is None else f"{amount:,.2f}"


@register.filter
def signed_yuan(amount: Decimal | None) -> str:
    """+12,345.60, −3.00 and a plain 0.00; a dash for what is not known."""
    if amount is None:
        return NOTHING
    shown = yuan(amount).replace("-", "−")
    return f"+{shown}" if amount > 0 else shown


@register.filter
def in_yuan(amount: Decimal | None) -> str | SafeString:
    """25,000.00; what is not recorded is said so in words."""
    if amount is None:
        return format_html('<span class="muted">{}</span>', _("not recorded (amount)"))
    return yuan(amount)
