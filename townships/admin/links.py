"""Addresses of the lists behind a number in the admin of organisations."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from unionreg import ui


def rows(model: str, **filters: str | int) -> str:
    """The list of a model ("townships.employer"), narrowed by the given filters."""
    address = reverse(f"admin:{model.replace('.', '_')}_changelist")
    return f"{address}?{urlencode(filters)}"


def linked(number: int | None, address: str) -> str:
    """A count that leads to what it counts; 0 and unknown lead nowhere."""
    if not number:
        return ui.number(number)
    return format_html('<a href="{}">{}</a>', address, ui.number(number))
