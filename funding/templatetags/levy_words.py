"""How levies are shown: amounts with fen, months in words."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def in_yuan(value: Decimal | None) -> str | SafeString:
    """“25,000.00”; what is not recorded is said so and is not 0."""
    if value is None:
        return format_html('<span class="muted">{}</span>', _("not recorded (amount)"))
    return f"{value:,.2f}"


@register.filter
def months(numbers: Iterable[int]) -> str:
    """“3 months: 1, 2, 5”, a dash for none."""
    found = list(numbers)
    if not found:
        return "–"
    text = ngettext("%(n)s month: %(list)s", "%(n)s months: %(list)s", len(found))
    return text % {"n": len(found), "list": _(", ").join(map(str, found))}
