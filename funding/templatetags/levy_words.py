"""How levies are shown: months in words."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def months(numbers: Iterable[int]) -> str:
    """“3 months: 1, 2, 5”, a dash for none."""
    found = list(numbers)
    if not found:
        return "–"
    text = ngettext("%(n)s month: %(list)s", "%(n)s months: %(list)s", len(found))
    return text % {"n": len(found), "list": _(", ").join(map(str, found))}
