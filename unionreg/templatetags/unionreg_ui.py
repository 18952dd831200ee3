"""Tags and filters of every template (built in: no `{% load %}` needed).

Tags: `icon`, `badge`, `rate_bar`, `query_string`, `selected_choice`.
Filters: `number`, `or_dash`, `signed`, `percent_of`, `initial`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from unionreg import ui

register = template.Library()

register.simple_tag(ui.badge)
register.simple_tag(ui.rate_bar)
register.filter("number", ui.number)
register.filter("or_dash", ui.or_dash)
register.filter("signed", ui.signed)
register.filter("percent_of", ui.percent)


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


@register.simple_tag
def selected_choice(choices: Iterable[Mapping[str, Any]]) -> Any:
    """What a list filter is set to; empty while it shows everything (its first choice)."""
    chosen = [n for n, choice in enumerate(choices) if choice.get("selected")]
    if not chosen or chosen == [0]:
        return ""
    return list(choices)[chosen[0]].get("display", "")


@register.filter
def initial(name: object) -> str:
    """The first character of a name, for the round sign in the header."""
    return str(name)[:1].upper()
