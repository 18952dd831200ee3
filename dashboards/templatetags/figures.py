"""`{% how "joining" place %}`: the link from a figure to how it is made."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.explain.readings import figure_url
from dashboards.explain.registry import FIGURES
from townships.models import Division

register = template.Library()


@register.simple_tag
def how(figure: str, place: Division | str | None = None) -> SafeString:
    """The link to the explanation of a figure of a place (None: of all of the reader's places).

    A screen reader hears which figure it explains. Raises KeyError for an unknown figure.
    """
    return format_html(
        '<a class="how noprint" href="{}">{}<span class="vh">{}</span></a>',
        how_url(figure, place),
        _("how counted"),
        FIGURES[figure].label,
    )


@register.simple_tag
def how_url(figure: str, place: Division | str | None = None) -> str:
    """Only its address, for a number that is the link itself."""
    key = place.key if isinstance(place, Division) else place or ""
    return figure_url(key, FIGURES[figure].key)
