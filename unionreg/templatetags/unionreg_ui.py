"""Tags and filters of every template (built in: no `{% load %}` needed).

Tags: `icon`, `badge`, `rate_bar`, `query_string`, `last_change`; for change lists
`selected_choice`, `narrowed_to`, `number_columns` and `list_row`.
Filters: `number`, `or_dash`, `signed`, `percent_of`, `initial`; for change lists `as_number`,
`first_of_page`, `last_of_page`; for forms `without_colon`, `as_option`, `please_choose`,
`named`, `yes_or_no`, `length_is_one`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Sized
from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db import models
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from history.models import Change
from history.selectors import changes_of
from unionreg import ui

# How lists name the township that they are narrowed to.
TOWNSHIP_PARAMETERS = {"township", "township__key__exact"}

register = template.Library()

register.simple_tag(ui.badge)
register.simple_tag(ui.rate_bar)
register.filter("number", ui.number)
register.filter("or_dash", ui.or_dash)
register.filter("signed", ui.signed)
register.filter("percent_of", ui.percent)

_TRUTH = re.compile(r'<img src="[^"]*" alt="(True|False|None)">')
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


@register.simple_tag(takes_context=True)
def page_query(context: Mapping[str, Any], name: str, number: int) -> str:
    """The query of this page with the parameter of that name leading to another page."""
    return query_string(context, **{name: number})


@register.simple_tag
def last_change(record: Any) -> Change | None:
    """The newest change of a registry record, with the person; None for records without history."""
    if getattr(record, "pk", None) is None or not hasattr(record, "version"):
        return None
    return changes_of(record).first()


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
def narrowed_to(cl: ChangeList) -> str:
    """What narrows a change list: "" nothing, the key of a township if only that, else "search"."""
    filters = {name: value for name, value in cl.get_filters_params().items() if value}
    if cl.query or not set(filters) <= TOWNSHIP_PARAMETERS:
        return "search"
    value = next(iter(filters.values()), "")
    return str(value[-1] if isinstance(value, list) else value)


@register.simple_tag
def number_columns(cl: ChangeList) -> set[str]:
    """Columns of a change list whose values are amounts and stand at the right.

    Number fields, and display functions with an attribute `numeric = True`.
    """
    return {str(name) for name in cl.list_display if _is_amount(cl, str(name))}


def _is_amount(cl: ChangeList, name: str) -> bool:
    field = _model_field(cl, name)
    if field is None:
        shown = getattr(cl.model_admin, name, None) or getattr(cl.model, name, None)
        return bool(getattr(shown, "numeric", False))
    amounts = (models.IntegerField, models.DecimalField, models.FloatField)
    return isinstance(field, amounts) and not field.choices


def _model_field(cl: ChangeList, name: str) -> models.Field[Any, Any] | None:
    """The field that a column shows; None for display functions."""
    if hasattr(cl.model_admin, name):
        return None
    try:
        field = cl.lookup_opts.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


@register.filter
def as_number(html: str, columns: Collection[str]) -> str:
    """A table cell as Django wrote it, with the class `num` if its column holds amounts."""
    found = _COLUMN.search(html)
    if not found or found[2] not in columns:
        return html
    return mark_safe(html.replace('class="', 'class="num ', 1))  # noqa: S308 - was safe before


@register.simple_tag
def list_row(
    cells: Sequence[str], headers: Sequence[Mapping[str, Any]], columns: Collection[str]
) -> str:
    """The cells of a row; amounts and dates carry the name of their column for phones."""
    pairs = zip(cells, headers, strict=True)
    return mark_safe("".join(_list_cell(*pair, columns) for pair in pairs))  # noqa: S308


def _list_cell(html: str, header: Mapping[str, Any], columns: Collection[str]) -> str:
    cell = as_number(html, columns)
    if not cell.startswith("<td") or ("num " not in cell[:20] and "nowrap" not in cell[:60]):
        return cell
    name = format_html('<td data-l="{}"', capfirst(header["text"]))
    return mark_safe(cell.replace("<td", name, 1))  # noqa: S308 - was safe before


@register.filter
def as_option(option: Mapping[str, Any]) -> str:
    """An option of a drop-down."""
    attributes = flatatt(option["attrs"])
    text = '<option value="{}"{}>{}</option>'
    return format_html(text, str(option["value"]), attributes, option["label"])


@register.filter
def please_choose(widget: str) -> str:
    """A drop-down as Django wrote it, with words instead of dashes for "nothing chosen"."""
    words = format_html(">{}<", _("please choose"))
    return mark_safe(str(widget).replace(">---------<", words))  # noqa: S308 - was safe before


@register.filter
def named(field: BoundField) -> BoundField:
    """A field of a table: its column's name is its label, which a screen reader has to hear."""
    field.field.widget.attrs.setdefault("aria-label", capfirst(field.label))
    return field


@register.filter
def yes_or_no(contents: str) -> str:
    """What a form shows without editing; Django's picture of a yes or no in words."""
    words = {"True": _("yes"), "False": _("no"), "None": _("unknown")}
    found = _TRUTH.fullmatch(str(contents).strip())
    return words[found[1]] if found else contents


@register.filter
def first_of_page(paginator: Paginator[Any], page: int) -> int:
    """Number of the first row on a page."""
    return paginator.get_page(page).start_index()


@register.filter
def last_of_page(paginator: Paginator[Any], page: int) -> int:
    """Number of the last row on a page."""
    return paginator.get_page(page).end_index()


@register.filter
def without_colon(label: str) -> str:
    """A label of a form as Django wrote it, without the colon at its end."""
    return mark_safe(label.replace(":</label>", "</label>"))  # noqa: S308 - was safe before


@register.filter
def length_is_one(items: Sized) -> bool:
    """Whether a line of a form holds a single field."""
    return len(items) == 1
