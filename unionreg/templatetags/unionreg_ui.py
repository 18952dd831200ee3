"""Tags and filters of every template (built in: no `{% load %}` needed).

Tags: `icon`, `badge`, `rate_bar`, `query_string`; for change lists `selected_choice` and
`number_columns`.
Filters: `number`, `or_dash`, `signed`, `percent_of`, `initial`; for change lists `as_number`,
`first_of_page`, `last_of_page`; for forms `length_is_one`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sized
from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db import models
from django.utils.safestring import SafeString, mark_safe

from unionreg import ui

register = template.Library()

register.simple_tag(ui.badge)
register.simple_tag(ui.rate_bar)
register.filter("number", ui.number)
register.filter("or_dash", ui.or_dash)
register.filter("signed", ui.signed)
register.filter("percent_of", ui.percent)

_COLUMN = re.compile(r'class="([^"]*?)(?:column|field)-(\w+)')


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "home" %}`, `{% icon "help" "large" %}`."""
    return ui.icon(name, large=size == "large")


@register.simple_tag(takes_context=True)
def query_string(context: Mapping[str, Any], **changes: Any) -> str:
    """The query of this page with some values changed; None takes a value out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def initial(name: object) -> str:
    """The first character of a name, for the round sign in the header."""
    return str(name)[:1].upper()


@register.simple_tag
def selected_choice(choices: Iterable[Mapping[str, Any]]) -> Any:
    """What a list filter is set to; empty while it shows everything (its first choice)."""
    chosen = [n for n, choice in enumerate(choices) if choice.get("selected")]
    if not chosen or chosen == [0]:
        return ""
    return list(choices)[chosen[0]].get("display", "")


@register.simple_tag
def number_columns(cl: ChangeList) -> set[str]:
    """Columns of a change list whose values are amounts and stand at the right.

    Number fields, and display functions with an attribute `numeric = True`.
    """
    return {str(name) for name in cl.list_display if _is_amount(cl, str(name))}


def _is_amount(cl: ChangeList, name: str) -> bool:
    try:
        field = cl.lookup_opts.get_field(name)
    except FieldDoesNotExist:
        shown = getattr(cl.model_admin, name, None) or getattr(cl.model, name, None)
        return bool(getattr(shown, "numeric", False))
    amounts = (models.IntegerField, models.DecimalField, models.FloatField)
    return isinstance(field, amounts) and not field.choices


@register.filter
def as_number(html: str, columns: Collection[str]) -> str:
    """A table cell as Django wrote it, with the class `num` if its column holds amounts."""
    found = _COLUMN.search(html)
    if not found or found[2] not in columns:
        return html
    return mark_safe(html.replace('class="', 'class="num ', 1))  # noqa: S308 - was safe before


@register.filter
def first_of_page(paginator: Paginator[Any], page: int) -> int:
    """Number of the first row on a page."""
    return paginator.page(page).start_index()


@register.filter
def last_of_page(paginator: Paginator[Any], page: int) -> int:
    """Number of the last row on a page."""
    return paginator.page(page).end_index()


@register.filter
def length_is_one(items: Sized) -> bool:
    """Whether a line of a form holds a single field."""
    return len(items) == 1
