"""`{% admin_link "cadres.person" pk %}`, `{% page_link "terms" %}`: "" where there is no page."""

from __future__ import annotations

from django import template

from cadres.models import Appointment
from dashboards.organisation.people import told
from dashboards.organisation.ways import admin_page, page

register = template.Library()


@register.simple_tag
def admin_link(model: str, pk: object) -> str:
    """The form of a record."""
    return admin_page(model, "change", pk)


@register.simple_tag
def page_link(name: str, *args: object) -> str:
    """A page by its URL name; "" where there is none."""
    return page(name, *args)


@register.filter
def post_words(post: Appointment) -> str:
    """What a post is beside its name: whom it stands for, other posts, since when."""
    return told(post)
